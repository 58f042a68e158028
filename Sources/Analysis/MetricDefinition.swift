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

    /// Stable, for example `grey-mean`.
    package var identifier: String
    /// Rises when the number for the same input changes.
    package var version: Int
    /// For people.
    package var name: String
    /// Names the measurement's content item (PS3.16 TID 300).
    package var concept: Coding
    /// The statistic that the number is (121401, DCM); nil where the concept says it.
    package var derivation: Coding?
    /// UCUM.
    package var unit: String
    /// Code Meaning of the unit, for reports.
    package var unitMeaning: String
    /// Whether a value is evidence for a charge.
    package var support: Support
    /// Paper or standard.
    package var source: String

    package init(
        identifier: String,
        version: Int,
        name: String,
        concept: Coding,
        derivation: Coding?,
        unit: String,
        unitMeaning: String,
        support: Support,
        source: String
    ) {
        self.identifier = identifier
        self.version = version
        self.name = name
        self.concept = concept
        self.derivation = derivation
        self.unit = unit
        self.unitMeaning = unitMeaning
        self.support = support
        self.source = source
    }
}
