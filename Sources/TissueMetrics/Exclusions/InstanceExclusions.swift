/// What is left out of every frame of an instance: drawings, and what lies outside the sector (qus.md A3). Made once, from a
/// still or from the extremes of a cine's frames.
package struct InstanceExclusions: Hashable, Sendable {
    /// How it was found.
    package enum Evidence: Hashable, Sendable {
        /// By what stands still over this many frames.
        case frames(Int)
        /// By the shape of what is drawn on one picture.
        case still
        /// By shape, since a cine has few frames or does not move.
        case stillCine(frames: Int)
    }

    /// Row by row, the bits of `ExclusionCauses.graphics` and `.outsideSector`.
    package private(set) var causes: [UInt8]
    /// Pixels in a row.
    package let width: Int
    /// How drawings were found.
    package let evidence: Evidence

    /// Judges an 8-bit still.
    ///
    /// - Parameters:
    ///   - still: one byte a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - region: the tissue region; what lies around it is not judged.
    ///   - rule: the tolerances.
    ///   - detector: its memory is reused.
    package init(
        still: [UInt8],
        width: Int,
        region: PixelRectangle,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) {
        self.init(
            still: still.map { UInt16($0) },
            width: width,
            region: region,
            topLevel: 255,
            rule: rule,
            detector: &detector
        )
    }

    /// Judges a still of more than eight bits.
    ///
    /// - Parameters:
    ///   - still: one word a pixel, row by row without padding.
    ///   - width: pixels in a row.
    ///   - region: the tissue region; what lies around it is not judged.
    ///   - topLevel: the top of the scale.
    ///   - rule: the tolerances.
    ///   - detector: its memory is reused.
    package init(
        still: [UInt16],
        width: Int,
        region: PixelRectangle,
        topLevel: Int,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) {
        let region = Self.part(of: region, width: width, pixels: still.count)
        self.width = width
        evidence = .still
        causes = [UInt8](repeating: 0, count: still.count)
        markByShape(still, black: still, region: region, topLevel: topLevel, rule: rule, detector: &detector)
    }

    /// Judges a cine by the extremes of its frames.
    ///
    /// - Parameters:
    ///   - extremes: of all frames, or of a sample that spans the cine.
    ///   - region: the tissue region; what lies around it is not judged.
    ///   - rule: the tolerances.
    ///   - detector: its memory is reused.
    package init(
        extremes: TemporalExtremes,
        region: PixelRectangle,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) {
        let (least, most) = (extremes.least, extremes.most)
        let topLevel = extremes.topLevel
        width = extremes.width
        let region = Self.part(of: region, width: width, pixels: least.count)
        causes = [UInt8](repeating: 0, count: least.count)
        let bright = rule.leastOverlayLevel * topLevel / 255
        let tolerance = rule.rangeTolerance * topLevel / 255
        var (brightPixels, stillPixels) = (0, 0)
        for row in region.top..<region.bottom {
            for index in (row * width + region.left)..<(row * width + region.right) where Int(most[index]) >= bright {
                brightPixels += 1
                if Int(most[index]) - Int(least[index]) <= tolerance { stillPixels += 1 }
            }
        }
        let moves = Double(stillPixels) <= rule.mostStillShare * Double(brightPixels)
        guard extremes.frames >= rule.leastFrames, moves else {
            evidence = .stillCine(frames: extremes.frames)
            // Over a few frames the least level darkens tissue and leaves drawings as they are.
            markByShape(least, black: most, region: region, topLevel: topLevel, rule: rule, detector: &detector)
            return
        }
        evidence = .frames(extremes.frames)
        markStanding(least: least, most: most, region: region, bright: bright, tolerance: tolerance, rule: rule)
        let zero = rule.zeroTolerance * topLevel / 255
        for row in region.top..<region.bottom {
            for index in (row * width + region.left)..<(row * width + region.right) where Int(most[index]) <= zero {
                causes[index] |= ExclusionCauses.outsideSector.rawValue
            }
        }
        bleed(within: region, by: rule.bleedPixels)
    }

    /// Judges a spectral strip by shape alone: traces, callipers and text. Its black is no echo-free outside, and a sweep that
    /// stands still is no drawing.
    ///
    /// - Parameters:
    ///   - strip: of all frames, or of a sample that spans them: over several frames the least level darkens the spectrum and
    ///     leaves drawings as they are.
    ///   - region: the strip; what lies around it is not judged.
    ///   - rule: the tolerances.
    ///   - detector: its memory is reused.
    package init(
        strip: TemporalExtremes,
        region: PixelRectangle,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) {
        let least = strip.least
        width = strip.width
        let region = Self.part(of: region, width: width, pixels: least.count)
        evidence = strip.frames > 1 ? .stillCine(frames: strip.frames) : .still
        causes = [UInt8](repeating: 0, count: least.count)
        markDrawn(least, region: region, topLevel: strip.topLevel, rule: rule, detector: &detector)
        bleed(within: region, by: rule.bleedPixels)
    }

    /// Leaves out what another judgement of the same frames leaves out: images with two regions have one each.
    package mutating func formUnion(_ other: InstanceExclusions) {
        precondition(other.width == width && other.causes.count == causes.count, "both are of the same frames")
        for index in causes.indices { causes[index] |= other.causes[index] }
    }

    private static func part(of region: PixelRectangle, width: Int, pixels: Int) -> PixelRectangle {
        precondition(pixels == 0 || (width > 0 && pixels % width == 0), "the frame has whole rows")
        return region.clipped(width: width, height: width > 0 ? pixels / width : 0)
    }

    private mutating func markByShape(
        _ still: [UInt16],
        black: [UInt16],
        region: PixelRectangle,
        topLevel: Int,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) {
        markDrawn(still, region: region, topLevel: topLevel, rule: rule, detector: &detector)
        let zero = rule.zeroTolerance * topLevel / 255
        markBorderingBlack(black, zero: zero, region: region, leastPixels: rule.leastOutsidePixels)
        bleed(within: region, by: rule.bleedPixels)
    }

    private mutating func markDrawn(
        _ still: [UInt16],
        region: PixelRectangle,
        topLevel: Int,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) {
        detector.search(still, width: width, region: region, topLevel: topLevel, rule: rule.graphics)
        for row in 0..<region.height {
            let target = (region.top + row) * width + region.left
            for column in 0..<region.width where detector.isDrawn[row * region.width + column] {
                causes[target + column] |= ExclusionCauses.graphics.rawValue
            }
        }
    }

    /// Marks the bright pixels that stand still, in components that are too large for chance.
    private mutating func markStanding(
        least: [UInt16],
        most: [UInt16],
        region: PixelRectangle,
        bright: Int,
        tolerance: Int,
        rule: ExclusionRule
    ) {
        var labels = ComponentLabels()
        labels.reset(pixels: region.width * region.height)
        for row in 0..<region.height {
            let source = (region.top + row) * width + region.left
            for column in 0..<region.width {
                let (low, high) = (Int(least[source + column]), Int(most[source + column]))
                guard low >= bright, high - low <= tolerance else { continue }
                let pixel = row * region.width + column
                if column > 0, labels.labels[pixel - 1] != 0 { labels.join(pixel, pixel - 1) }
                if row > 0 {
                    for above in max(0, column - 1)...min(region.width - 1, column + 1) {
                        let other = pixel - region.width + above - column
                        if labels.labels[other] != 0 { labels.join(pixel, other) }
                    }
                }
                labels.begin(pixel)
            }
        }
        labels.resolve()
        var areas = [Int](repeating: 0, count: labels.componentCount + 1)
        for label in labels.labels { areas[Int(label)] += 1 }
        for row in 0..<region.height {
            let target = (region.top + row) * width + region.left
            for column in 0..<region.width {
                let label = labels.labels[row * region.width + column]
                guard label != 0, areas[Int(label)] >= rule.leastOverlayPixels else { continue }
                causes[target + column] |= ExclusionCauses.graphics.rawValue
            }
        }
    }

    /// Marks the black areas that reach the region's border: the corners beside a sector.
    private mutating func markBorderingBlack(_ levels: [UInt16], zero: Int, region: PixelRectangle, leastPixels: Int) {
        guard region.width > 0, region.height > 0 else { return }
        let outside = ExclusionCauses.outsideSector.rawValue
        var area: [Int] = []
        func fill(from start: Int) {
            guard Int(levels[start]) <= zero, causes[start] & outside == 0 else { return }
            causes[start] |= outside
            area.removeAll(keepingCapacity: true)
            area.append(start)
            var next = 0
            while next < area.count {
                let index = area[next]
                next += 1
                let (row, column) = index.quotientAndRemainder(dividingBy: width)
                func visit(_ other: Int, if isInside: Bool) {
                    guard isInside, Int(levels[other]) <= zero, causes[other] & outside == 0 else { return }
                    causes[other] |= outside
                    area.append(other)
                }
                visit(index - 1, if: column > region.left)
                visit(index + 1, if: column < region.right - 1)
                visit(index - width, if: row > region.top)
                visit(index + width, if: row < region.bottom - 1)
            }
            guard area.count < leastPixels else { return }
            for index in area { causes[index] |= Self.small }
        }
        for column in region.left..<region.right {
            fill(from: region.top * width + column)
            fill(from: (region.bottom - 1) * width + column)
        }
        for row in region.top..<region.bottom {
            fill(from: row * width + region.left)
            fill(from: row * width + region.right - 1)
        }
        for index in causes.indices where causes[index] & Self.small != 0 { causes[index] &= ~(Self.small | outside) }
    }

    /// Black that has been judged and is too small to lie outside the sector.
    private static let small: UInt8 = 128

    private mutating func bleed(within region: PixelRectangle, by distance: Int) {
        guard distance > 0 else { return }
        let drawn = causes
        for row in region.top..<region.bottom {
            for column in region.left..<region.right
            where drawn[row * width + column] & ExclusionCauses.graphics.rawValue != 0 {
                for y in max(region.top, row - distance)...min(region.bottom - 1, row + distance) {
                    for x in max(region.left, column - distance)...min(region.right - 1, column + distance) {
                        causes[y * width + x] |= ExclusionCauses.graphics.rawValue
                    }
                }
            }
        }
    }
}
