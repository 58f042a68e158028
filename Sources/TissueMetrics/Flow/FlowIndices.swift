/// Vascularisation and flow indices of colour or power Doppler in a plane (after Pairleitner et al. 1999, who define
/// them in a volume), and the mean coloured velocity.
package struct FlowIndices: Hashable, Sendable {
    /// 2-D vascularisation index: coloured / (coloured + grey) pixels, %.
    package let vascularisation: Availability
    /// 2-D flow index: the mean level of coloured pixels, 0 to 100 of the bar. On a velocity bar a level is a speed.
    package let flow: Availability
    /// 2-D vascularisation-flow index: vascularisation · flow / 100.
    package let vascularisationFlow: Availability
    /// The mean coloured Doppler velocity along the beam, signed as the bar is, in the unit of the scale's ends. Not
    /// angle-corrected; aliasing and the wall filter are in it.
    package let meanVelocity: Availability
    /// The mean of the same without sign.
    package let meanSpeed: Availability
    /// Flow pixels whose colour is not of the bar, %; 0 where there is no flow.
    package let unmatchedPercent: Double

    /// The indices of counted pixels.
    ///
    /// - Parameters:
    ///   - counts: of one frame or several.
    ///   - scale: that which the counts were decoded by; nil where there is no colour bar.
    ///   - mostUnmatchedPercent: with more of the flow off the bar, the bar is not this picture's. Halved chroma
    ///     alone takes the border of each vessel off it.
    package init(_ counts: FlowCounts, scale: ColourScale?, mostUnmatchedPercent: Double = 50) {
        unmatchedPercent = counts.flow > 0 ? 100 * Double(counts.flow - counts.decoded) / Double(counts.flow) : 0
        let judged = counts.flow + counts.grey
        var whole: Availability? = counts.isTinted ? .notAvailable("tinted grey map: its colour is no flow") : nil
        if judged == 0 { whole = whole ?? .emptyRegion }
        vascularisation = whole ?? .value(100 * Double(counts.flow) / Double(judged))

        var levels = whole
        if scale == nil { levels = levels ?? .notAvailable("no colour bar") }
        var means = levels
        if counts.flow == 0 { means = means ?? .notAvailable("no coloured pixel") }
        if unmatchedPercent > mostUnmatchedPercent || counts.decoded == 0 {
            means = means ?? .notAvailable(Self.unmatched(unmatchedPercent))
        }
        guard let scale, means == nil else {
            let reason = means ?? .notAvailable("no colour bar")
            (flow, meanVelocity, meanSpeed) = (reason, reason, reason)
            vascularisationFlow = levels == nil && counts.flow == 0 ? .value(0) : reason
            return
        }
        let number = Double(counts.decoded)
        let level = 100 * Double(counts.doubledDistances) / (number * Double(scale.bar.doubledReach))
        flow = Availability(finite: level)
        vascularisationFlow = Availability(finite: Double(counts.flow) / Double(judged) * level)

        guard scale.bar.kind == .velocity else {
            meanVelocity = .notAvailable("the colour bar has no sign: power, not velocity")
            meanSpeed = meanVelocity
            return
        }
        guard let ends = scale.ends else {
            meanVelocity = .notAvailable("scale unknown: no velocity at the colour bar's ends")
            meanSpeed = meanVelocity
            return
        }
        let step = (ends.plus - ends.minus) / Double(2 * (scale.bar.entries.count - 1))
        meanVelocity = Availability(finite: step * Double(counts.doubledPlaces) / number)
        meanSpeed = Availability(finite: abs(step) * Double(counts.doubledDistances) / number)
    }

    private static func unmatched(_ percent: Double) -> String {
        "\(Int(percent.rounded()))% of the coloured pixels match no colour of the bar"
    }
}
