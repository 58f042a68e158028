internal import Imaging

/// How large a frame is drawn, and the lines and letters beside it.
struct FrameScale {
    /// The longest side of a frame on a picture; a longer one is made smaller.
    private static let frameLimit = 4_096.0

    /// Pixels of the canvas for one of the frame.
    let scale: Double
    /// How much larger than usual lines and letters are: they keep their size beside a large frame when a viewer makes the whole
    /// picture fit.
    let factor: Double
    /// Pixels of the canvas.
    let width: Double
    /// Pixels of the canvas.
    let height: Double

    /// - Parameter frame: to draw.
    /// - Throws: `undrawable` for a frame without pixels.
    init(_ frame: FrameBuffer) throws(ReportingError) {
        guard frame.width > 0, frame.height > 0 else { throw .undrawable("the frame has no pixels") }
        // Small frames are enlarged by whole steps, so that each pixel stays a square; huge ones are made smaller.
        let longest = Double(max(frame.width, frame.height))
        scale = longest > Self.frameLimit ? Self.frameLimit / longest : max(1, min(4, (640 / longest).rounded(.down)))
        factor = max(1, longest * scale / 1_000)
        width = Double(frame.width) * scale
        height = Double(frame.height) * scale
    }
}
