internal import TissueMetrics

extension CoOccurrenceFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        switch self {
        case .jointMaximum: "max p(i,j)"
        case .jointAverage: "μ = Σ i p(i,j)"
        case .jointVariance: "σ² = Σ (i − μ)² p(i,j)"
        case .jointEntropy: "HXY = −Σ p(i,j) log2 p(i,j)"
        case .differenceAverage: "μd = Σ k pd(k)"
        case .differenceVariance: "Σ (k − μd)² pd(k)"
        case .differenceEntropy: "−Σ pd(k) log2 pd(k)"
        case .sumAverage: "μs = Σ k ps(k)"
        case .sumVariance: "Σ (k − μs)² ps(k)"
        case .sumEntropy: "−Σ ps(k) log2 ps(k)"
        case .angularSecondMoment: "Σ p(i,j)²"
        case .contrast: "Σ (i − j)² p(i,j)"
        case .dissimilarity: "Σ |i − j| p(i,j)"
        case .inverseDifference: "Σ p(i,j) / (1 + |i − j|)"
        case .normalisedInverseDifference: "Σ p(i,j) / (1 + |i − j| / Ng)"
        case .inverseDifferenceMoment: "Σ p(i,j) / (1 + (i − j)²)"
        case .normalisedInverseDifferenceMoment: "Σ p(i,j) / (1 + (i − j)² / Ng²)"
        case .inverseVariance: "2 Σ p(i,j) / (i − j)², over i < j"
        case .correlation: "(Σ i j p(i,j) − μ²) / σ²"
        case .autocorrelation: "Σ i j p(i,j)"
        case .clusterTendency: "Σ (i + j − 2μ)² p(i,j)"
        case .clusterShade: "Σ (i + j − 2μ)³ p(i,j)"
        case .clusterProminence: "Σ (i + j − 2μ)⁴ p(i,j)"
        case .informationCorrelation1: "(HXY − HXY1) / HX"
        case .informationCorrelation2: "√(1 − exp(−2 (HXY2 − HXY)))"
        }
    }
}

extension NeighbourhoodDifferenceFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        switch self {
        case .coarseness: "min(1 / Σ p(i) s(i), 10⁶)"
        case .contrast: "Σ p(i) p(j) (i − j)² / (Np (Np − 1)) · Σ s(i) / Nv; 0 where Np is 1"
        case .busyness: "Σ p(i) s(i) / Σ |i p(i) − j p(j)|; 0 where Np is 1"
        case .complexity: "Σ |i − j| (p(i) s(i) + p(j) s(j)) / (p(i) + p(j)) / Nv"
        case .strength: "Σ (p(i) + p(j)) (i − j)² / Σ s(i); 0 where Σ s(i) is 0"
        }
    }

    /// What the number can't tell; nil where the family says it.
    var limits: String? {
        self == .busyness ? "None where i p(i) is the same for all of several bins, which leaves its divisor 0" : nil
    }
}

/// What the matrices of runs, zones, distances and dependences have in common, in the letter that a family's cells have.
private struct LevelCountFormulas {
    let cell: String

    var smallCounts: String { "Σ \(cell)(j) / j² / Ns" }
    var largeCounts: String { "Σ j² \(cell)(j) / Ns" }
    var lowLevels: String { "Σ \(cell)(i) / i² / Ns" }
    var highLevels: String { "Σ i² \(cell)(i) / Ns" }
    var smallCountsLowLevels: String { "Σ \(cell)(i,j) / (i² j²) / Ns" }
    var smallCountsHighLevels: String { "Σ i² \(cell)(i,j) / j² / Ns" }
    var largeCountsLowLevels: String { "Σ j² \(cell)(i,j) / i² / Ns" }
    var largeCountsHighLevels: String { "Σ i² j² \(cell)(i,j) / Ns" }
    var levelNonUniformity: String { "Σ \(cell)(i)² / Ns" }
    var normalisedLevelNonUniformity: String { "Σ \(cell)(i)² / Ns²" }
    var countNonUniformity: String { "Σ \(cell)(j)² / Ns" }
    var normalisedCountNonUniformity: String { "Σ \(cell)(j)² / Ns²" }
    var percentage: String { "Ns / Nv, a fraction" }
    var levelVariance: String { "Σ (i − μi)² p(i,j), μi = Σ i p(i,j)" }
    var countVariance: String { "Σ (j − μj)² p(i,j), μj = Σ j p(i,j)" }
    var entropy: String { "−Σ p(i,j) log2 p(i,j)" }
    var energy: String { "Σ p(i,j)²" }
}

extension RunLengthFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        let runs = LevelCountFormulas(cell: "r")
        return switch self {
        case .shortRuns: runs.smallCounts
        case .longRuns: runs.largeCounts
        case .lowGreyLevelRuns: runs.lowLevels
        case .highGreyLevelRuns: runs.highLevels
        case .shortRunLowGreyLevel: runs.smallCountsLowLevels
        case .shortRunHighGreyLevel: runs.smallCountsHighLevels
        case .longRunLowGreyLevel: runs.largeCountsLowLevels
        case .longRunHighGreyLevel: runs.largeCountsHighLevels
        case .greyLevelNonUniformity: runs.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: runs.normalisedLevelNonUniformity
        case .runLengthNonUniformity: runs.countNonUniformity
        case .normalisedRunLengthNonUniformity: runs.normalisedCountNonUniformity
        case .runPercentage: runs.percentage
        case .greyLevelVariance: runs.levelVariance
        case .runLengthVariance: runs.countVariance
        case .runEntropy: runs.entropy
        }
    }
}

extension SizeZoneFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        let zones = LevelCountFormulas(cell: "s")
        return switch self {
        case .smallZoneEmphasis: zones.smallCounts
        case .largeZoneEmphasis: zones.largeCounts
        case .lowGreyLevelZoneEmphasis: zones.lowLevels
        case .highGreyLevelZoneEmphasis: zones.highLevels
        case .smallZoneLowGreyLevelEmphasis: zones.smallCountsLowLevels
        case .smallZoneHighGreyLevelEmphasis: zones.smallCountsHighLevels
        case .largeZoneLowGreyLevelEmphasis: zones.largeCountsLowLevels
        case .largeZoneHighGreyLevelEmphasis: zones.largeCountsHighLevels
        case .greyLevelNonUniformity: zones.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: zones.normalisedLevelNonUniformity
        case .zoneSizeNonUniformity: zones.countNonUniformity
        case .normalisedZoneSizeNonUniformity: zones.normalisedCountNonUniformity
        case .zonePercentage: zones.percentage
        case .greyLevelVariance: zones.levelVariance
        case .zoneSizeVariance: zones.countVariance
        case .zoneSizeEntropy: zones.entropy
        }
    }
}

extension DistanceZoneFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        let zones = LevelCountFormulas(cell: "d")
        return switch self {
        case .smallDistanceEmphasis: zones.smallCounts
        case .largeDistanceEmphasis: zones.largeCounts
        case .lowGreyLevelZoneEmphasis: zones.lowLevels
        case .highGreyLevelZoneEmphasis: zones.highLevels
        case .smallDistanceLowGreyLevelEmphasis: zones.smallCountsLowLevels
        case .smallDistanceHighGreyLevelEmphasis: zones.smallCountsHighLevels
        case .largeDistanceLowGreyLevelEmphasis: zones.largeCountsLowLevels
        case .largeDistanceHighGreyLevelEmphasis: zones.largeCountsHighLevels
        case .greyLevelNonUniformity: zones.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: zones.normalisedLevelNonUniformity
        case .zoneDistanceNonUniformity: zones.countNonUniformity
        case .normalisedZoneDistanceNonUniformity: zones.normalisedCountNonUniformity
        case .zonePercentage: zones.percentage
        case .greyLevelVariance: zones.levelVariance
        case .zoneDistanceVariance: zones.countVariance
        case .zoneDistanceEntropy: zones.entropy
        }
    }
}

extension DependenceFeature {
    /// In the symbols of `MetricFamily.notation`.
    var formula: String {
        let pixels = LevelCountFormulas(cell: "s")
        return switch self {
        case .lowDependenceEmphasis: pixels.smallCounts
        case .highDependenceEmphasis: pixels.largeCounts
        case .lowGreyLevelCountEmphasis: pixels.lowLevels
        case .highGreyLevelCountEmphasis: pixels.highLevels
        case .lowDependenceLowGreyLevelEmphasis: pixels.smallCountsLowLevels
        case .lowDependenceHighGreyLevelEmphasis: pixels.smallCountsHighLevels
        case .highDependenceLowGreyLevelEmphasis: pixels.largeCountsLowLevels
        case .highDependenceHighGreyLevelEmphasis: pixels.largeCountsHighLevels
        case .greyLevelNonUniformity: pixels.levelNonUniformity
        case .normalisedGreyLevelNonUniformity: pixels.normalisedLevelNonUniformity
        case .dependenceCountNonUniformity: pixels.countNonUniformity
        case .normalisedDependenceCountNonUniformity: pixels.normalisedCountNonUniformity
        case .dependenceCountPercentage: "Ns / Nv, always 1: each pixel has a dependence"
        case .greyLevelVariance: pixels.levelVariance
        case .dependenceCountVariance: pixels.countVariance
        case .dependenceCountEntropy: pixels.entropy
        case .dependenceCountEnergy: pixels.energy
        }
    }
}
