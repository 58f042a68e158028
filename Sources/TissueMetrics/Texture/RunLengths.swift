/// Counts the runs of pixels of one bin (grey level run length matrix, IBSI TP0I) in four directions at once. A run ends at
/// the region's edge. Its memory is reused from patch to patch.
package struct RunLengths: Sendable {
    private static let directions = 4

    /// For each direction, how many pixels of a bin (column) are the n-th of their run (row): a run of three has a first, a
    /// second and a third, so that the difference of rows n and n+1 is the number of runs of length n. Row 0 holds what is
    /// outside of the region.
    private var ordinals: [UInt32] = []
    /// The bins of the row above, between two zeros.
    private var above: [UInt16] = []
    /// Which pixel of its run each pixel of the row above is, by direction; between two zeros.
    private var downRight: [UInt32] = []
    private var down: [UInt32] = []
    private var downLeft: [UInt32] = []
    private var sums = SizeEmphasisSums()

    package init() {}

    /// The features of a patch, all from one count.
    ///
    /// - Parameter patch: bins.
    /// - Returns: one matrix a direction and their sum.
    package mutating func features(of patch: borrowing DiscretisedPatch) -> DirectionalFeatures<RunLengthFeature> {
        guard patch.pixelCount > 0 else { return DirectionalFeatures(all: .emptyRegion) }
        count(patch)
        var directions: [TextureFeatures<RunLengthFeature>?] = []
        for direction in 0..<Self.directions {
            directions.append(features(of: direction..<direction + 1, patch))
        }
        let merged = features(of: 0..<Self.directions, patch)
        return DirectionalFeatures(
            directions: directions,
            merged: merged ?? TextureFeatures(all: .emptyRegion),
            otherwise: .emptyRegion
        )
    }

    private mutating func count(_ patch: borrowing DiscretisedPatch) {
        let stride = patch.levelCount + 1
        let rows = max(patch.width, patch.height) + 1
        let matrix = rows * stride
        ordinals.setZero(count: Self.directions * matrix)
        let edged = patch.width + 2
        above.setZero(count: edged)
        downRight.setZero(count: edged)
        down.setZero(count: edged)
        downLeft.setZero(count: edged)
        let source = patch.levels.span
        for y in 0..<patch.height {
            var (left, toRight): (UInt16, UInt32) = (0, 0)
            var (aboveLeft, downRightBefore): (UInt16, UInt32) = (0, 0)
            for x in 1...patch.width {
                let level = source[y * patch.width + x - 1]
                // 0 outside of the region, so that a run there has no length.
                let step: UInt32 = level > 0 ? 1 : 0
                toRight = (level == left ? toRight : 0) &+ step
                let slant = (level == aboveLeft ? downRightBefore : 0) &+ step
                let straight = (level == above[x] ? down[x] : 0) &+ step
                let backSlant = (level == above[x + 1] ? downLeft[x + 1] : 0) &+ step
                (aboveLeft, downRightBefore) = (above[x], downRight[x])
                above[x] = level
                downRight[x] = slant
                down[x] = straight
                downLeft[x] = backSlant
                left = level
                let column = Int(level)
                ordinals[Int(toRight) * stride + column] &+= 1
                ordinals[matrix + Int(slant) * stride + column] &+= 1
                ordinals[2 * matrix + Int(straight) * stride + column] &+= 1
                ordinals[3 * matrix + Int(backSlant) * stride + column] &+= 1
            }
        }
    }

    private mutating func features(
        of directions: Range<Int>,
        _ patch: borrowing DiscretisedPatch
    ) -> TextureFeatures<RunLengthFeature>? {
        let stride = patch.levelCount + 1
        let longest = max(patch.width, patch.height)
        let matrix = (longest + 1) * stride
        let counted = ordinals
        let pixels = counted.span
        sums.begin(greys: patch.levelCount, sizes: longest)
        for length in 1...longest {
            var isLast = true
            for level in 1...patch.levelCount {
                var (these, longer) = (0, 0)
                for direction in directions {
                    these += Int(pixels[direction * matrix + length * stride + level])
                    if length < longest { longer += Int(pixels[direction * matrix + (length + 1) * stride + level]) }
                }
                if longer > 0 { isLast = false }
                if these > longer { sums.add(grey: level, size: length, count: these - longer) }
            }
            if isLast { break }
        }
        guard let emphasis = sums.emphasis(pixels: patch.pixelCount * directions.count) else { return nil }
        var features = TextureFeatures<RunLengthFeature>(all: .emptyRegion)
        features[.shortRuns] = .value(emphasis.small)
        features[.longRuns] = .value(emphasis.large)
        features[.lowGreyLevelRuns] = .value(emphasis.lowGrey)
        features[.highGreyLevelRuns] = .value(emphasis.highGrey)
        features[.shortRunLowGreyLevel] = .value(emphasis.smallLowGrey)
        features[.shortRunHighGreyLevel] = .value(emphasis.smallHighGrey)
        features[.longRunLowGreyLevel] = .value(emphasis.largeLowGrey)
        features[.longRunHighGreyLevel] = .value(emphasis.largeHighGrey)
        features[.greyLevelNonUniformity] = .value(emphasis.greyNonUniformity)
        features[.normalisedGreyLevelNonUniformity] = .value(emphasis.greyNonUniformityNormalised)
        features[.runLengthNonUniformity] = .value(emphasis.sizeNonUniformity)
        features[.normalisedRunLengthNonUniformity] = .value(emphasis.sizeNonUniformityNormalised)
        features[.runPercentage] = .value(emphasis.percentage)
        features[.greyLevelVariance] = .value(emphasis.greyVariance)
        features[.runLengthVariance] = .value(emphasis.sizeVariance)
        features[.runEntropy] = .value(emphasis.entropy)
        return features
    }
}
