/// Where an ROI lies and what is measured in it.
package struct RegionOfInterestRule: Hashable, Sendable {
    /// The pipeline's name for it.
    package var name: String
    /// The regions that it is placed in, each by itself.
    package var region: RegionKind
    /// Its shape within the region.
    package var shape: RegionOfInterestShape
    /// What it shows, where the pipeline knows better than the image.
    package var anatomy: AnatomyCode?
    /// Identifiers of the metric catalogue, each once, in the order of the file.
    package var metrics: [String]

    package init(
        name: String,
        region: RegionKind,
        shape: RegionOfInterestShape,
        anatomy: AnatomyCode?,
        metrics: [String]
    ) {
        self.name = name
        self.region = region
        self.shape = shape
        self.anatomy = anatomy
        self.metrics = metrics
    }
}

/// A coded anatomic structure (PS3.3 section 8.8).
package struct AnatomyCode: Hashable, Sendable {
    /// Code Value (0008,0100).
    package var value: String
    /// Coding Scheme Designator (0008,0102), for example SCT.
    package var scheme: String
    /// Code Meaning (0008,0104).
    package var meaning: String

    package init(value: String, scheme: String, meaning: String) {
        self.value = value
        self.scheme = scheme
        self.meaning = meaning
    }
}

/// What the numbers of a shape count.
package enum LengthUnit: String, CaseIterable, Sendable {
    /// Of the region's width or height.
    case fraction
    /// Pixels.
    case pixel
    /// Millimetres; needs a calibrated region.
    case mm
}

/// A shape within a region. Coordinates start at the region's left upper corner; the part outside the region is cut off.
package enum RegionOfInterestShape: Hashable, Sendable {
    /// The region's rectangle.
    case wholeRegion
    /// Of the corner `x`, `y` and the two sides.
    case rectangle(LengthUnit, x: Double, y: Double, width: Double, height: Double)
    /// The ellipse that fills such a rectangle.
    case ellipse(LengthUnit, x: Double, y: Double, width: Double, height: Double)
    /// Corners in order, x0, y0, x1, y1, …, not closed.
    case polygon(LengthUnit, coordinates: [Double])
}
