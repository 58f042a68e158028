internal import Foundation

/// Where a sample's X and U put it.
enum HomodynedKFit {
    /// One distribution has both.
    case homodyned(clustering: Double, logRatio: Double)
    /// As irregular as the K-distribution of this X, or more so.
    case withoutCoherent(clustering: Double)
    /// As regular as Rice's distribution of this X, or more so; ln γ at the greatest α.
    case rice(logRatio: Double)
    /// More irregular than the least α makes it.
    case none

    init(x: Double, u: Double) {
        let range = HomodynedKTheory.clusterings
        let excess = { (logClustering: Double) in
            let clustering = exp(logClustering)
            let logRatio = HomodynedKTheory.logRatio(clustering: clustering, x: x)
            return HomodynedKTheory.statistics(clustering: clustering, logRatio: logRatio).u - u
        }
        // The K-distribution of this X bounds α, unless it is beyond Rice's.
        let withoutCoherent = x > 1 ? 1 / (x - 1) : .infinity
        guard withoutCoherent > range.lowerBound, excess(log(range.lowerBound)) > 0 else {
            self = .none
            return
        }
        if withoutCoherent < range.upperBound {
            let digamma = GammaFunctions.digamma(withoutCoherent)
            guard digamma - ExponentialIntegral.eulerGamma - log(withoutCoherent) < u else {
                self = .withoutCoherent(clustering: withoutCoherent)
                return
            }
        } else {
            guard excess(log(range.upperBound)) < 0 else {
                self = .rice(logRatio: HomodynedKTheory.logRatio(clustering: range.upperBound, x: x))
                return
            }
        }
        let most = log(min(withoutCoherent, range.upperBound))
        let clustering = exp(BracketedRoot.find(in: log(range.lowerBound)...most, tolerance: 1e-8, excess))
        self = .homodyned(
            clustering: clustering,
            logRatio: HomodynedKTheory.logRatio(clustering: clustering, x: x)
        )
    }
}
