/// Metrics of the outline alone.
enum GeometryMetrics {
    static let rows: [MetricRow] = [
        MetricRow(
            MetricDefinition(
                identifier: "area",
                name: "Area",
                family: .geometry,
                concept: .init("42798000", "SCT", "Area"),
                unit: .init("cm2", "square centimeter"),
                formula: "pixels · |ΔX · ΔY|",
                needs: [.spatialCalibration],
                source: "PS3.3 C.8.5.5.1.10"
            ),
            method: "pixels whose centre is inside, times the area of a pixel",
            basis: .outline { $0.areaSquareCentimetres }
        )
    ]
}
