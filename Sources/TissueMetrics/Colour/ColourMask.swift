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
        /// The search for patches has been there.
        fileprivate static let seen = Kind(rawValue: 8)
    }

    /// Row by row.
    package private(set) var pixels: [Kind] = []
    /// Whether more than half of the pixels that aren't black are coloured, all on one curve: a tinted grey map. Only what
    /// lies off the curve counts as coloured then.
    package private(set) var isTinted = false
    private var stack: [Int] = []
    private var patch: [Int] = []

    package init() {}

    /// Judges a frame.
    ///
    /// - Parameters:
    ///   - rgb: three bytes a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - rule: the tolerances.
    package mutating func judge(rgb: [UInt8], width: Int, height: Int, rule: Rule) {
        precondition(rgb.count == 3 * width * height, "the frame has width x height pixels")
        if pixels.count == width * height {
            for index in pixels.indices { pixels[index] = [] }
        } else {
            pixels = [Kind](repeating: [], count: width * height)
        }
        var (coloured, bright) = (0, 0)
        for index in pixels.indices {
            let (red, green, blue) = (rgb[3 * index], rgb[3 * index + 1], rgb[3 * index + 2])
            let most = Int(max(red, green, blue))
            if most > rule.greyTolerance { bright += 1 }
            if most - Int(min(red, green, blue)) > rule.greyTolerance {
                pixels[index] = .coloured
                coloured += 1
            }
        }
        isTinted = false
        guard coloured > 0 else { return }
        if 2 * coloured > bright { judgeTint(rgb: rgb, tolerance: rule.greyTolerance) }
        markPatches(width: width, height: height, leastPixels: rule.leastPatchPixels)
        taint(width: width, height: height, by: rule.bleedPixels)
    }

    private mutating func judgeTint(rgb: [UInt8], tolerance: Int) {
        let isColoured = { [pixels] (index: Int) in pixels[index].contains(.coloured) }
        guard let curve = TintCurve(rgb: rgb, coloured: isColoured, pixels: pixels.count, tolerance: tolerance) else {
            return
        }
        isTinted = true
        for index in pixels.indices where curve.contains(rgb, index) { pixels[index] = [] }
    }

    private mutating func markPatches(width: Int, height: Int, leastPixels: Int) {
        for start in pixels.indices where pixels[start].contains(.coloured) && !pixels[start].contains(.seen) {
            patch.removeAll(keepingCapacity: true)
            visit(start)
            while let index = stack.popLast() {
                patch.append(index)
                let column = index % width
                if column > 0 { visit(index - 1) }
                if column < width - 1 { visit(index + 1) }
                if index >= width { visit(index - width) }
                if index + width < pixels.count { visit(index + width) }
            }
            guard patch.count >= leastPixels else { continue }
            for index in patch { pixels[index].insert(.patch) }
        }
    }

    private mutating func visit(_ index: Int) {
        guard pixels[index].contains(.coloured), !pixels[index].contains(.seen) else { return }
        pixels[index].insert(.seen)
        stack.append(index)
    }

    private mutating func taint(width: Int, height: Int, by distance: Int) {
        for row in 0..<height {
            for column in 0..<width where pixels[row * width + column].contains(.coloured) {
                for y in max(0, row - distance)...min(height - 1, row + distance) {
                    for x in max(0, column - distance)...min(width - 1, column + distance) {
                        pixels[y * width + x].insert(.tainted)
                    }
                }
            }
        }
    }
}
