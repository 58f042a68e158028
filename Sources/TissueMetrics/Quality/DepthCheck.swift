/// Where a region of interest lies between the transducer and the bottom of the picture (qus.md A7).
package struct DepthCheck: Hashable, Sendable {
    /// What a depth can be wrong with; the bounds are ours.
    package enum Warning: Hashable, Sendable {
        /// Its top is less deep than this, mm: reverberation and near field.
        case shallow(leastMillimetres: Double)
        /// Its bottom is in this last share of the field: noise.
        case deep(lastShare: Double)
        /// Its middle is further from the focus than this, mm.
        case offFocus(mostMillimetres: Double)
    }

    /// The bounds.
    package struct Rule: Hashable, Sendable {
        /// Least depth of the top, mm.
        package var leastMillimetres = 10.0
        /// The last share of the field.
        package var lastShare = 0.2
        /// Greatest distance from the focus, mm.
        package var mostFromFocusMillimetres = 20.0

        package init() {}
    }

    /// What a reader should know, in a fixed order.
    package let warnings: [Warning]

    /// Judges a rectangle.
    ///
    /// - Parameters:
    ///   - roi: the rectangle around the region of interest.
    ///   - region: the tissue region; depth is counted from its first row.
    ///   - millimetresPerRow: |Δy|; nil without spatial calibration.
    ///   - focusMillimetres: Focus Depth (0018,5012); nil where it isn't known.
    ///   - fieldMillimetres: Depth of Scan Field (0018,5050); where nil, down to the region's last row.
    ///   - rule: the bounds.
    package init(
        roi: PixelRectangle,
        region: PixelRectangle,
        millimetresPerRow: Double?,
        focusMillimetres: Double? = nil,
        fieldMillimetres: Double? = nil,
        rule: Rule = Rule()
    ) {
        let centre = Double(roi.top + roi.bottom) / 2 - Double(region.top)
        let bottom = Double(roi.bottom - region.top)
        var warnings: [Warning] = []
        let scale = millimetresPerRow.flatMap { $0.isFinite && $0 != 0 ? abs($0) : nil }
        if let scale, scale * Double(roi.top - region.top) < rule.leastMillimetres {
            warnings.append(.shallow(leastMillimetres: rule.leastMillimetres))
        }
        // The share of the field needs no calibration where the field ends with the region.
        let field = scale.flatMap { scale in fieldMillimetres.map { $0 / scale } } ?? Double(region.height)
        if bottom > (1 - rule.lastShare) * field { warnings.append(.deep(lastShare: rule.lastShare)) }
        if let scale, let focusMillimetres, abs(scale * centre - focusMillimetres) > rule.mostFromFocusMillimetres {
            warnings.append(.offFocus(mostMillimetres: rule.mostFromFocusMillimetres))
        }
        self.warnings = warnings
    }
}
