internal import Foundation
internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What one frame shows in each ROI: small, whatever the size of the frame.
struct FrameMeasurement: Sendable {
    /// What one frame shows in one ROI.
    struct InRegion: Sendable {
        let statistics: FirstOrderStatistics
        let colours: ColourCounts
        /// Pixels whose grey levels were counted.
        let counted: Int
        /// Of the counted pixels, %.
        let percentAtTop: Double
        let percentAtBottom: Double
    }

    /// As the placed regions are ordered.
    let regions: [InRegion]
}

/// The memory and the decoder of one lane.
struct FrameScratch: ~Copyable {
    private var decoder: FrameDecoder
    private var frame = FrameBuffer()
    private var luma = FrameBuffer()
    private var colour = ColourMask()
    private var histogram: GreyHistogram
    private let pixels: PixelDescription

    /// Opens the file anew, for this lane alone.
    init(path: String, pixels: PixelDescription) throws(ImagingError) {
        decoder = try FrameDecoder(try DataSet(path: path), pixels: pixels)
        histogram = GreyHistogram(levels: pixels.bitsAllocated > 8 ? 65_536 : 256)
        self.pixels = pixels
    }

    /// Decodes a frame and measures it.
    ///
    /// - Parameters:
    ///   - index: from 0.
    ///   - regions: where it is measured.
    ///   - rules: the pipeline's.
    /// - Returns: what it shows in each region.
    /// - Throws: why the frame can't be decoded.
    mutating func measure(
        frame index: Int,
        in regions: [PlacedRegion],
        rules: MeasuringRules
    ) throws(ImagingError) -> FrameMeasurement {
        try decoder.decode(frame: index, as: .colour, into: &frame)
        guard frame.width == pixels.columns, frame.height == pixels.rows else {
            throw ImagingError(.pixelDataMismatch, "the decoded frame has another size than Rows and Columns say")
        }
        let isColour = frame.format == .rgb8
        if isColour {
            try decoder.decode(frame: index, as: .luma, into: &luma)
            let rule = ColourMask.Rule(
                greyTolerance: pixels.isLossy ? rules.greyToleranceLossy : rules.greyToleranceLossless,
                bleedPixels: rules.colourBleedPixels,
                leastPatchPixels: rules.leastFlowPatchPixels
            )
            colour.judge(rgb: frame.bytes, width: frame.width, height: frame.height, rule: rule)
        }
        return FrameMeasurement(regions: regions.map { measure($0.mask, isColour: isColour) })
    }

    private mutating func measure(_ mask: PixelMask, isColour: Bool) -> FrameMeasurement.InRegion {
        histogram.removeAll()
        var colours = ColourCounts()
        let width = frame.width
        if isColour { colours.add(mask, of: colour, width: width) }
        for run in mask.runs {
            let range = (run.row * width + run.columns.lowerBound)..<(run.row * width + run.columns.upperBound)
            switch (isColour, frame.format) {
            case (true, _):
                for index in range where !colour.pixels[index].contains(.tainted) {
                    histogram.add(level: Int(luma.bytes[index]))
                }
            case (false, .grey16): histogram.add(frame.words[range])
            case (false, .grey8), (false, .rgb8): histogram.add(frame.bytes[range])
            }
        }
        let top = isColour ? 255 : (1 << min(max(pixels.bitsStored, 1), 16)) - 1
        return FrameMeasurement.InRegion(
            statistics: FirstOrderStatistics(histogram),
            colours: colours,
            counted: histogram.total,
            percentAtTop: 100 * (histogram.fraction(at: top) ?? 0),
            percentAtBottom: 100 * (histogram.fraction(at: 0) ?? 0)
        )
    }
}
