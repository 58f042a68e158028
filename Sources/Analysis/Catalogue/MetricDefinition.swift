/// One row of the metric catalogue: what a metric is, for reports, documentation and the charge rule.
package struct MetricDefinition: Hashable, Sendable {
    /// Whether the number may support CPT 0689T (law 4).
    package enum Support: Hashable, Sendable {
        /// The number characterises tissue.
        case tissueCharacterisation
        /// Area, counts, depth, flow, stiffness.
        case none
    }

    /// A coded concept for the report: name and, where the name is a statistic of a quantity, the derivation.
    package struct Coding: Hashable, Sendable {
        /// Code Value (0008,0100).
        package var value: String
        /// Coding Scheme Designator (0008,0102); 99SONOQ for concepts of ours.
        package var scheme: String
        /// Code Meaning (0008,0104).
        package var meaning: String

        package init(_ value: String, _ scheme: String, _ meaning: String) {
            self.value = value
            self.scheme = scheme
            self.meaning = meaning
        }
    }

    /// A unit of UCUM.
    package struct Unit: Hashable, Sendable {
        /// As in results and reports.
        package var code: String
        /// Code Meaning of the unit, for reports.
        package var meaning: String

        package init(_ code: String, _ meaning: String) {
            self.code = code
            self.meaning = meaning
        }
    }

    /// Stable, for example `grey-mean`.
    package var identifier: String
    /// Rises when the number for the same input changes.
    package var version: Int
    /// For people.
    package var name: String
    /// What it is about.
    package var family: MetricFamily
    /// Names the measurement's content item (PS3.16 TID 300).
    package var concept: Coding
    /// The statistic that the number is (121401, DCM); nil where the concept says it.
    package var derivation: Coding?
    /// How the number is estimated (370129005, SCT, Measurement Method), where metrics of one concept differ by nothing else.
    package var estimator: Coding?
    /// UCUM.
    package var unit: Unit
    /// Whether a value is evidence for a charge.
    package var support: Support
    /// How the number comes about, for people.
    package var formula: String
    /// Without which there is no number.
    package var needs: [MetricNeed]
    /// Paper or standard.
    package var source: String
    /// What the number can't tell; nil where the family says it.
    package var limits: String?

    package init(
        identifier: String,
        version: Int = 1,
        name: String,
        family: MetricFamily,
        concept: Coding,
        derivation: Coding? = nil,
        estimator: Coding? = nil,
        unit: Unit,
        support: Support = .none,
        formula: String,
        needs: [MetricNeed] = [],
        source: String,
        limits: String? = nil
    ) {
        self.identifier = identifier
        self.version = version
        self.name = name
        self.family = family
        self.concept = concept
        self.derivation = derivation
        self.estimator = estimator
        self.unit = unit
        self.support = support
        self.formula = formula
        self.needs = needs
        self.source = source
        self.limits = limits
    }
}

extension MetricDefinition.Coding {
    /// A concept of ours, for which no standard has a code.
    package static func own(_ value: String, _ meaning: String) -> MetricDefinition.Coding {
        MetricDefinition.Coding(value, "99SONOQ", meaning)
    }
}

extension MetricDefinition.Unit {
    /// Stored grey levels.
    package static let greyLevel = MetricDefinition.Unit("[arb'U]", "arbitrary unit")
    /// A ratio.
    package static let one = MetricDefinition.Unit("1", "no units")
    /// Of information.
    package static let bit = MetricDefinition.Unit("bit", "bit")
    /// A part of a hundred.
    package static let percent = MetricDefinition.Unit("%", "percent")
    /// A ratio of powers.
    package static let decibel = MetricDefinition.Unit("dB", "decibel")
    /// Of Doppler.
    package static let centimetrePerSecond = MetricDefinition.Unit("cm/s", "centimeter per second")
    /// Of shear waves.
    package static let metrePerSecond = MetricDefinition.Unit("m/s", "meter per second")
    /// Of stiffness.
    package static let kilopascal = MetricDefinition.Unit("kPa", "kilopascal")
    /// Of time.
    package static let second = MetricDefinition.Unit("s", "second")
    /// Of attenuation.
    package static let decibelPerCentimetre = MetricDefinition.Unit("dB/cm", "decibel per centimeter")
}
