internal import Imaging

/// From bytes to frames, by the way that `inspect` and `analyse` take.
enum DataSetTarget {
    /// More pixels than this are decoded by no input: time is better spent on headers.
    private static let mostPixels = 1 << 18
    private static let framesTried = 2

    static func take(_ bytes: [UInt8]) {
        InputFile.write(bytes)
        do throws(ImagingError) {
            let facts = try InstanceFacts(DataSet(path: InputFile.path))
            if let pixels = facts.image?.pixels, pixels.rows * pixels.columns <= mostPixels {
                for channels in [FrameChannels.luma, .colour] { try decode(pixels, channels) }
            }
        } catch {
            precondition(!error.explanation.isEmpty, "a refusal says why")
        }
        // What draws regions is another object than what has pixels: refused mostly.
        _ = try? SourceRegions(path: InputFile.path)
    }

    private static func decode(_ pixels: PixelDescription, _ channels: FrameChannels) throws(ImagingError) {
        var decoder = try FrameDecoder(DataSet(path: InputFile.path), pixels: pixels)
        var buffer = FrameBuffer()
        for frame in 0..<min(pixels.frames, framesTried) {
            try decoder.decode(frame: frame, as: channels, into: &buffer)
        }
    }
}
