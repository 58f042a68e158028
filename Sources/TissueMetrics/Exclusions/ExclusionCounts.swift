/// The pixels of a region by why they are left out. Whole numbers: the order of counting doesn't matter.
package struct ExclusionCounts: Hashable, Sendable {
    /// Pixels of each combination of causes.
    private var combinations = [Int](repeating: 0, count: Int(ExclusionCauses.all.rawValue) + 1)

    package init() {}

    /// Counts the pixels of a region on a frame.
    ///
    /// - Parameters:
    ///   - region: the pixels to count.
    ///   - causes: of each pixel of the frame, the bits of `ExclusionCauses`.
    ///   - width: pixels in a row of the frame.
    package mutating func add(_ region: PixelMask, of causes: [UInt8], width: Int) {
        let span = causes.span
        for run in region.runs {
            let start = run.row * width
            for column in run.columns { combinations[Int(span[start + column] & ExclusionCauses.all.rawValue)] += 1 }
        }
    }

    /// Pixels in all.
    package var pixels: Int { combinations.reduce(0, +) }
    /// Pixels without a cause.
    package var included: Int { combinations[0] }

    /// Pixels that are left out for at least one of these causes.
    package func pixels(for causes: ExclusionCauses) -> Int {
        combinations.indices.reduce(0) { sum, bits in
            ExclusionCauses(rawValue: UInt8(bits)).isDisjoint(with: causes) ? sum : sum + combinations[bits]
        }
    }

    /// Pixels that are left out for at least one of these causes, % of the region. For the overlay, more than 5 % is flagged
    /// and more than 25 % leaves nothing to measure (qus.md A3).
    package func percent(for causes: ExclusionCauses) -> Availability {
        let pixels = pixels
        guard pixels > 0 else { return .emptyRegion }
        return .value(100 * Double(self.pixels(for: causes)) / Double(pixels))
    }
}
