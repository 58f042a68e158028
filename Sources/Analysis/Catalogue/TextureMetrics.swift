internal import PipelineFile
internal import TissueMetrics

/// The IBSI texture families in the plane, a metric for each feature and, where directions are told apart, each aggregation.
enum TextureMetrics {
    static let rows: [MetricRow] =
        directional("glcm", .coOccurrence, of: CoOccurrenceFeature.self, words: words(of:)) { $0.coOccurrence }
        + directional("glrlm", .runLength, of: RunLengthFeature.self, words: { Words($0.formula) }) { $0.runLengths }
        + planar("glszm", .sizeZone, of: SizeZoneFeature.self, words: { Words($0.formula) }) { $0.zones.sizes }
        + planar("gldzm", .distanceZone, of: DistanceZoneFeature.self, words: { Words($0.formula) }) {
            $0.zones.distances
        }
        + planar(
            "ngtdm",
            .neighbourhoodDifference,
            of: NeighbourhoodDifferenceFeature.self,
            words: { Words($0.formula, limits: $0.limits) }
        ) { $0.neighbourhoodDifferences }
        + planar("ngldm", .neighbourDependence, of: DependenceFeature.self, words: { Words($0.formula) }) {
            $0.neighbourDependence
        }

    /// What a feature's family says of it.
    private struct Words {
        let formula: String
        let needs: [MetricNeed]
        let limits: String?

        init(_ formula: String, needs: [MetricNeed] = [.greyPixels], limits: String? = nil) {
            self.formula = formula
            self.needs = needs
            self.limits = limits
        }
    }

    private static func words(of feature: CoOccurrenceFeature) -> Words {
        switch feature {
        case .correlation, .informationCorrelation1:
            Words(feature.formula, needs: [.greyPixels, .neighbourPairs, .secondBin])
        default: Words(feature.formula, needs: [.greyPixels, .neighbourPairs])
        }
    }

    private static func directional<Feature: TextureFeature>(
        _ prefix: String,
        _ family: MetricFamily,
        of type: Feature.Type,
        words: (Feature) -> Words,
        _ features: @escaping @Sendable (RegionSample) -> DirectionalFeatures<Feature>
    ) -> [MetricRow] {
        TextureAggregation.allCases.flatMap { aggregation in
            type.allCases.map { feature in
                row(
                    "\(prefix)-\(feature.kebabName)-\(aggregation.word)",
                    "\(feature.term.name) (\(prefix.uppercased()), \(aggregation.word))",
                    family,
                    feature.term,
                    words(feature),
                    (aggregation.code, aggregation.explanation)
                ) { features($0)[aggregation][feature] }
            }
        }
    }

    private static func planar<Feature: TextureFeature>(
        _ prefix: String,
        _ family: MetricFamily,
        of type: Feature.Type,
        words: (Feature) -> Words,
        _ features: @escaping @Sendable (RegionSample) -> TextureFeatures<Feature>
    ) -> [MetricRow] {
        type.allCases.map { feature in
            row(
                "\(prefix)-\(feature.kebabName)",
                "\(feature.term.name) (\(prefix.uppercased()))",
                family,
                feature.term,
                words(feature),
                (nil, "by slice (IBSI 8QNN)")
            ) { features($0)[feature] }
        }
    }

    private static func row(
        _ identifier: String,
        _ name: String,
        _ family: MetricFamily,
        _ term: IBSITerm,
        _ words: Words,
        _ aggregation: (code: MetricDefinition.Coding?, words: String),
        _ number: @escaping @Sendable (RegionSample) -> Availability
    ) -> MetricRow {
        MetricRow(
            MetricDefinition(
                identifier: identifier,
                name: name,
                family: family,
                concept: .ibsi(term),
                estimator: aggregation.code,
                // Entropies are the only features of the manual that have a unit beside grey levels.
                unit: term.name.hasSuffix("ntropy") ? .bit : .one,
                support: .tissueCharacterisation,
                formula: words.formula,
                needs: words.needs,
                source: "IBSI \(term.identifier)",
                limits: words.limits
            ),
            method: { pipeline in "\(aggregation.words); \(pipeline.texture.words)" },
            basis: .frame(number)
        )
    }
}

extension TextureFeature {
    /// The case's name in parts: joint-maximum, percentile-10.
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

    /// Both have the feature's code: this one tells them apart in a report.
    fileprivate var code: MetricDefinition.Coding {
        switch self {
        case .averaged: .own("IBSI-BTW3", "2D: averaged")
        case .merged: .own("IBSI-SUJT", "2D: slice-merged")
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
