/// Least squares of a function of few parameters within bounds, by Marquardt's damping (SIAM J Appl Math 11:431–441,
/// 1963) with his scaling by the diagonal. A parameter at its bound is held while the descent points outwards (active
/// set).
struct LevenbergMarquardt {
    /// Where a search ended.
    struct Solution {
        /// Within the bounds.
        let parameters: [Double]
        /// Of the squared residuals.
        let cost: Double
        /// Whether no step makes it better; false where the number of steps ran out.
        let isConverged: Bool
    }

    /// Steps after which a search gives up.
    static let mostSteps = 500

    let bounds: [ClosedRange<Double>]
    /// Fills the residuals, one a sample, and their derivatives, the parameters of one sample after another.
    let evaluate: (_ parameters: [Double], _ residuals: inout [Double], _ jacobian: inout [Double]) -> Void
    private var residuals: [Double]
    private var jacobian: [Double]

    /// - Parameters:
    ///   - samples: residuals.
    ///   - bounds: of each parameter.
    ///   - evaluate: fills residuals and derivatives.
    init(
        samples: Int,
        bounds: [ClosedRange<Double>],
        evaluate: @escaping (_ parameters: [Double], _ residuals: inout [Double], _ jacobian: inout [Double]) -> Void
    ) {
        self.bounds = bounds
        self.evaluate = evaluate
        residuals = [Double](repeating: 0, count: samples)
        jacobian = [Double](repeating: 0, count: samples * bounds.count)
    }

    /// Descends from a start, which is taken to the bounds. Nil where the start has no finite cost.
    mutating func minimise(from start: [Double]) -> Solution? {
        precondition(start.count == bounds.count, "a start has each parameter")
        var parameters = zip(start, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
        var cost = self.cost(at: parameters)
        guard cost.isFinite else { return nil }
        var normal = NormalEquations(residuals: residuals, jacobian: jacobian, parameters: bounds.count)
        var damping = 1e-3
        for _ in 0..<Self.mostSteps {
            guard cost > 0 else { return Solution(parameters: parameters, cost: cost, isConverged: true) }
            let free = bounds.indices.filter { index in
                let downhill = -normal.gradient[index]
                return !(parameters[index] <= bounds[index].lowerBound && downhill < 0)
                    && !(parameters[index] >= bounds[index].upperBound && downhill > 0)
            }
            guard let step = normal.step(damping: damping, free: free) else {
                damping *= 10
                guard damping < 1e30 else { break }
                continue
            }
            let trial = zip(zip(parameters, step), bounds)
                .map { min(max($0.0 + $0.1, $1.lowerBound), $1.upperBound) }
            guard trial != parameters else {
                return Solution(parameters: parameters, cost: cost, isConverged: true)
            }
            let trialCost = self.cost(at: trial)
            if trialCost.isFinite, trialCost < cost {
                let isLast = cost - trialCost <= 1e-14 * cost && Self.isSmall(from: parameters, to: trial)
                (parameters, cost) = (trial, trialCost)
                if isLast { return Solution(parameters: parameters, cost: cost, isConverged: true) }
                normal = NormalEquations(residuals: residuals, jacobian: jacobian, parameters: bounds.count)
                damping = max(damping / 10, 1e-15)
            } else {
                if Self.isSmall(from: parameters, to: trial) {
                    return Solution(parameters: parameters, cost: cost, isConverged: true)
                }
                damping *= 10
            }
        }
        return Solution(parameters: parameters, cost: cost, isConverged: false)
    }

    private static func isSmall(from old: [Double], to new: [Double]) -> Bool {
        zip(old, new).allSatisfy { abs($0 - $1) <= 1e-10 * (abs($0) + 1e-10) }
    }

    private mutating func cost(at parameters: [Double]) -> Double {
        evaluate(parameters, &residuals, &jacobian)
        var sum = 0.0
        for residual in residuals { sum += residual * residual }
        return sum
    }
}

/// JᵀJ and Jᵀr of a linearised least-squares problem.
private struct NormalEquations {
    let gradient: [Double]
    private let matrix: [[Double]]

    init(residuals: [Double], jacobian: [Double], parameters: Int) {
        var gradient = [Double](repeating: 0, count: parameters)
        var matrix = [[Double]](repeating: gradient, count: parameters)
        for (sample, residual) in residuals.enumerated() {
            let first = sample * parameters
            for row in 0..<parameters {
                gradient[row] += jacobian[first + row] * residual
                for column in 0...row { matrix[row][column] += jacobian[first + row] * jacobian[first + column] }
            }
        }
        self.gradient = gradient
        self.matrix = matrix
    }

    /// Solves (JᵀJ + λ·diag)·step = −Jᵀr for the free parameters by Cholesky's decomposition; nil where it fails, which
    /// more damping mends.
    func step(damping: Double, free: [Int]) -> [Double]? {
        var lower = [[Double]](repeating: [Double](repeating: 0, count: free.count), count: free.count)
        for (i, row) in free.enumerated() {
            for j in 0...i {
                var sum = matrix[row][free[j]]
                // A parameter on which nothing depends keeps its place.
                if i == j { sum = sum > 0 ? sum * (1 + damping) : 1 }
                for k in 0..<j { sum -= lower[i][k] * lower[j][k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[i][i] = sum.squareRoot()
                } else {
                    lower[i][j] = sum / lower[j][j]
                }
            }
        }
        var solution = free.map { -gradient[$0] }
        for i in free.indices {
            for k in 0..<i { solution[i] -= lower[i][k] * solution[k] }
            solution[i] /= lower[i][i]
        }
        for i in free.indices.reversed() {
            for k in (i + 1)..<free.count { solution[i] -= lower[k][i] * solution[k] }
            solution[i] /= lower[i][i]
        }
        var step = [Double](repeating: 0, count: gradient.count)
        for (i, row) in free.enumerated() { step[row] = solution[i] }
        return step.allSatisfy(\.isFinite) ? step : nil
    }
}
