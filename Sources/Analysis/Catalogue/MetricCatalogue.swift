package import PipelineFile

/// Every metric that a pipeline file may ask for: reports, documentation and `sonoquant metrics` come from this one table. A new
/// metric is its numerics in TissueMetrics and a row in the file of its family.
package enum MetricCatalogue {
    static let rows: [MetricRow] =
        GeometryMetrics.rows + EchogenicityMetrics.rows + EchogenicityComparisons.rows + IntensityMetrics.rows + TextureMetrics.rows + SpeckleMetrics.rows
        + DepthMetrics.rows + FlowMetrics.rows + SpectralDopplerMetrics.rows + ContrastMetrics.rows
        + StiffnessMetrics.rows + StiffnessMetrics.reportedRows

    /// The definitions, in the order of the documentation.
    package static let definitions: [MetricDefinition] = rows.map(\.definition)

    /// What a pipeline file may name.
    package static let known: KnownMetrics = {
        var known = KnownMetrics(ofRegions: [])
        for row in rows {
            switch row.basis {
            case .comparison(let roles, _): known.ofComparisons[row.definition.identifier] = roles.count
            case .outline, .frame, .series: known.ofRegions.append(row.definition.identifier)
            case .reported: known.ofReports.append(row.definition.identifier)
            case .mapped:
                known.ofRegions.append(row.definition.identifier)
                known.ofMaps.append(row.definition.identifier)
            }
        }
        return known
    }()

    /// The definition of a metric; nil where the catalogue has none of that name.
    package static func definition(of identifier: String) -> MetricDefinition? { row(of: identifier)?.definition }

    /// The ROIs that a comparing metric asks for, in order; empty for another.
    package static func roles(of identifier: String) -> [String] {
        guard case .comparison(let roles, _)? = row(of: identifier)?.basis else { return [] }
        return roles
    }

    static func row(of identifier: String) -> MetricRow? { rowsByIdentifier[identifier] }

    private static let rowsByIdentifier = Dictionary(uniqueKeysWithValues: rows.map { ($0.definition.identifier, $0) })
}
