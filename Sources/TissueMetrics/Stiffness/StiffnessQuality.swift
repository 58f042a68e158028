/// The median of repeated stiffness measurements, and whether it may be relied on (qus.md G).
package struct StiffnessQuality: Hashable, Sendable {
    /// What the thresholds say.
    package enum Verdict: Hashable, Sendable {
        case reliable
        /// Why it is not, as a clause for a reader.
        case unreliable(String)
    }

    /// The thresholds.
    package struct Rule: Hashable, Sendable {
        /// The fewest valid measurements.
        package var leastCount = 10
        /// The same where the vendor gives a confidence map.
        package var leastCountWithConfidence = 5
        /// The most IQR/median of a modulus, %.
        package var mostPercentOfModulus = 30.0
        /// The most IQR/median of a speed, %.
        package var mostPercentOfSpeed = 15.0

        package init() {}
    }

    /// Valid measurements: finite and above zero.
    package let count: Int
    /// In the quantity's unit.
    package let median: Availability
    /// Third less first quartile, by nearest rank, in the quantity's unit.
    package let interquartileRange: Availability
    /// IQR/median, %.
    package let relativeRangePercent: Availability
    /// What the thresholds say.
    package let verdict: Verdict

    /// Judges measurements.
    ///
    /// - Parameters:
    ///   - values: one of each acquisition, in the quantity's unit; those that are not finite and above zero are failed
    ///     ones.
    ///   - quantity: what they are of.
    ///   - hasConfidence: whether the vendor gave a confidence map for them.
    ///   - rule: the thresholds.
    package init(_ values: [Double], of quantity: StiffnessQuantity, hasConfidence: Bool, rule: Rule = Rule()) {
        guard let summary = FrameSummary(values.filter { $0.isFinite && $0 > 0 }) else {
            count = 0
            let none = Availability.notAvailable("no valid stiffness measurement")
            (median, interquartileRange, relativeRangePercent) = (none, none, none)
            verdict = .unreliable("no valid stiffness measurement")
            return
        }
        count = summary.count
        median = Availability(finite: summary.median)
        interquartileRange = Availability(finite: summary.interquartileRange)
        let percent = 100 * (summary.interquartileRange / summary.median)
        relativeRangePercent = Availability(finite: percent)
        let fewest = hasConfidence ? rule.leastCountWithConfidence : rule.leastCount
        let most = quantity == .shearWaveSpeed ? rule.mostPercentOfSpeed : rule.mostPercentOfModulus
        if summary.count < fewest {
            verdict = .unreliable("\(summary.count) valid measurements, fewer than \(fewest)")
        } else if !(percent <= most) {
            verdict = .unreliable("IQR/median is above \(most)%")
        } else {
            verdict = .reliable
        }
    }
}
