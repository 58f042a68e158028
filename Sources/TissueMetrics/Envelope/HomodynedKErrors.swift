internal import Foundation

/// Standard errors: the covariance of X and U through the inverse of the theory's derivatives by ln α and ln γ.
struct HomodynedKErrors {
    /// Of α.
    let clustering: Double
    /// Of k.
    let structure: Double
    /// Of the diffuse part of the power.
    let diffuse: Double

    init(_ moments: EnvelopeMoments, samples: Double, clustering shape: Double, logRatio: Double) {
        let step = 1e-4
        let slope = { (byShape: Double, byRatio: Double) -> HomodynedKTheory.Statistics in
            let more = HomodynedKTheory.statistics(
                clustering: shape * exp(byShape),
                logRatio: logRatio + byRatio
            )
            let less = HomodynedKTheory.statistics(
                clustering: shape * exp(-byShape),
                logRatio: logRatio - byRatio
            )
            return HomodynedKTheory.Statistics(x: (more.x - less.x) / (2 * step), u: (more.u - less.u) / (2 * step))
        }
        let (a, g) = (slope(step, 0), slope(0, step))
        let determinant = a.x * g.u - g.x * a.u
        // The rows of the inverse: how ln α and ln γ move with X and U.
        let (ax, au) = (g.u / determinant, -g.x / determinant)
        let (gx, gu) = (-a.u / determinant, a.x / determinant)
        let (vx, vu) = (moments.xDeviation * moments.xDeviation, moments.uDeviation * moments.uDeviation)
        let error = { (x: Double, u: Double) in
            (max(0, x * x * vx + u * u * vu + 2 * x * u * moments.xuCovariance) / samples).squareRoot()
        }
        clustering = shape * error(ax, au)
        // ln k = (ln γ − ln α)/2 + constant, and the fraction is the logistic function of ln α − ln γ.
        structure = HomodynedK.structure(shape, logRatio) / 2 * error(gx - ax, gu - au)
        let fraction = HomodynedK.diffuse(shape, logRatio)
        diffuse = fraction * (1 - fraction) * error(ax - gx, au - gu)
    }
}
