internal import PipelineFile
internal import TissueMetrics

extension TissueRegion {
    /// Pixels for one of a unit; nil where it needs a calibration that the region lacks.
    func scale(of unit: LengthUnit) -> (x: Double, y: Double)? {
        switch (unit, calibration) {
        case (.fraction, _): (Double(bounds.width), Double(bounds.height))
        case (.pixel, _): (1, 1)
        case (.mm, .centimetres(let x, let y, _)): (0.1 / x, 0.1 / y)
        case (.mm, .none): nil
        }
    }
}

extension RegionOfInterestShape {
    /// The outline of a shape that the pipeline itself gives.
    ///
    /// - Parameter region: where it lies.
    /// - Returns: nil for a shape that comes from elsewhere.
    /// - Throws: that it needs a calibration.
    func outline(in region: TissueRegion) throws(PlacementFault) -> RegionOutline? {
        let (left, top) = (Double(region.bounds.left), Double(region.bounds.top))
        func scale(_ unit: LengthUnit) throws(PlacementFault) -> (x: Double, y: Double) {
            guard let scale = region.scale(of: unit) else { throw .uncalibrated }
            return scale
        }
        switch self {
        case .wholeRegion: return RegionOutline(region.bounds)
        case .rectangle(let unit, let x, let y, let width, let height):
            let scale = try scale(unit)
            return RegionOutline([
                ImagePoint(x: left + x * scale.x, y: top + y * scale.y),
                ImagePoint(x: left + (x + width) * scale.x, y: top + y * scale.y),
                ImagePoint(x: left + (x + width) * scale.x, y: top + (y + height) * scale.y),
                ImagePoint(x: left + x * scale.x, y: top + (y + height) * scale.y),
            ])
        case .ellipse(let unit, let x, let y, let width, let height):
            let scale = try scale(unit)
            return RegionOutline(
                ellipseAt: ImagePoint(x: left + (x + width / 2) * scale.x, y: top + (y + height / 2) * scale.y),
                radiusX: width / 2 * scale.x,
                radiusY: height / 2 * scale.y
            )
        case .polygon(let unit, let coordinates):
            let scale = try scale(unit)
            return RegionOutline(
                stride(from: 0, to: coordinates.count - 1, by: 2).map { index in
                    ImagePoint(x: left + coordinates[index] * scale.x, y: top + coordinates[index + 1] * scale.y)
                }
            )
        case .drawn, .automatic: return nil
        }
    }
}

extension PlacementFault {
    /// Millimetres without a calibration.
    static let uncalibrated = PlacementFault(
        reason: "not available: it is given in mm, and there is no spatial calibration"
    )
}
