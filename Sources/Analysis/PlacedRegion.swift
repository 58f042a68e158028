internal import PipelineFile
internal import TissueMetrics

/// Why an ROI can't be placed in a region.
struct PlacementFault: Error, Hashable {
    /// What is missing.
    let reason: String
}

/// An ROI of the pipeline, placed in one region of an image.
struct PlacedRegion: Hashable, Sendable {
    let rule: RegionOfInterestRule
    let region: TissueRegion
    /// Within the region.
    let outline: RegionOutline
    let mask: PixelMask

    /// Places a rule's shape in a region.
    ///
    /// - Throws: that it has no pixel there, or needs a calibration that the region lacks.
    init(_ rule: RegionOfInterestRule, in region: TissueRegion) throws(PlacementFault) {
        guard let shape = Self.outline(of: rule.shape, in: region) else {
            throw PlacementFault(reason: "not available: it is given in mm, and there is no spatial calibration")
        }
        let clipped = shape.clipped(to: region.bounds)
        let mask = PixelMask(clipped, within: region.bounds)
        guard mask.count > 0 else { throw PlacementFault(reason: "not available: it has no pixel in the region") }
        self.rule = rule
        self.region = region
        outline = clipped
        self.mask = mask
    }

    /// Pixels times |ΔX · ΔY|, cm².
    var areaSquareCentimetres: Availability {
        switch region.calibration {
        case .centimetres(let x, let y, _): Availability(finite: Double(mask.count) * (x * y))
        case .none(let reason): .notAvailable(reason)
        }
    }

    private static func outline(of shape: RegionOfInterestShape, in region: TissueRegion) -> RegionOutline? {
        let (left, top) = (Double(region.bounds.left), Double(region.bounds.top))
        func scale(_ unit: LengthUnit) -> (x: Double, y: Double)? {
            switch (unit, region.calibration) {
            case (.fraction, _): (Double(region.bounds.width), Double(region.bounds.height))
            case (.pixel, _): (1, 1)
            case (.mm, .centimetres(let x, let y, _)): (0.1 / x, 0.1 / y)
            case (.mm, .none): nil
            }
        }
        switch shape {
        case .wholeRegion: return RegionOutline(region.bounds)
        case .rectangle(let unit, let x, let y, let width, let height):
            guard let scale = scale(unit) else { return nil }
            return RegionOutline([
                ImagePoint(x: left + x * scale.x, y: top + y * scale.y),
                ImagePoint(x: left + (x + width) * scale.x, y: top + y * scale.y),
                ImagePoint(x: left + (x + width) * scale.x, y: top + (y + height) * scale.y),
                ImagePoint(x: left + x * scale.x, y: top + (y + height) * scale.y),
            ])
        case .ellipse(let unit, let x, let y, let width, let height):
            guard let scale = scale(unit) else { return nil }
            return RegionOutline(
                ellipseAt: ImagePoint(x: left + (x + width / 2) * scale.x, y: top + (y + height / 2) * scale.y),
                radiusX: width / 2 * scale.x,
                radiusY: height / 2 * scale.y
            )
        case .polygon(let unit, let coordinates):
            guard let scale = scale(unit) else { return nil }
            return RegionOutline(
                stride(from: 0, to: coordinates.count - 1, by: 2).map { index in
                    ImagePoint(x: left + coordinates[index] * scale.x, y: top + coordinates[index + 1] * scale.y)
                }
            )
        }
    }
}
