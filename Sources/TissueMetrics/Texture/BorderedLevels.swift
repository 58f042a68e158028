/// The bins of a patch with a border of zeros around them, so that each pixel has all of its neighbours. Its memory is
/// reused.
struct BorderedLevels: Sendable {
    /// How many rows and columns of zeros are on each side.
    private(set) var border = 0
    /// Pixels in a row of the patch.
    private(set) var width = 0
    /// Rows of the patch.
    private(set) var height = 0
    /// Row by row, both borders included: the bin, or 0 for a pixel that is not of the region.
    private(set) var levels: [UInt16] = []

    /// From a pixel to the one below.
    var stride: Int { width + 2 * border }

    init() {}

    /// The place of the first pixel of a row of the patch.
    ///
    /// - Parameter row: from 0.
    /// - Returns: an index of `levels`.
    func start(ofRow row: Int) -> Int { (row + border) * stride + border }

    /// Takes a patch.
    ///
    /// - Parameters:
    ///   - patch: the bins.
    ///   - border: rows and columns of zeros.
    mutating func fill(_ patch: DiscretisedPatch, border: Int) {
        let size = (patch.width + 2 * border) * (patch.height + 2 * border)
        if (width, height, self.border) != (patch.width, patch.height, border) || levels.count != size {
            (width, height, self.border) = (patch.width, patch.height, border)
            levels.removeAll(keepingCapacity: true)
            levels.append(contentsOf: repeatElement(0, count: size))
        }
        let source = patch.levels.span
        let (first, stride) = (start(ofRow: 0), stride)
        var target = levels.mutableSpan
        for row in 0..<patch.height {
            for column in 0..<patch.width {
                target[first + row * stride + column] = source[row * patch.width + column]
            }
        }
    }
}
