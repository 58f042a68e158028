/// From a pixel's colour to its place on a colour bar: one load a pixel from a table of 32 levels a channel, made once
/// and used for all frames.
///
/// A place is the entry nearest to the middle of the table's cell, so that it is off by at most two half diagonals of a
/// cell (2 · 6.1 in RGB) along the bar. Where several entries are as near, it is the middle of the first and the last,
/// or none where they are more than a quarter of the bar apart.
package struct ColourScale: Hashable, Sendable {
    /// The quantity at the ends of the bar, in any unit.
    package struct Ends: Hashable, Sendable {
        /// At the bottom or left.
        package var minus: Double
        /// At the top or right.
        package var plus: Double

        package init(minus: Double, plus: Double) {
            self.minus = minus
            self.plus = plus
        }
    }

    /// How the colours were laid over the grey picture.
    package enum Blending: Hashable, Sendable {
        /// They replace it.
        case opaque
        /// A pixel is opacity · colour + (1 − opacity) · grey, of an unknown grey level. The nearest entry is that
        /// which some grey level brings nearest; the reject distance holds for the colour with its blending undone.
        case grey(opacity: Double)
        /// Of unknown opacity: by hue alone. Entries of one hue have one place.
        case hue
    }

    /// The bar.
    package let bar: ColourBar
    /// The quantity at its ends; nil where the scale is unknown.
    package let ends: Ends?
    /// Twice the place on the bar, from 0 at the minus end, of each cell; `nowhere` for a colour of no entry.
    let doubledPlaces: [UInt16]

    /// A colour that is not of the bar.
    static let nowhere = UInt16.max
    /// The reject distance where none is given (qus.md F).
    package static let rejectDistance = 30.0

    /// Makes the table.
    ///
    /// - Parameters:
    ///   - bar: the colours.
    ///   - ends: the quantity at the bar's ends, which is linear between them; nil where it is unknown. On a velocity
    ///     bar zero must be at the baseline, give or take a twentieth of the bar.
    ///   - blending: how the colours were laid over the grey picture.
    ///   - rejectDistance: farther in RGB than this from all entries, a colour is not of the bar.
    /// - Throws: why these are no scale.
    package init(
        _ bar: ColourBar,
        ends: Ends?,
        blending: Blending = .opaque,
        rejectDistance: Double = Self.rejectDistance
    ) throws(ColourBarRefusal) {
        if let ends {
            guard ends.minus.isFinite, ends.plus.isFinite, (ends.plus - ends.minus).isFinite, ends.plus != ends.minus
            else { throw .endsDoNotFit }
            if bar.kind == .velocity {
                let zero = -ends.minus / (ends.plus - ends.minus)
                let baseline = Double(bar.doubledZero) / Double(2 * (bar.entries.count - 1))
                guard abs(zero - baseline) <= 0.05 else { throw .endsDoNotFit }
            }
        }
        if case .grey(let opacity) = blending {
            guard opacity > 0, opacity <= 1 else { throw .opacity }
        }
        self.bar = bar
        self.ends = ends
        doubledPlaces = ColourMatch(entries: bar.entries, blending: blending, rejectDistance: rejectDistance).table()
    }

    /// Twice the place on the bar; nil for a colour that is not of the bar.
    package func doubledPlace(of colour: RGBColour) -> Int? {
        let place = doubledPlaces[Self.cell(colour.red, colour.green, colour.blue)]
        return place == Self.nowhere ? nil : Int(place)
    }

    /// The level that a colour stands for: 0 to 1 on a one-sided bar; on a velocity bar −1 to 1, linear, with 0 at the
    /// baseline and 1 at the end that is farther from it. Nil for a colour that is not of the bar.
    package func level(of colour: RGBColour) -> Double? {
        doubledPlace(of: colour).map { Double($0 - bar.doubledZero) / Double(bar.doubledReach) }
    }

    /// The quantity at a place, in the unit of the ends: linear between them, with zero at a velocity bar's baseline.
    /// Nil where the ends are unknown.
    package func quantity(atDoubledPlace place: Double) -> Double? {
        guard let ends else { return nil }
        let slope = (ends.plus - ends.minus) / Double(2 * (bar.entries.count - 1))
        return switch bar.kind {
        case .velocity: slope * (place - Double(bar.doubledZero))
        case .oneSided: ends.minus + slope * place
        }
    }

    static func cell(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        Int(red >> 3) << 10 | Int(green >> 3) << 5 | Int(blue >> 3)
    }
}
