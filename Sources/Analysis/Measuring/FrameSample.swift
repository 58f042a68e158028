internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// One decoded frame with a judgement of its pixels. A lane owns one and reuses its memory from frame to frame.
final class FrameSample {
    /// What is the same for all frames; a first look at the instance completes it.
    var context: ImageContext {
        didSet { isExcludedByInstanceAlone = false }
    }
    /// In colour where the image has colour.
    private(set) var frame = FrameBuffer()
    /// The colours of its pixels; meaningful where the frame is in colour.
    private(set) var colour = ColourMask()
    private var decoder: FrameDecoder
    private var exclusions = ExclusionMask()
    private var drawing = DrawnColour()
    private var isDrawingMarked = false
    /// Frames without colour leave out what the instance leaves out: it is combined once for all of them.
    private var isExcludedByInstanceAlone = false

    /// Opens the file anew, for this lane alone.
    ///
    /// - Parameters:
    ///   - path: the instance's file.
    ///   - context: what is the same for all frames.
    /// - Throws: why the file can't be decoded.
    init(path: String, context: ImageContext) throws(ImagingError) {
        self.context = context
        decoder = try FrameDecoder(try DataSet(path: path), pixels: context.pixels)
    }

    /// Decodes a frame and judges its colours.
    ///
    /// - Parameter index: from 0.
    /// - Throws: why the frame can't be decoded.
    func decode(frame index: Int) throws(ImagingError) {
        isDrawingMarked = false
        try decoder.decode(frame: index, as: .colourAndLuma, into: &frame)
        guard frame.width == context.pixels.columns, frame.height == context.pixels.rows else {
            throw ImagingError(.pixelDataMismatch, "the decoded frame has another size than Rows and Columns say")
        }
        guard frame.format == .rgb8 else { return }
        colour.judge(rgb: frame.bytes, width: frame.width, height: frame.height, rule: context.colourRule)
    }

    /// Judges which pixels of the decoded frame are left out.
    func exclude() {
        let hasColour = frame.format == .rgb8 && colour.hasColour
        if isExcludedByInstanceAlone, !hasColour { return }
        isExcludedByInstanceAlone = !hasColour
        let instance = context.exclusions
        switch frame.format {
        case .rgb8, .grey8:
            exclusions.combine(
                frame: brightness,
                instance: instance,
                colour: hasColour ? colour : nil,
                wanted: Self.excludedCauses
            )
        case .grey16:
            exclusions.combine(
                frame: frame.words,
                topLevel: context.topLevel,
                instance: instance,
                colour: nil,
                wanted: Self.excludedCauses
            )
        }
    }

    /// Why each pixel is left out, as bits of `ExclusionCauses`; 0 where it is not.
    var causes: [UInt8] { exclusions.causes }

    /// Of each pixel of a frame in colour, not 0 where it is neither flow nor tissue: a colour bar, an outline, text, and what lies
    /// outside of the sector.
    var neitherFlowNorTissue: [UInt8] {
        if !isDrawingMarked {
            isDrawingMarked = true
            drawing.mark(
                rgb: frame.bytes,
                width: frame.width,
                colour: colour,
                bars: context.colourBars,
                causes: causes
            )
        }
        return drawing.excluded
    }

    /// The brightness of each pixel of a frame that has eight bits.
    var brightness: [UInt8] { frame.format == .rgb8 ? frame.luma : frame.bytes }

    // Saturated pixels count, and are flagged: the statistics of tissue without its brightest pixels would be another quantity.
    private static let excludedCauses: ExclusionCauses = [.coloured, .graphics, .outsideSector]
}
