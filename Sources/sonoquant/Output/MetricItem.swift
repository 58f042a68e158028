internal import Analysis

/// A metric as `metrics` prints it.
struct MetricItem: Encodable {
    struct Code: Encodable {
        let value: String
        let scheme: String
        let meaning: String

        init(_ coding: MetricDefinition.Coding) {
            (value, scheme, meaning) = (coding.value, coding.scheme, coding.meaning)
        }

        var line: String { "\(meaning) (\(value), \(scheme))" }
    }

    enum Kind: String, Encodable {
        case region, map, comparison, report
    }

    let identifier: String
    let version: Int
    let name: String
    let family: String
    let kind: Kind
    let roles: [String]?
    let concept: Code
    let derivation: Code?
    let measurementMethod: Code?
    let unit: String
    let unitMeaning: String
    let tissueCharacterisation: Bool
    let formula: String
    let notation: String?
    let needs: [String]
    let source: String
    let limits: [String]

    init(_ metric: MetricDefinition) {
        identifier = metric.identifier
        version = metric.version
        name = metric.name
        family = metric.family.title
        switch MetricCatalogue.kind(of: metric.identifier) {
        case .comparison(let roles): (kind, self.roles) = (.comparison, roles)
        case .map: (kind, roles) = (.map, nil)
        case .report: (kind, roles) = (.report, nil)
        case .region, nil: (kind, roles) = (.region, nil)
        }
        concept = Code(metric.concept)
        derivation = metric.derivation.map(Code.init)
        measurementMethod = metric.estimator.map(Code.init)
        unit = metric.unit.code
        unitMeaning = metric.unit.meaning
        tissueCharacterisation = metric.support == .tissueCharacterisation
        formula = metric.formula
        notation = metric.family.notation
        needs = metric.needs.map(\.explanation)
        source = metric.source
        limits = [metric.limits, metric.family.limits].compactMap { $0 }
    }

    /// For a terminal.
    var lines: [String] {
        let use =
            switch kind {
            case .region: "one ROI"
            case .map: "one ROI; can be drawn as a map"
            case .report: "structured reports of the study"
            case .comparison: "ROIs of a frame, in this order: \((roles ?? []).joined(separator: ", "))"
            }
        var table = Table("\(identifier)", "\(name), version \(version)")
        table.add("  family", family)
        table.add("  of", use)
        table.add("  formula", formula)
        if let notation { table.add("  symbols", notation) }
        table.add("  unit", "\(unit) (\(unitMeaning))")
        table.add("  tissue", tissueCharacterisation ? "yes: may support CPT 0689T" : "no: never supports CPT 0689T")
        for need in needs { table.add("  needs", need) }
        for code in [concept, derivation, measurementMethod].compactMap({ $0 }) { table.add("  code", code.line) }
        table.add("  source", source)
        for limit in limits { table.add("  limits", limit) }
        return table.lines
    }
}
