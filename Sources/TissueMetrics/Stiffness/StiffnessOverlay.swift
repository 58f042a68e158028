/// Stiffness read from a colour overlay: how many pixels of a region have each place on the colour bar.
///
/// Only a bar whose ends and blending are configured can be read; without, there is only `uncalibrated`. Counts are
/// whole numbers, so that the order of counting does not matter.
package struct StiffnessOverlay: Hashable, Sendable {
    /// The values of a region.
    package struct Summary: Hashable, Sendable {
        /// In the unit asked for.
        package let median: Availability
        /// Third less first quartile, by nearest rank, in the unit asked for: of converted values, not itself
        /// converted.
        package let interquartileRange: Availability
        /// Pixels with a value.
        package let count: Int
        /// Pixels whose colour is not of the bar, or grey, % of the region.
        package let rejectedPercent: Double
    }

    private let scale: ColourScale
    /// Pixels of each place, in half entries.
    private var counts: [Int]
    private var rejected = 0

    /// - Parameter scale: with its ends in `quantity`'s unit and the overlay's blending; one-sided.
    package init(scale: ColourScale) {
        self.scale = scale
        counts = [Int](repeating: 0, count: 2 * scale.bar.entries.count - 1)
    }

    /// Counts the pixels of a mask.
    ///
    /// - Parameters:
    ///   - mask: the region within the overlay.
    ///   - rgb: the frame, three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - excluded: of each pixel, not 0 where it is left out (text, callipers); empty where none is.
    package mutating func add(_ mask: PixelMask, rgb: [UInt8], width: Int, excluded: [UInt8]) {
        precondition(excluded.isEmpty || 3 * excluded.count == rgb.count, "there is a judgement of each pixel")
        let (pixels, excludedSpan) = (rgb.span, excluded.span)
        let table = scale.doubledPlaces
        let places = table.span
        for run in mask.runs {
            for index in (run.row * width + run.columns.lowerBound)..<(run.row * width + run.columns.upperBound) {
                guard excludedSpan.isEmpty || excludedSpan[index] == 0 else { continue }
                let colour = RGBColour(pixels, index)
                let place = places[ColourScale.cell(colour.red, colour.green, colour.blue)]
                if place == ColourScale.nowhere {
                    rejected += 1
                } else {
                    counts[Int(place)] += 1
                }
            }
        }
    }

    /// The values.
    ///
    /// - Parameters:
    ///   - quantity: what the scale's ends are of.
    ///   - other: what is asked for.
    ///   - mostRejectedPercent: with more, the bar or its blending is not this overlay's.
    /// - Returns: median and spread, or why there is none.
    package func summary(
        of quantity: StiffnessQuantity,
        as other: StiffnessQuantity,
        mostRejectedPercent: Double = 25
    ) -> Summary {
        let total = counts.reduce(0, +)
        let percent = total + rejected > 0 ? 100 * Double(rejected) / Double(total + rejected) : 0
        func unavailable(_ reason: Availability) -> Summary {
            Summary(median: reason, interquartileRange: reason, count: total, rejectedPercent: percent)
        }
        guard let ends = scale.ends else { return Self.uncalibrated }
        guard total + rejected > 0 else { return unavailable(.emptyRegion) }
        guard total > 0, percent <= mostRejectedPercent else {
            let part = Int(percent.rounded())
            return unavailable(.notAvailable("\(part)% of the overlay's pixels match no colour of the bar"))
        }
        let rising = ends.plus > ends.minus ? Array(counts.indices) : counts.indices.reversed()
        func value(rank: Int) -> Availability {
            var seen = 0
            let place = rising.first { place in
                seen += counts[place]
                return seen >= rank
            }
            guard let place, let value = scale.quantity(atDoubledPlace: Double(place)) else { return .emptyRegion }
            return quantity.convert(value, to: other)
        }
        guard let lower = value(rank: (total + 1) / 2).value, let upper = value(rank: total / 2 + 1).value,
            let first = value(rank: (total + 3) / 4).value, let third = value(rank: (3 * total + 3) / 4).value
        else { return unavailable(.notAvailable("the colour bar's ends are below zero, where there is no stiffness")) }
        return Summary(
            median: Availability(finite: lower + (upper - lower) / 2),
            interquartileRange: Availability(finite: abs(third - first)),
            count: total,
            rejectedPercent: percent
        )
    }

    /// What is said where there is no scale.
    package static let uncalibrated = Summary(
        median: .notAvailable("colour scale not calibrated"),
        interquartileRange: .notAvailable("colour scale not calibrated"),
        count: 0,
        rejectedPercent: 0
    )
}
