internal import PipelineFile
internal import TissueMetrics

/// The IBSI texture families in the plane, a metric for each feature and, where directions are told apart, each aggregation.
enum TextureMetrics {
    static let rows: [MetricRow] =
        directional("glcm", .coOccurrence, CoOccurrenceFeature.self, needs: [.greyPixels, .neighbourPairs]) {
            $0.coOccurrence
        }
        + directional("glrlm", .runLength, RunLengthFeature.self, needs: [.greyPixels]) { $0.runLengths }
        + planar("glszm", .sizeZone, SizeZoneFeature.self) { $0.zones.sizes }
        + planar("gldzm", .distanceZone, DistanceZoneFeature.self) { $0.zones.distances }
        + planar("ngtdm", .neighbourhoodDifference, NeighbourhoodDifferenceFeature.self) { $0.neighbourhoodDifferences }
        + planar("ngldm", .neighbourDependence, DependenceFeature.self) { $0.neighbourDependence }

    private static func directional<Feature: TextureFeature>(
        _ prefix: String,
        _ family: MetricFamily,
        _ type: Feature.Type,
        needs: [MetricNeed],
        _ features: @escaping @Sendable (RegionSample) -> DirectionalFeatures<Feature>
    ) -> [MetricRow] {
        TextureAggregation.allCases.flatMap { aggregation in
            type.allCases.map { feature in
                row(
                    "\(prefix)-\(feature.kebabName)-\(aggregation.word)",
                    "\(feature.term.name) (\(prefix.uppercased()), \(aggregation.word))",
                    family,
                    feature.term,
                    "\(aggregation.explanation)",
                    needs: needs
                ) { features($0)[aggregation][feature] }
            }
        }
    }

    private static func planar<Feature: TextureFeature>(
        _ prefix: String,
        _ family: MetricFamily,
        _ type: Feature.Type,
        _ features: @escaping @Sendable (RegionSample) -> TextureFeatures<Feature>
    ) -> [MetricRow] {
        type.allCases.map { feature in
            row(
                "\(prefix)-\(feature.kebabName)",
                "\(feature.term.name) (\(prefix.uppercased()))",
                family,
                feature.term,
                "by slice (IBSI 8QNN)",
                needs: [.greyPixels]
            ) { features($0)[feature] }
        }
    }

    private static func row(
        _ identifier: String,
        _ name: String,
        _ family: MetricFamily,
        _ term: IBSITerm,
        _ aggregation: String,
        needs: [MetricNeed],
        _ number: @escaping @Sendable (RegionSample) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: name,
                family: family,
                concept: .init(term.identifier, "IBSI", term.name),
                unit: .one,
                support: .tissueCharacterisation,
                formula: term.name,
                needs: needs,
                source: "IBSI \(term.identifier)"
            ),
            method: { pipeline in "\(aggregation); \(pipeline.texture.words)" },
            basis: .frame(number)
        )
    }
}

extension TextureFeature {
    /// The case's name in parts: joint-maximum.
    var kebabName: String {
        var parts = ""
        var last: Character?
        for character in String(describing: self) {
            let isNumber = character.isNumber && last?.isNumber != true
            if character.isUppercase || isNumber { parts += "-" }
            parts += character.lowercased()
            last = character
        }
        return parts
    }
}

extension TextureAggregation {
    fileprivate var word: String {
        switch self {
        case .averaged: "averaged"
        case .merged: "merged"
        }
    }

    fileprivate var explanation: String {
        switch self {
        case .averaged: "mean over four directions (IBSI BTW3)"
        case .merged: "of the four directions' sum (IBSI SUJT)"
        }
    }
}

extension TextureRule {
    /// For a reader.
    var words: String {
        switch discretisation {
        case .fixedBinSize(let width, let origin):
            "bins of \(Decimal.text(width)) grey levels from \(Decimal.text(origin)) (IBSI Q3RU), distance 1"
        case .fixedBinNumber(let bins): "\(bins) bins between the region's extremes (IBSI K15C), distance 1"
        }
    }

    /// As TissueMetrics takes it.
    var binning: TissueMetrics.Discretisation {
        switch discretisation {
        case .fixedBinSize(let width, let origin): .fixedBinSize(width: width, origin: origin)
        case .fixedBinNumber(let bins): .fixedBinNumber(bins)
        }
    }
}
