/// Which pixels of an RGB frame are coloured: Doppler, text, callipers. Its memory is reused from frame to frame.
package struct ColourMask: Sendable {
    /// How colour is told from grey (qus.md A2, F).
    package struct Rule: Hashable, Sendable {
        /// A pixel is grey where the largest less the smallest of red, green and blue is at most this.
        package var greyTolerance: Int
        /// How far colour bleeds into grey, pixels in each of the 8 directions.
        package var bleedPixels: Int
        /// The least area of a coloured patch (4-connected) that counts as flow, pixels.
        package var leastPatchPixels: Int

        package init(greyTolerance: Int, bleedPixels: Int, leastPatchPixels: Int) {
            self.greyTolerance = greyTolerance
            self.bleedPixels = bleedPixels
            self.leastPatchPixels = leastPatchPixels
        }
    }

    /// What a pixel is.
    package struct Kind: OptionSet, Hashable, Sendable {
        /// The bits of its members.
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Its own colour is more than the tolerance.
        package static let coloured = Kind(rawValue: 1)
        /// It belongs to a patch that is large enough to be flow.
        package static let patch = Kind(rawValue: 2)
        /// It is coloured or near to colour: its grey level is not tissue's.
        package static let tainted = Kind(rawValue: 4)
    }

    /// Row by row.
    package private(set) var pixels: [Kind] = []
    /// Whether more than half of the pixels that aren't black are coloured, all on one curve: a tinted grey map. Only what
    /// lies off the curve counts as coloured then.
    package private(set) var isTinted = false
    private var coloured = ColouredRuns()
    private var tint = TintCurve.Counts()

    package init() {}

    /// Whether a pixel is coloured; if not, no pixel is of any kind.
    package var hasColour: Bool { !coloured.runs.isEmpty }

    /// Judges a frame.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - rule: the tolerances.
    package mutating func judge(rgb: [UInt8], width: Int, height: Int, rule: Rule) {
        precondition(width >= 0 && height >= 0, "a frame has no negative size")
        precondition(rgb.count == 3 * width * height, "the frame has width x height pixels")
        clear(pixels: width * height)
        isTinted = false
        coloured.find(in: rgb.span, width: width, tolerance: rule.greyTolerance)
        guard hasColour else { return }
        if coloured.areMost(of: rgb.span, tolerance: rule.greyTolerance),
            let curve = TintCurve(rgb: rgb.span, coloured: coloured.runs, tolerance: rule.greyTolerance, counts: &tint)
        {
            isTinted = true
            coloured.drop(on: curve, of: rgb.span, width: width)
        }
        coloured.joinPatches(width: width)
        Self.markPatches(of: &coloured, leastPixels: rule.leastPatchPixels, in: &pixels)
        let distance = min(max(0, rule.bleedPixels), max(width, height))
        Self.taint(around: coloured.runs, width: width, by: distance, in: &pixels)
    }

    /// Adds `ExclusionCauses.coloured` where a pixel is tainted.
    ///
    /// - Parameter causes: of each pixel of the judged frame, the bits of `ExclusionCauses`.
    func excludeTainted(from causes: inout [UInt8]) {
        precondition(causes.count == pixels.count, "the causes are of the judged frame's pixels")
        guard hasColour else { return }
        let kinds = pixels.span
        var target = causes.mutableSpan
        // Bits in place of a branch: sixteen pixels at a time.
        let cause = ExclusionCauses.coloured.rawValue
        for index in kinds.indices { target[index] |= ((kinds[index].rawValue >> 2) & 1) &* cause }
    }

    private mutating func clear(pixels count: Int) {
        guard pixels.count == count else {
            pixels = [Kind](repeating: [], count: count)
            return
        }
        guard hasColour else { return }
        var kinds = pixels.mutableSpan
        for index in kinds.indices { kinds[index] = [] }
    }

    private static func markPatches(of coloured: inout ColouredRuns, leastPixels: Int, in pixels: inout [Kind]) {
        var kinds = pixels.mutableSpan
        for index in coloured.runs.indices {
            let isPatch = coloured.patchArea(ofRun: index) >= leastPixels
            insert(isPatch ? [.coloured, .patch] : .coloured, in: coloured.runs[index], of: &kinds)
        }
    }

    /// Rows first: runs that grow into one another are one before they are carried to the rows above and below.
    private static func taint(
        around runs: [Range<Int>],
        width: Int,
        by distance: Int,
        in pixels: inout [Kind]
    ) {
        let height = pixels.count / width
        var kinds = pixels.mutableSpan
        var next = 0
        while next < runs.count {
            let row = runs[next].lowerBound / width
            let columns = (row * width)..<((row + 1) * width)
            let start = max(columns.lowerBound, runs[next].lowerBound - distance)
            var end = start
            repeat {
                end = min(columns.upperBound, runs[next].upperBound + distance)
                next += 1
            } while next < runs.count && runs[next].upperBound <= columns.upperBound
                && runs[next].lowerBound - distance <= end
            for other in max(0, row - distance)...min(height - 1, row + distance) {
                let shift = (other - row) * width
                insert(.tainted, in: (start + shift)..<(end + shift), of: &kinds)
            }
        }
    }

    private static func insert(_ kind: Kind, in range: Range<Int>, of kinds: inout MutableSpan<Kind>) {
        for index in range { kinds[index] = Kind(rawValue: kinds[index].rawValue | kind.rawValue) }
    }
}
