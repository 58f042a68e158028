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
    /// Identifiers of metrics that are drawn as maps as well.
    package var maps: [String]
    /// The name of the colour scale that its colours are read by; nil for none.
    package var colourScale: String?

    package init(
        name: String,
        region: RegionKind,
        shape: RegionOfInterestShape,
        anatomy: AnatomyCode?,
        metrics: [String],
        maps: [String] = [],
        colourScale: String? = nil
    ) {
        self.name = name
        self.region = region
        self.shape = shape
        self.anatomy = anatomy
        self.metrics = metrics
        self.maps = maps
        self.colourScale = colourScale
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
    /// What a segmentation, a structured report or a presentation state of the study draws on the image under a label, letter
    /// case aside.
    case drawn(label: String, by: [DrawnSource])
    /// The square patch of the region whose variation is nearest to the median one; its two sides are equal, and where they come to
    /// different numbers of pixels the shorter counts.
    case automatic(LengthUnit, width: Double, height: Double)
}

/// Who may have drawn an ROI, in the order of trust.
package enum DrawnSource: String, CaseIterable, Sendable {
    /// DICOM SEG.
    case segmentation
    /// Spatial coordinates of a structured report.
    case report
    /// Graphics of a presentation state.
    case presentation
}
