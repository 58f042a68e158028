internal import PipelineFile
internal import TissueMetrics

/// Echogenicity of one ROI beside others in the same frame.
enum EchogenicityComparisons {
    static let rows: [MetricRow] = [
        MetricRow(
            definition(
                "normalised-median",
                "NormalisedMedian",
                "Normalised grey-scale median",
                .one,
                ("190 (p50 − blood) / (adventitia − blood)", "Elatrozy et al., Eur. J. Vasc. Endovasc. Surg. 16, 1998"),
                [.sameFrame, .greyPixels],
                "Blood is 0 and adventitia 190 by their medians: no better than the places of these two references"
            ),
            method: {
                "references: blood 0, adventitia 190; their medians at least \($0.rules.leastReferenceDifference) apart"
            },
            basis: .comparison(roles: ["measured", "blood", "adventitia"]) { comparison in
                var limits = NormalisedMedian.Limits()
                limits.leastReferenceDifference = comparison.context.rules.leastReferenceDifference
                limits.mostPercentSaturated = comparison.context.rules.saturationFlagPercent
                return comparison.levels { levels in
                    NormalisedMedian(of: levels[0], blood: levels[1], adventitia: levels[2], limits: limits).value
                }
            }
        ),
        MetricRow(
            definition(
                "hepatorenal-index",
                "HepatorenalIndex",
                "Hepatorenal index",
                .one,
                ("mean p(liver) / mean p(renal cortex)", "Webb et al., AJR 192, 2009"),
                [.sameFrame, .greyPixels, .equalDepth],
                "A ratio of log-compressed levels: grey offset and dynamic range change it, fibrosis lowers its worth, and published "
                    + "cut-offs scatter from 1.18 to 1.6. No diagnosis"
            ),
            method: "ratio of the mean grey levels",
            basis: .comparison(roles: ["liver", "renal cortex"]) { comparison in
                var limits = HepatorenalIndex.Limits()
                limits.mostDepthDifferenceMillimetres = comparison.context.rules.mostDepthDifferenceMillimetres
                limits.leastKidneyMean = comparison.context.rules.leastDivisorLevel
                return comparison.levels { HepatorenalIndex(liver: $0[0], kidney: $0[1], limits: limits).value }
            }
        ),
        MetricRow(
            definition(
                "echo-level-difference",
                "EchoLevelDiff",
                "Echo-level difference",
                .decibel,
                ("10 log10(E[I1] / E[I2])", "of decompressed intensities"),
                [.sameFrame, .greyPixels, .dynamicRange, .equalDepth],
                "Not the difference of mean grey levels, which depends on the speckle"
            ),
            method: "ratio of the mean intensities after decompression",
            basis: .comparison(roles: ["measured", "reference"]) { $0.echoLevelDifference { $0.decibels } },
            beside: .comparison { comparison in
                guard let error = comparison.echoLevelDifference({ $0.standardError }).value else { return [] }
                let samples = comparison.records.compactMap { $0.level?.effectiveSamples.map { "about \(Int($0))" } }
                return [
                    "standard error \(Decimal.error(error)) from \(samples.joined(separator: ", ")) independent samples"
                ]
            }
        ),
    ]

    private static func definition(
        _ identifier: String,
        _ code: String,
        _ name: String,
        _ unit: MetricDefinition.Unit,
        _ words: (formula: String, source: String),
        _ needs: [MetricNeed],
        _ limits: String
    ) -> MetricDefinition {
        MetricDefinition(
            identifier: identifier,
            name: name,
            family: .echogenicity,
            concept: .own(code, name),
            unit: unit,
            support: .tissueCharacterisation,
            formula: words.formula,
            needs: needs,
            source: words.source,
            limits: limits
        )
    }
}

extension RegionComparison {
    /// A number of the difference between two ROIs' echoes; where the dynamic range can't be told in one of them, why.
    fileprivate func echoLevelDifference(_ number: (EchoLevelDifference) -> Availability) -> Availability {
        levels { levels in
            for region in regions {
                guard case .unknown(let reason) = context.compression(toMeasure: region) else { continue }
                return .notAvailable("\(region.rule.name): \(reason)")
            }
            return number(
                EchoLevelDifference(
                    of: levels[0],
                    to: levels[1],
                    mostDepthDifferenceMillimetres: context.rules.mostDepthDifferenceMillimetres
                )
            )
        }
    }

    /// A number of the ROIs' levels; not available where one of them has none.
    func levels(_ number: ([RegionLevel]) -> Availability) -> Availability {
        var levels: [RegionLevel] = []
        for (record, region) in zip(records, regions) {
            if let refusal = record.quality.refusal { return .notAvailable("\(region.rule.name): \(refusal)") }
            guard let level = record.level else { return .notAvailable("\(region.rule.name): no level") }
            levels.append(level)
        }
        return number(levels)
    }
}
