internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// The stiffness that a report gives for one place: single acquisitions, apart from what the vendor computed of them.
struct ReportedValues: Sendable {
    private var acquisitions: [StiffnessQuantity: [Double]] = [:]
    private var medians: [StiffnessQuantity: [Double]] = [:]

    init() {}

    /// Takes a value; means and extremes say nothing of a median.
    mutating func add(_ stiffness: ReportedStiffness, statistic: ReportedMeasurement.Statistic?) {
        let quantity = stiffness.quantity.physical
        switch statistic {
        case nil: acquisitions[quantity, default: []].append(stiffness.value)
        case .median: medians[quantity, default: []].append(stiffness.value)
        case .mean, .maximum, .minimum: break
        }
    }

    /// The values as one quantity.
    ///
    /// A scanner often gives each acquisition in kPa and in m/s: one quantity alone is taken, so that no acquisition counts
    /// twice, and the one asked for before those that are converted.
    func summary(of quantity: StiffnessQuantity, rules: MeasuringRules) -> ReportedSummary {
        for source in quantity.sources {
            if let values = acquisitions[source] {
                return ReportedSummary(values, of: source, as: quantity, rules: rules)
            }
        }
        for source in quantity.sources {
            if let values = medians[source] { return ReportedSummary(vendorMedians: values, of: source, as: quantity) }
        }
        return ReportedSummary(reason: "the report gives neither values of single acquisitions nor a median")
    }
}

/// The stiffness of one place as one quantity.
struct ReportedSummary: Sendable {
    /// In the quantity's unit.
    let median: Availability
    /// IQR/median, %.
    let relativeRangePercent: Availability
    /// Values of single acquisitions.
    let count: Availability
    private(set) var conditions = ["elastography: no evidence for 0689T", "measured and reported by another system"]
    private(set) var flags: [String] = []

    /// - Parameter reason: why there is none.
    init(reason: String) {
        median = .notAvailable(reason)
        relativeRangePercent = .notAvailable(reason)
        count = .notAvailable(reason)
    }

    /// Converts each value, and then takes the median: a spread of one quantity says nothing about that of another.
    init(
        _ values: [Double],
        of source: StiffnessQuantity,
        as quantity: StiffnessQuantity,
        rules: MeasuringRules
    ) {
        var rule = StiffnessQuality.Rule()
        rule.leastCount = rules.leastStiffnessValues
        rule.mostPercentOfModulus = rules.mostSpreadPercentKilopascals
        rule.mostPercentOfSpeed = rules.mostSpreadPercentMetresPerSecond
        let converted = values.compactMap { source.convert($0, to: quantity).value }
        let quality = StiffnessQuality(converted, of: quantity, hasConfidence: false, rule: rule)
        median = quality.median
        relativeRangePercent = quality.relativeRangePercent
        count = Availability(finite: Double(quality.count))
        if source != quantity { conditions.append(source.conversion) }
        if case .unreliable(let reason) = quality.verdict { flags.append("unreliable: \(reason)") }
    }

    /// A median alone, which a rising conversion keeps; its spread is not known.
    init(vendorMedians medians: [Double], of source: StiffnessQuantity, as quantity: StiffnessQuantity) {
        let reason = "the report gives a median, and not its values"
        relativeRangePercent = .notAvailable(reason)
        count = .notAvailable(reason)
        guard let only = medians.first, medians.allSatisfy({ $0 == only }) else {
            median = .notAvailable("the report gives several medians for one place")
            return
        }
        median = source.convert(only, to: quantity)
        conditions.append("the reporting system's own median")
        if source != quantity { conditions.append(source.conversion) }
        flags.append("unreliable: number and spread of the values are not reported")
    }
}

extension ReportedStiffness.Quantity {
    fileprivate var physical: StiffnessQuantity {
        switch self {
        case .shearWaveSpeed: .shearWaveSpeed
        case .elasticity: .youngsModulus
        case .shearModulus: .shearModulus
        }
    }
}

extension StiffnessQuantity {
    /// Itself first.
    fileprivate var sources: [StiffnessQuantity] {
        [self] + [.youngsModulus, .shearModulus, .shearWaveSpeed].filter { $0 != self }
    }

    fileprivate var conversion: String {
        switch self {
        case .youngsModulus: "converted from Young's modulus by E = 3ρc², ρ = 1000 kg/m³"
        case .shearModulus: "converted from the shear modulus by E = 3µ, µ = ρc², ρ = 1000 kg/m³"
        case .shearWaveSpeed: "converted from shear-wave speed by E = 3ρc², ρ = 1000 kg/m³"
        }
    }
}
