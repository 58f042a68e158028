/// How far tissue moved between two frames.
package enum MotionEstimate: Hashable, Sendable {
    /// What was seen on the first frame is found on the second this many pixels to the right and down, a fraction of a pixel
    /// by parabola, with this normalised cross-correlation (-1 to 1) at the nearest whole pixel.
    case moved(x: Double, y: Double, correlation: Double)
    /// The best match lies at the border of the search: at least this many pixels, whose correlation is given.
    case beyondSearch(pixels: Double, correlation: Double)
    /// Why it can't be told, as a clause for a reader.
    case notAvailable(String)

    /// The length of the displacement, pixels; at the border of the search, the least that it can be.
    package var distance: Double? {
        switch self {
        case .moved(let x, let y, _): (x * x + y * y).squareRoot()
        case .beyondSearch(let pixels, _): pixels
        case .notAvailable: nil
        }
    }

    /// The normalised cross-correlation of the best match.
    package var correlation: Double? {
        switch self {
        case .moved(_, _, let correlation), .beyondSearch(_, let correlation): correlation
        case .notAvailable: nil
        }
    }
}
