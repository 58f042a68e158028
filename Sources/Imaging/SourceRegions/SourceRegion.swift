package import Identifiers

/// A region of interest that another system drew on an image, as it stands in a segmentation, a presentation state or a structured
/// report. Whether the image is there, and has the size that the region needs, is for its user to see.
package struct SourceRegion: Hashable, Sendable {
    /// What the region stands in.
    package enum Origin: Hashable, Sendable {
        /// A DICOM segmentation; Segment Number (0062,0004).
        case segmentation(segment: Int)
        /// A softcopy presentation state; Graphic Layer (0070,0002).
        case presentationState(layer: String?)
        /// A structured report; Tracking Unique Identifier (112040, DCM).
        case structuredReport(tracking: DICOMUID?)
    }

    /// What is enclosed, in pixels: 0\0 is the outer corner of the first pixel, whose centre is 0.5\0.5 (PS3.3 C.18.6).
    package enum Shape: Hashable, Sendable {
        /// x0, y0, x1, y1, …: the corners of a closed polygon, the first not repeated. At least three, all finite.
        case polygon([Double])
        /// The pixels themselves.
        case mask(RegionMask)
        /// One place, which encloses nothing.
        case point(x: Double, y: Double)
    }

    /// The object that the region stands in.
    package let objectUID: DICOMUID
    /// Where in it.
    package let origin: Origin
    /// What its author called it: one line of at most 64 characters, legal as LO.
    package let label: String?
    /// SOP Instance of the image that it was drawn on.
    package let imageUID: DICOMUID
    /// Of the image, from 1, in the order of the object; empty for all of them.
    package let frames: [Int]
    /// What it encloses.
    package let shape: Shape
    /// What it shows: Segmented Property Type (0062,000F), or Finding (121071, DCM).
    package let finding: InstanceFacts.Code?
    /// Where in the body: Anatomic Region (0008,2218), or Finding Site (363698007, SCT).
    package let site: InstanceFacts.Code?
    /// What a reader of a value measured in it must know, as a sentence.
    package let remark: String?
}

/// Pixels of an image, as runs within rows.
package struct RegionMask: Hashable, Sendable {
    /// Neighbouring pixels of a row.
    package struct Run: Hashable, Sendable {
        /// From 0.
        package let row: Int32
        /// Of the first pixel, from 0.
        package let column: Int32
        /// Pixels, at least 1.
        package let length: Int32
    }

    /// Of the image that the mask is for.
    package let rows: Int
    /// Of the image that the mask is for.
    package let columns: Int
    /// In the order of the pixels; runs of a row don't touch.
    package let runs: [Run]

    /// How many pixels it has.
    package var pixelCount: Int { runs.reduce(0) { $0 + Int($1.length) } }
}

/// An image, or frames of it, that another object refers to.
package struct ReferencedImage: Hashable, Sendable {
    /// Referenced SOP Instance UID (0008,1155).
    package let imageUID: DICOMUID
    /// Referenced Frame Number (0008,1160), from 1; empty for all.
    package let frames: [Int]
}

/// How much is taken from one object of another system (law 8).
package struct SourceLimits: Sendable {
    /// Regions.
    package var regions = 4096
    /// Corners of all polygons together.
    package var points = 1 << 20
    /// Runs of all masks together.
    package var runs = 4 << 20
    /// Frames of a segmentation.
    package var segmentationFrames = 8192
    /// Pixels of all frames of a segmentation together.
    package var segmentationPixels = 1 << 30
    /// Rows or columns of a segmentation: those of the images that are read.
    package var segmentationSize = 16_384
    /// Content items of a structured report.
    package var contentItems = 50_000
    /// Images or frames that one reference may list.
    package var references = 4096
    /// Sentences about what can't be used.
    package var faults = 64

    /// Far above what is drawn by hand, far below what hurts.
    package static let standard = SourceLimits()

    package init() {}
}
