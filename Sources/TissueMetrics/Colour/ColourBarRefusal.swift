/// Why a rectangle was not taken for a colour bar, or a bar not for a scale.
package enum ColourBarRefusal: Error, Hashable, Sendable {
    /// The rectangle is empty or leaves the frame.
    case outsideFrame
    /// Fewer or more entries than a bar has.
    case length(pixels: Int)
    /// Lines across the bar that are not of one colour, %.
    case unevenLines(percent: Int)
    /// Most of it has no colour: a grey bar.
    case grey
    /// All of its colours are of one hue: a tinted grey bar, or a mere line.
    case tooFewHues
    /// A colour leaves and comes back, so that it has no one place on the bar.
    case unordered
    /// The ends of the scale are not finite, equal, or zero between them is not where the bar's dark baseline is.
    case endsDoNotFit
    /// How far the overlay covers the grey picture is not within 0 (excluded) to 1.
    case opacity

    /// The reason, as a clause for a reader.
    package var reason: String {
        switch self {
        case .outsideFrame: "the colour bar's rectangle is empty or leaves the frame"
        case .length(let pixels):
            "the colour bar has \(pixels) entries, not \(ColourBar.leastEntries) to \(ColourBar.mostEntries)"
        case .unevenLines(let percent): "\(percent)% of the lines across the colour bar are not of one colour"
        case .grey: "most of the colour bar is grey"
        case .tooFewHues: "the colour bar has too few hues"
        case .unordered: "a colour of the colour bar has no one place on it"
        case .endsDoNotFit: "the ends of the colour scale do not fit the colour bar"
        case .opacity: "the opacity of the colour overlay is not above 0 and at most 1"
        }
    }
}
