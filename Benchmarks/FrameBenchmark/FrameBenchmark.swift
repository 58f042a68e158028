internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import TissueMetrics

/// Times decoding and the first-order set on the frames of one file, on one core, and prints one JSON line.
@main
struct FrameBenchmark: ParsableCommand {
    @Argument(help: "An ultrasound image or cine.")
    var file: String

    @Option(help: "Passes over all frames; the least time of a pass counts.")
    var passes = 9

    /// Milliseconds a frame, and what the numbers were.
    private struct Figures: Encodable {
        var frames: Int
        var pixels: Int
        var decodeLuma: Double
        var decodeColour: Double
        var plainSum: Double
        var firstOrder: Double
        var means: [Double]
        var deviations: [Double]
    }

    func run() throws {
        let facts = try InstanceFacts(try DataSet(path: file))
        guard let pixels = facts.image?.pixels else {
            throw ValidationError("\(file) has no pixels that can be decoded")
        }
        var decoder = try FrameDecoder(try DataSet(path: file), pixels: pixels)
        var frame = FrameBuffer()
        let luma = try milliseconds(frames: pixels.frames) { try decoder.decode(frame: $0, as: .luma, into: &frame) }
        let colour = try milliseconds(frames: pixels.frames) {
            try decoder.decode(frame: $0, as: .colour, into: &frame)
        }

        var frames: [[UInt8]] = []
        for index in 0..<pixels.frames {
            try decoder.decode(frame: index, as: .luma, into: &frame)
            guard frame.format == .grey8 else { throw ValidationError("\(file) has more than 8 bits a sample") }
            frames.append(frame.bytes)
        }
        var sum = 0
        let plain = milliseconds(frames: frames.count) { index in
            for byte in frames[index] { sum &+= Int(byte) }
        }
        var statistics: [FirstOrderStatistics] = []
        var histogram = GreyHistogram(levels: 256)
        let firstOrder = milliseconds(frames: frames.count) { index in
            histogram.removeAll()
            histogram.add(frames[index][...])
            if index == 0 { statistics.removeAll() }
            statistics.append(FirstOrderStatistics(histogram))
        }
        precondition(sum >= 0, "the sum is used, so that it isn't optimised away")
        let figures = Figures(
            frames: pixels.frames,
            pixels: pixels.rows * pixels.columns,
            decodeLuma: luma,
            decodeColour: colour,
            plainSum: plain,
            firstOrder: firstOrder,
            means: statistics.compactMap(\.mean.value),
            deviations: statistics.compactMap(\.standardDeviation.value)
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        print(String(decoding: try encoder.encode(figures), as: UTF8.self))
    }

    private func milliseconds<Failure>(
        frames: Int,
        _ body: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Double {
        let clock = ContinuousClock()
        var least = Duration.seconds(1_000_000)
        for _ in 0..<passes {
            let start = clock.now
            for index in 0..<frames { try body(index) }
            least = min(least, clock.now - start)
        }
        return least / .milliseconds(1) / Double(frames)
    }
}
