/// How much pixels differ from the mean of their neighbours (NGTDM IPET; IBSI reference manual, section 3.10), over the
/// 8 pixels around (Chebyshev distance 1), of which those outside of the region are left out. A slice has one matrix,
/// so there is nothing to aggregate (8QNN). Its memory is reused from patch to patch.
///
/// As IBSI has it: coarseness is at most 10^6; contrast and busyness are 0 where there is one grey level; strength is 0
/// where no pixel differs; a pixel without a neighbour has no part. Where peers differ: pyradiomics counts such a pixel
/// as one that does not differ, and both pyradiomics and MIRP print 0 where the denominator of busyness is 0 though
/// there are several levels (each level times its share is the same), where ours is not available.
package struct NeighbourhoodDifferences: Sendable {
    /// The mean of 1 to 8 neighbours is a whole number of these parts, so that the sums are exact.
    private static let parts = 840
    private static let greatestCoarseness = 1e6

    private var bordered = BorderedLevels()
    /// Of each pixel and the two beside it in the row: the sum of the levels, and 2^16 for each that is of the region.
    private var rowSums: [UInt32] = []
    private var tones: [Tone] = []
    private var occupied: [Share] = []

    /// What is summed for a grey level.
    private struct Tone {
        /// Pixels that have a neighbour.
        var count = 0
        /// How much they differ from the mean of their neighbours, summed, in `parts`.
        var difference = 0
    }

    /// A grey level that has pixels.
    private struct Share {
        let level: Double
        /// i·n: whole, so that equal ones are seen to be equal.
        let weight: Int
        /// p: of the pixels that have a neighbour.
        let probability: Double
        /// s.
        let difference: Double
    }

    package init() {}

    /// The features.
    ///
    /// - Parameter patch: the bins of a slice.
    /// - Returns: not available where no pixel of the region has a neighbour of the region.
    package mutating func features(
        of patch: DiscretisedPatch
    ) -> TextureFeatures<NeighbourhoodDifferenceFeature> {
        guard patch.pixelCount > 0 else { return TextureFeatures(all: .emptyRegion) }
        bordered.fill(patch, border: 1)
        if rowSums.count != bordered.levels.count {
            rowSums = [UInt32](repeating: 0, count: bordered.levels.count)
        }
        tones.removeAll(keepingCapacity: true)
        tones.append(contentsOf: repeatElement(Tone(), count: patch.levelCount + 1))
        Self.sumRows(bordered, into: &rowSums)
        Self.sumDifferences(bordered, rowSums: rowSums, into: &tones)

        let pixels = tones.reduce(0) { $0 + $1.count }
        guard pixels > 0 else {
            return TextureFeatures(all: .notAvailable("no pixel of the region has a neighbour in the region"))
        }
        occupied.removeAll(keepingCapacity: true)
        for (level, tone) in tones.enumerated() where tone.count > 0 {
            occupied.append(
                Share(
                    level: Double(level),
                    weight: level * tone.count,
                    probability: Double(tone.count) / Double(pixels),
                    difference: Double(tone.difference) / Double(Self.parts)
                )
            )
        }
        return features(pixels: Double(pixels))
    }

    private static func sumRows(_ bordered: BorderedLevels, into rowSumArray: inout [UInt32]) {
        let levels = bordered.levels.span
        var rowSums = rowSumArray.mutableSpan
        func packed(_ level: UInt16) -> UInt32 { UInt32(level) | (level > 0 ? 1 << 16 : 0) }
        for row in -1...bordered.height {
            let start = bordered.start(ofRow: row)
            var left: UInt32 = 0
            var middle = packed(levels[start])
            for pixel in start..<(start + bordered.width) {
                let right = packed(levels[pixel + 1])
                // 9 pixels of at most 2^10 are below 2^16.
                rowSums[pixel] = left &+ middle &+ right
                (left, middle) = (middle, right)
            }
        }
    }

    private static func sumDifferences(
        _ bordered: BorderedLevels,
        rowSums rowSumArray: [UInt32],
        into toneArray: inout [Tone]
    ) {
        let stride = bordered.stride
        let levels = bordered.levels.span
        let rowSums = rowSumArray.span
        var tones = toneArray.mutableSpan
        let partsOf: InlineArray<10, Int> = [0, 840, 420, 280, 210, 168, 140, 120, 105, 0]
        for row in 0..<bordered.height {
            let start = bordered.start(ofRow: row)
            for pixel in start..<(start + bordered.width) {
                let level = Int(levels[pixel])
                let sums = Int(rowSums[pixel - stride] &+ rowSums[pixel] &+ rowSums[pixel + stride])
                let neighbours = sums >> 16 &- 1
                guard level > 0, neighbours > 0 else { continue }
                let others = sums & 0xFFFF &- level
                // Less than 2^20 for each of less than 2^32 pixels.
                tones[level].count &+= 1
                tones[level].difference &+= abs(level &* neighbours &- others) &* partsOf[neighbours]
            }
        }
    }

    /// From `occupied`: the sums over pairs of levels take each pair once, since both orders give the same.
    private func features(pixels: Double) -> TextureFeatures<NeighbourhoodDifferenceFeature> {
        var (weighted, differences) = (0.0, 0.0)
        var (spread, complexity, strength) = (0.0, 0.0, 0.0)
        var imbalance = 0
        let shares = occupied.span
        for first in shares.indices {
            let one = shares[first]
            weighted += one.probability * one.difference
            differences += one.difference
            for second in 0..<first {
                let other = shares[second]
                let gap = one.level - other.level
                let both = one.probability + other.probability
                spread += one.probability * other.probability * gap * gap
                imbalance += abs(one.weight - other.weight)
                complexity +=
                    gap * (one.probability * one.difference + other.probability * other.difference) / both
                strength += both * gap * gap
            }
        }
        let levels = Double(shares.count)
        let isOneLevel = shares.count == 1

        var features = TextureFeatures<NeighbourhoodDifferenceFeature>(all: .value(0))
        features[.coarseness] = .value(min(1 / weighted, Self.greatestCoarseness))
        if !isOneLevel {
            features[.contrast] = Availability(
                finite: 2 * spread / (levels * (levels - 1)) * (differences / pixels)
            )
            features[.busyness] =
                imbalance > 0
                ? Availability(finite: weighted * pixels / (2 * Double(imbalance)))
                : .notAvailable("each grey level times its share of the pixels is the same")
            features[.complexity] = Availability(finite: 2 * complexity / pixels)
            if differences > 0 { features[.strength] = Availability(finite: 2 * strength / differences) }
        }
        return features
    }
}
