package import PipelineFile

/// Every metric that a pipeline file may ask for: reports, documentation and `sonoquant metrics` come from this one table. A new
/// metric is its numerics in TissueMetrics and a row in the file of its family.
package enum MetricCatalogue {
    static let rows: [MetricRow] =
        GeometryMetrics.rows + EchogenicityMetrics.rows + EchogenicityComparisons.rows + IntensityMetrics.rows
        + TextureMetrics.rows + SpeckleMetrics.rows
        + DepthMetrics.rows + FlowMetrics.rows + SpectralDopplerMetrics.rows + ContrastMetrics.rows
        + StiffnessMetrics.rows + StiffnessMetrics.reportedRows

    /// The definitions, in the order of the documentation.
    package static let definitions: [MetricDefinition] = rows.map(\.definition)

    /// What a pipeline file may name.
    package static let known: KnownMetrics = {
        var known = KnownMetrics(ofRegions: [])
        for row in rows {
            let identifier = row.definition.identifier
            switch row.kind {
            case .region: known.ofRegions.append(identifier)
            case .map:
                known.ofRegions.append(identifier)
                known.ofMaps.append(identifier)
            case .comparison(let roles): known.ofComparisons[identifier] = roles.count
            case .report: known.ofReports.append(identifier)
            }
        }
        return known
    }()

    /// The definition of a metric; nil where the catalogue has none of that name.
    package static func definition(of identifier: String) -> MetricDefinition? { row(of: identifier)?.definition }

    /// The definitions that an identifier names, in which `*` stands for any part, as in a pipeline file.
    package static func definitions(matching pattern: String) -> [MetricDefinition] {
        definitions.filter { MetricPattern.matches($0.identifier, pattern) }
    }

    /// What a metric is of; nil where the catalogue has none of that name.
    package static func kind(of identifier: String) -> MetricKind? { row(of: identifier)?.kind }

    static func row(of identifier: String) -> MetricRow? { rowsByIdentifier[identifier] }

    private static let rowsByIdentifier = Dictionary(uniqueKeysWithValues: rows.map { ($0.definition.identifier, $0) })
}
