internal import Analysis
internal import ArgumentParser

/// Lists what can be measured.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "List what can be measured, or show a metric in full.",
        discussion: """
            EXAMPLES
              sonoquant metrics                        every metric, by family
              sonoquant metrics nakagami-shape         its formula, conditions, code and source
              sonoquant metrics 'glcm-*-merged'        * stands for any part, as in a pipeline file
              sonoquant metrics --json
            """
    )

    @Argument(help: ArgumentHelp("Only these, in full; * stands for any part.", valueName: "identifier"))
    var identifiers: [String] = []

    @Flag(help: "Print as JSON.")
    var json = false

    @Flag(help: "Print docs/METRICS.md.")
    var markdown = false

    func validate() throws {
        guard !markdown || (!json && identifiers.isEmpty) else {
            throw ValidationError("--markdown prints all of the catalogue and goes with nothing else")
        }
        for identifier in identifiers where MetricCatalogue.definitions(matching: identifier).isEmpty {
            throw ValidationError("\(identifier.printable) is no metric; sonoquant metrics lists them")
        }
    }

    func run() throws {
        if markdown { return Standard.answer(document: MetricCatalogue.markdown) }
        let chosen =
            identifiers.isEmpty
            ? MetricCatalogue.definitions
            : MetricCatalogue.definitions.filter { metric in
                identifiers.contains { MetricCatalogue.definitions(matching: $0).contains(metric) }
            }
        let items = chosen.map(MetricItem.init)
        if json { return try Standard.answer(json: items) }
        guard identifiers.isEmpty else {
            return Standard.answer(items.map(\.lines).joined(separator: [""]).map(\.self))
        }
        Standard.answer(table(of: chosen))
    }

    private func table(of metrics: [MetricDefinition]) -> [String] {
        var table = Table("IDENTIFIER", "UNIT", "TISSUE", "WHAT")
        for metric in metrics {
            table.add(
                metric.identifier,
                metric.unit.code,
                metric.support == .tissueCharacterisation ? "yes" : "no",
                metric.name
            )
        }
        // One table, so that its columns agree in all families; a title comes before the family's first row.
        var lines = Array(table.lines.prefix(1))
        var family: MetricFamily?
        for (metric, line) in zip(metrics, table.lines.dropFirst()) {
            if metric.family != family { lines += ["", metric.family.title] }
            family = metric.family
            lines.append(line)
        }
        return lines
    }
}
