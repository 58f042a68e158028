/// One row of the metric catalogue: what a metric is, for reports, documentation and the charge rule.
package struct MetricDefinition: Hashable, Sendable {
    /// Whether the number may support CPT 0689T (law 4).
    package enum Support: Hashable, Sendable {
        case tissueCharacterisation
        /// Area, counts, depth, flow, stiffness.
        case none
    }

    /// A coded concept for the report: name and, where the name is a statistic of a quantity, the derivation.
    package struct Coding: Hashable, Sendable {
        package var value: String
        package var scheme: String
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
    package var concept: Coding
    package var derivation: Coding?
    /// UCUM.
    package var unit: String
    package var unitMeaning: String
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
