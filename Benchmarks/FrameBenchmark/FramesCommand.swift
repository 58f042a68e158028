internal import Analysis
internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import TissueMetrics

/// Decoding, the first-order set and the colour mask, and all of them on one core and on all.
struct FramesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "frames", abstract: "Times a file's frames.")

    @Argument(help: "An ultrasound image or cine of eight bits.")
    var file: String

    @Option(help: "Passes over all frames; the least time of a pass counts.")
    var passes = 9

    @Option(help: "How many frames are measured at a time for the speed-up.")
    var lanes = ProcessInfo.processInfo.activeProcessorCount

    /// Milliseconds a frame, and what the numbers were.
    private struct Figures: Encodable {
        var frames: Int
        var pixels: Int
        var lanes: Int
        var decodeLuma: Double
        var decodeColour: Double
        var decodeBoth: Double
        var plainSum: Double
        var firstOrder: Double
        /// Nil where the image has no colour.
        var colourMask: Double?
        var allOnOneCore: Double
        var allOnLanes: Double
        var means: [Double]
        var deviations: [Double]
    }

    func run() async throws {
        let facts = try InstanceFacts(try DataSet(path: file))
        guard let pixels = facts.image?.pixels else {
            throw ValidationError("\(file) has no pixels that can be decoded")
        }
        let time = LeastTime(passes: passes, frames: pixels.frames)
        var lane = try Lane(file: file, pixels: pixels)
        let luma = try time.milliseconds { try lane.decode($0, as: .luma) }
        let colour = try time.milliseconds { try lane.decode($0, as: .colour) }
        let both = try time.milliseconds { try lane.decode($0, as: .colourAndLuma) }

        var frames: [[UInt8]] = []
        for index in 0..<pixels.frames {
            try lane.decode(index, as: .luma)
            guard lane.frame.format == .grey8 else { throw ValidationError("\(file) has more than 8 bits a sample") }
            frames.append(lane.frame.bytes)
        }
        var sum = 0
        let plain = time.milliseconds { index in
            for byte in frames[index] { sum &+= Int(byte) }
        }
        precondition(sum >= 0, "the sum is used, so that it isn't optimised away")
        var statistics = [FirstOrderStatistics?](repeating: nil, count: frames.count)
        let firstOrder = time.milliseconds { statistics[$0] = lane.firstOrder(of: frames[$0]) }

        var colourMask: Double?
        try lane.decode(0, as: .colour)
        if lane.frame.format == .rgb8 { colourMask = time.milliseconds { _ in lane.judgeColour() } }

        try printFigures(
            Figures(
                frames: pixels.frames,
                pixels: pixels.rows * pixels.columns,
                lanes: lanes,
                decodeLuma: luma,
                decodeColour: colour,
                decodeBoth: both,
                plainSum: plain,
                firstOrder: firstOrder,
                colourMask: colourMask,
                allOnOneCore: try await all(pixels: pixels, lanes: 1),
                allOnLanes: try await all(pixels: pixels, lanes: lanes),
                means: statistics.compactMap { $0?.mean.value },
                deviations: statistics.compactMap { $0?.standardDeviation.value }
            )
        )
    }

    /// Milliseconds a frame to decode, judge colour and count, in the lanes of the analysis. The file's frames come again
    /// and again, so that opening a decoder for each lane weighs what it weighs in a long cine.
    private func all(pixels: PixelDescription, lanes: Int) async throws -> Double {
        let file = file
        let frames = 2000
        let clock = ContinuousClock()
        var least = Duration.seconds(1_000_000)
        for _ in 0..<max(1, passes / 3) {
            let start = clock.now
            let means = try await FrameLanes(lanes: lanes).measure(
                frames: frames,
                scratch: { () throws(ImagingError) -> Lane in try Lane(file: file, pixels: pixels) },
                { (frame: Int, lane: inout Lane) throws(ImagingError) -> Double in
                    try lane.measure(frame % pixels.frames)
                }
            )
            least = min(least, clock.now - start)
            precondition(means.count == frames, "every frame is measured")
        }
        return least / .milliseconds(1) / Double(frames)
    }
}

/// One lane's decoder and memory.
private struct Lane: ~Copyable {
    private var decoder: FrameDecoder
    private(set) var frame = FrameBuffer()
    private var colour = ColourMask()
    private var histogram = GreyHistogram(levels: 256)
    private let whole: PixelMask
    private static let rule = ColourMask.Rule(greyTolerance: 24, bleedPixels: 2, leastPatchPixels: 6)

    init(file: String, pixels: PixelDescription) throws(ImagingError) {
        decoder = try FrameDecoder(try DataSet(path: file), pixels: pixels)
        let bounds = PixelRectangle(left: 0, top: 0, right: pixels.columns, bottom: pixels.rows)
        whole = PixelMask(RegionOutline(bounds), within: bounds)
    }

    mutating func decode(_ index: Int, as channels: FrameChannels) throws(ImagingError) {
        try decoder.decode(frame: index, as: channels, into: &frame)
    }

    mutating func judgeColour() {
        colour.judge(rgb: frame.bytes, width: frame.width, height: frame.height, rule: Self.rule)
    }

    mutating func firstOrder(of grey: [UInt8]) -> FirstOrderStatistics {
        histogram.removeAll()
        histogram.add(grey[...])
        return FirstOrderStatistics(histogram)
    }

    /// The frame's mean grey level, after all that is timed.
    mutating func measure(_ index: Int) throws(ImagingError) -> Double {
        try decode(index, as: .colourAndLuma)
        histogram.removeAll()
        var counts = ColourCounts()
        if frame.format == .rgb8 {
            judgeColour()
            counts.add(whole, of: colour, width: frame.width)
            histogram.add(whole, of: frame.luma, width: frame.width)
        } else {
            histogram.add(whole, of: frame.bytes, width: frame.width)
        }
        return (FirstOrderStatistics(histogram).mean.value ?? 0) + Double(counts.tainted)
    }
}
