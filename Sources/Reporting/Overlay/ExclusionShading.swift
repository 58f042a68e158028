internal import TissueMetrics

/// How a pixel looks that was left out of the measurements: its cause has a colour and a pattern of its own, so that neither colour
/// vision nor the picture below decides whether it is seen, and the picture below stays readable.
struct ExclusionShading {
    /// The look of a cause.
    struct Look: Sendable {
        /// One bit.
        let cause: ExclusionCauses
        /// For people.
        let name: String
        /// Red, green, blue. After Okabe and Ito's colours, which colour-blind readers tell apart.
        let colour: [UInt8]
        fileprivate let pattern: Pattern
    }

    fileprivate enum Pattern: Sendable {
        /// Lines that rise to the right.
        case rising
        /// Lines that fall to the right.
        case falling
        /// A chessboard.
        case chequered
        case solid
    }

    /// Every cause, that which is drawn before others first: the smaller the thing, the sooner it would be lost.
    static let looks = [
        Look(cause: .graphics, name: "text and graphics", colour: [204, 121, 167], pattern: .solid),
        Look(cause: .saturated, name: "saturated", colour: [230, 120, 0], pattern: .chequered),
        Look(cause: .coloured, name: "colour", colour: [245, 245, 245], pattern: .rising),
        Look(cause: .outsideSector, name: "outside the sector", colour: [90, 110, 140], pattern: .falling),
    ]

    /// Pixels of the frame from line to line of a pattern, at least 3.
    let period: Int

    /// - Parameter scale: pixels of the canvas for one of the frame; lines are some eight of those apart.
    init(scale: Double) {
        period = max(3, Int((8 / scale).rounded()))
    }

    /// Shades the pixels that have a cause; the others stay as they are.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel.
    ///   - exclusions: of each pixel, the bits of `ExclusionCauses`.
    ///   - width: pixels in a row.
    func shade(_ rgb: inout [UInt8], exclusions: [UInt8], width: Int) {
        precondition(rgb.count == 3 * exclusions.count, "there are causes for each pixel")
        for (index, bits) in exclusions.enumerated() where bits != 0 {
            let causes = ExclusionCauses(rawValue: bits)
            guard let look = Self.looks.first(where: { !causes.isDisjoint(with: $0.cause) }) else { continue }
            let opacity = opacity(look.pattern, column: index % width, row: index / width)
            for channel in 0..<3 {
                let below = Int(rgb[3 * index + channel])
                rgb[3 * index + channel] = UInt8((below * (100 - opacity) + Int(look.colour[channel]) * opacity) / 100)
            }
        }
    }

    /// A piece of the pattern over mid grey, three bytes a pixel, for a legend.
    func swatch(_ look: Look, width: Int, height: Int) -> [UInt8] {
        var rgb = [UInt8](repeating: 70, count: 3 * width * height)
        shade(&rgb, exclusions: Array(repeating: look.cause.rawValue, count: width * height), width: width)
        return rgb
    }

    /// %; more on a pattern's lines than between them, and never none.
    private func opacity(_ pattern: Pattern, column: Int, row: Int) -> Int {
        let isLine =
            switch pattern {
            case .rising: (column + row) % period == 0
            case .falling: (column - row + period * (row / period + 1)) % period == 0
            case .chequered: (column + row).isMultiple(of: 2)
            case .solid: true
            }
        return switch pattern {
        case .rising, .falling: isLine ? 75 : 20
        case .chequered: isLine ? 85 : 45
        case .solid: 65
        }
    }
}
