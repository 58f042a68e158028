internal import Foundation
internal import Imaging

/// From bytes to frames, by the way that `inspect` and `analyse` take.
enum DataSetTarget {
    /// In memory: a file a process, written anew for each input.
    private static let path = "/dev/shm/sonoquant-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    /// More pixels than this are decoded by no input: time is better spent on headers.
    private static let mostPixels = 1 << 18
    private static let framesTried = 2

    static func take(_ bytes: [UInt8]) {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
            preconditionFailure("there is no room in /dev/shm")
        }
        do throws(ImagingError) {
            let facts = try InstanceFacts(DataSet(path: path))
            if let pixels = facts.image?.pixels, pixels.rows * pixels.columns <= mostPixels {
                for channels in [FrameChannels.luma, .colour] { try decode(pixels, channels) }
            }
        } catch {
            precondition(!error.explanation.isEmpty, "a refusal says why")
        }
        // What draws regions is another object than what has pixels: refused mostly.
        _ = try? SourceRegions(path: path)
    }

    private static func decode(_ pixels: PixelDescription, _ channels: FrameChannels) throws(ImagingError) {
        var decoder = try FrameDecoder(DataSet(path: path), pixels: pixels)
        var buffer = FrameBuffer()
        for frame in 0..<min(pixels.frames, framesTried) {
            try decoder.decode(frame: frame, as: channels, into: &buffer)
        }
    }
}
