/// Finds the window whose robust coefficient of variation is nearest to the median over all windows (qus.md A5): not the
/// smoothest, which a shadow or a vessel is. One sliding histogram; its memory is reused.
package struct HomogeneousSearch: Sendable {
    private struct Window {
        let left: Int
        let top: Int
        let variation: Double
    }

    /// Deeper pixels are counted in as many bins; quartiles are interpolated within one.
    private static let mostBins = 1024

    private var bins = [Int](repeating: 0, count: mostBins)
    private var excludedPixels = 0
    private var zeroPixels = 0
    private var clippedPixels = 0
    private var windows: [Window] = []

    package init() {}

    /// Searches an 8-bit frame.
    ///
    /// - Parameters:
    ///   - frame: one byte a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - region: the tissue region; clipped to the frame.
    ///   - excluded: of each pixel of the frame, not 0 where it is left out; empty where none is.
    ///   - rule: what is searched.
    /// - Returns: the windows chosen, or none and the reason.
    package mutating func search(
        _ frame: [UInt8],
        width: Int,
        region: PixelRectangle,
        excluded: [UInt8],
        rule: HomogeneousPatches.Rule
    ) -> HomogeneousPatches {
        find(frame, width: width, region: region, excluded: excluded, topLevel: 255, rule: rule)
    }

    /// Searches a frame of more than eight bits.
    ///
    /// - Parameters:
    ///   - frame: one word a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - region: the tissue region; clipped to the frame.
    ///   - excluded: of each pixel of the frame, not 0 where it is left out; empty where none is.
    ///   - topLevel: the top of the scale.
    ///   - rule: what is searched.
    /// - Returns: the windows chosen, or none and the reason.
    package mutating func search(
        _ frame: [UInt16],
        width: Int,
        region: PixelRectangle,
        excluded: [UInt8],
        topLevel: Int,
        rule: HomogeneousPatches.Rule
    ) -> HomogeneousPatches {
        find(frame, width: width, region: region, excluded: excluded, topLevel: topLevel, rule: rule)
    }

    private mutating func find<Level: UnsignedInteger & FixedWidthInteger>(
        _ frame: [Level],
        width: Int,
        region: PixelRectangle,
        excluded: [UInt8],
        topLevel: Int,
        rule: HomogeneousPatches.Rule
    ) -> HomogeneousPatches {
        precondition(rule.side > 0 && rule.step > 0 && rule.mostChoices > 0, "a window has a size and a step")
        precondition(excluded.isEmpty || excluded.count == frame.count, "there is a judgement of each pixel")
        precondition(frame.isEmpty || (width > 0 && frame.count % width == 0), "the frame has whole rows")
        let region = region.clipped(width: width, height: width > 0 ? frame.count / width : 0)
        let first = region.top + Int((rule.leastDepthShare * Double(region.height)).rounded(.up))
        let end = region.top + Int((rule.mostDepthShare * Double(region.height)).rounded(.down))
        guard region.width >= rule.side, end - first >= rule.side else {
            return HomogeneousPatches(
                medianVariation: .notAvailable(
                    "the region has no room for a window of \(rule.side) pixels at mid depth"
                )
            )
        }
        var shift = 0
        while topLevel >> shift >= Self.mostBins { shift += 1 }
        var found = HomogeneousPatches(medianVariation: .emptyRegion)
        windows.removeAll(keepingCapacity: true)
        let (levels, flags) = (frame.span, excluded.span)
        for top in stride(from: first, through: end - rule.side, by: rule.step) {
            empty()
            var counted = region.left
            for left in stride(from: region.left, through: region.right - rule.side, by: rule.step) {
                // Windows that share no column are counted anew.
                if left > region.left {
                    for column in (left - rule.step)..<min(left, counted) {
                        count(
                            column,
                            rows: top..<(top + rule.side),
                            of: levels,
                            flags,
                            width,
                            topLevel,
                            shift,
                            sign: -1
                        )
                    }
                }
                for column in max(counted, left)..<(left + rule.side) {
                    count(column, rows: top..<(top + rule.side), of: levels, flags, width, topLevel, shift, sign: 1)
                }
                counted = left + rule.side
                judge(left: left, top: top, pixels: rule.side * rule.side, into: &found.candidates)
            }
        }
        choose(into: &found, rule: rule)
        return found
    }

    private mutating func empty() {
        for index in bins.indices { bins[index] = 0 }
        (excludedPixels, zeroPixels, clippedPixels) = (0, 0, 0)
    }

    private mutating func count<Level: UnsignedInteger & FixedWidthInteger>(
        _ column: Int,
        rows: Range<Int>,
        of levels: Span<Level>,
        _ flags: Span<UInt8>,
        _ width: Int,
        _ topLevel: Int,
        _ shift: Int,
        sign: Int
    ) {
        var index = rows.lowerBound * width + column
        for _ in rows {
            let level = Int(levels[index])
            bins[min(level >> shift, Self.mostBins - 1)] += sign
            if level == 0 { zeroPixels += sign }
            if level >= topLevel { clippedPixels += sign }
            if !flags.isEmpty, flags[index] != 0 { excludedPixels += sign }
            index += width
        }
    }

    private mutating func judge(left: Int, top: Int, pixels: Int, into candidates: inout HomogeneousPatches.Candidates)
    {
        candidates.considered += 1
        if excludedPixels > 0 {
            candidates.withExcluded += 1
        } else if zeroPixels > 0 {
            candidates.withZero += 1
        } else if clippedPixels > 0 {
            candidates.withClipped += 1
        } else if let variation = robustVariation(pixels: pixels) {
            windows.append(Window(left: left, top: top, variation: variation))
        } else {
            candidates.flat += 1
        }
    }

    /// (P75 - P25) / (1.349 P50), each interpolated within its bin, for whole levels would make most windows equal; nil where
    /// two quartiles are of one bin.
    private func robustVariation(pixels: Int) -> Double? {
        var quartiles = SIMD3<Double>.zero
        var inBins = SIMD3<Int>.zero
        var (passed, next) = (0, 0)
        for (bin, count) in bins.enumerated() where count > 0 {
            while next < 3, 4 * (passed + count) >= (next + 1) * pixels {
                let share = Double((next + 1) * pixels - 4 * passed) / Double(4 * count)
                quartiles[next] = Double(bin) - 0.5 + share
                inBins[next] = bin
                next += 1
            }
            guard next < 3 else { break }
            passed += count
        }
        guard inBins[0] < inBins[1] || inBins[1] < inBins[2], quartiles[1] > 0 else { return nil }
        return (quartiles[2] - quartiles[0]) / (1.349 * quartiles[1])
    }

    private func choose(into found: inout HomogeneousPatches, rule: HomogeneousPatches.Rule) {
        guard !windows.isEmpty else {
            let candidates = found.candidates
            found.medianVariation = .notAvailable(
                "none of \(candidates.considered) windows is free of excluded (\(candidates.withExcluded)), "
                    + "black (\(candidates.withZero)) and clipped pixels (\(candidates.withClipped)) "
                    + "and holds speckle (\(candidates.flat) do not)"
            )
            return
        }
        let median = windows.map(\.variation).sorted()[(windows.count - 1) / 2]
        found.medianVariation = .value(median)
        let ordered = windows.sorted { one, other in
            let (near, far) = (abs(one.variation - median), abs(other.variation - median))
            return (near, one.top, one.left) < (far, other.top, other.left)
        }
        for window in ordered {
            guard found.choices.count < rule.mostChoices else { break }
            let rectangle = PixelRectangle(
                left: window.left,
                top: window.top,
                right: window.left + rule.side,
                bottom: window.top + rule.side
            )
            guard found.choices.allSatisfy({ !$0.rectangle.overlaps(rectangle) }) else { continue }
            found.choices.append(
                HomogeneousPatches.Choice(
                    rectangle: rectangle,
                    robustVariation: window.variation,
                    distance: abs(window.variation - median)
                )
            )
        }
    }
}
