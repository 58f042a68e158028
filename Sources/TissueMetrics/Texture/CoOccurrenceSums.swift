internal import Foundation

/// The features of one co-occurrence matrix. All but four follow from three marginal distributions: of a pixel's bin, of the
/// sum of two neighbours' bins, and of their difference. Whole numbers up to the last division. Its memory is reused.
struct CoOccurrenceSums {
    /// Of ordered pairs, so each pair of neighbours counts twice.
    private var marginal: [Int] = []
    private var sum: [Int] = []
    private var difference: [Int] = []
    private var total = 0
    private var greatest = 0
    private var squares = 0.0
    private var logarithms = 0.0

    /// Pairs of neighbours.
    var pairs: Int { total / 2 }

    /// Takes the sum of some matrices.
    ///
    /// - Parameters:
    ///   - counts: the directions' matrices of (Ng + 1) squared cells, one after the other. A pair of neighbours is counted
    ///     once, in either order; what has a 0 is not of the region.
    ///   - directions: which of the matrices.
    ///   - levels: Ng.
    mutating func take(_ counts: [UInt32], directions: Range<Int>, levels: Int) {
        marginal.setZero(count: levels + 1)
        sum.setZero(count: 2 * levels + 1)
        difference.setZero(count: levels)
        (greatest, squares, logarithms) = (0, 0, 0)
        let stride = levels + 1
        let cells = counts.span
        for i in 1...levels {
            for j in i...levels {
                var count = 0
                for direction in directions {
                    let matrix = direction * stride * stride
                    count += Int(cells[matrix + i * stride + j]) + Int(cells[matrix + j * stride + i])
                }
                if count > 0 { add(count, i, j) }
            }
        }
        total = difference.reduce(0, +)
    }

    /// Takes a cell of the symmetric matrix and its like on the other side of the diagonal, of which i is not the greater bin.
    private mutating func add(_ count: Int, _ i: Int, _ j: Int) {
        let times = i == j ? 1 : 2
        marginal[i] += count
        if i != j { marginal[j] += count }
        sum[i + j] += times * count
        difference[j - i] += times * count
        greatest = max(greatest, count)
        let number = Double(count)
        squares += Double(times) * number * number
        logarithms += Double(times) * Logarithms.weighted(count)
    }

    /// The features; nil where there is no pair of neighbours.
    func features() -> TextureFeatures<CoOccurrenceFeature>? {
        guard total > 0 else { return nil }
        let number = Double(total)
        let levels = Double(difference.count)
        let bins = Distribution(marginal, total: number)
        let sums = Distribution(sum, total: number)
        let differences = Distribution(difference, total: number)
        let jointEntropy = max(0, log2(number) - logarithms / number)
        let contrast = differences.secondMoment
        let inverse = InverseDifferences(difference, total: number, levels: levels)

        var features = TextureFeatures<CoOccurrenceFeature>(all: .emptyRegion)
        features[.jointMaximum] = .value(Double(greatest) / number)
        features[.jointAverage] = .value(bins.mean)
        features[.jointVariance] = .value(bins.variance)
        features[.jointEntropy] = .value(jointEntropy)
        features[.differenceAverage] = .value(differences.mean)
        features[.differenceVariance] = .value(differences.variance)
        features[.differenceEntropy] = .value(differences.entropy)
        features[.sumAverage] = .value(sums.mean)
        features[.sumVariance] = .value(sums.variance)
        features[.sumEntropy] = .value(sums.entropy)
        features[.angularSecondMoment] = .value(squares / number / number)
        features[.contrast] = .value(contrast)
        features[.dissimilarity] = .value(differences.mean)
        features[.inverseDifference] = .value(inverse.difference)
        features[.normalisedInverseDifference] = .value(inverse.normalisedDifference)
        features[.inverseDifferenceMoment] = .value(inverse.moment)
        features[.normalisedInverseDifferenceMoment] = .value(inverse.normalisedMoment)
        features[.inverseVariance] = .value(inverse.variance)
        // 4ij = (i+j)² − (i−j)²
        features[.autocorrelation] = .value((sums.secondMoment - contrast) / 4)
        features[.clusterTendency] = .value(sums.variance)
        features[.clusterShade] = .value(sums.third)
        features[.clusterProminence] = .value(sums.fourth)
        // Of a symmetric matrix HXY1 and HXY2 are both 2·HX; 2·HX − HXY is the mutual information, in no case negative.
        let information = max(0, 2 * bins.entropy - jointEntropy)
        features[.informationCorrelation2] = .value((-expm1(-2 * information)).squareRoot())
        if bins.isOneValue {
            features[.correlation] = Self.oneBin
            features[.informationCorrelation1] = Self.oneBin
        } else {
            // Of a symmetric matrix the covariance is (sum variance − contrast)/4, the variance (sum variance + contrast)/4.
            features[.correlation] = .value((sums.variance - contrast) / (sums.variance + contrast))
            features[.informationCorrelation1] = .value(-information / bins.entropy)
        }
        return features
    }

    /// The manual has no value where its denominator is 0; MIRP and pyradiomics write 1 or 0 there.
    private static let oneBin = Availability.notAvailable("all neighbours are of one bin (variance 0)")

    /// Moments and entropy of a distribution of whole numbers.
    private struct Distribution {
        var mean = 0.0
        var secondMoment = 0.0
        var variance = 0.0
        var third = 0.0
        var fourth = 0.0
        var entropy = 0.0
        var isOneValue: Bool { entropy == 0 }

        init(_ counts: [Int], total: Double) {
            var (first, second) = (0, 0)
            var logarithms = 0.0
            for value in counts.indices where counts[value] > 0 {
                first += value * counts[value]
                second += value * value * counts[value]
                logarithms += Logarithms.weighted(counts[value])
            }
            mean = Double(first) / total
            secondMoment = Double(second) / total
            let held = counts.count { $0 > 0 }
            entropy = held > 1 ? max(0, log2(total) - logarithms / total) : 0
            for value in counts.indices where counts[value] > 0 {
                let number = Double(counts[value])
                let offset = Double(value) - mean
                let square = offset * offset
                variance += number * square
                third += number * square * offset
                fourth += number * square * square
            }
            variance /= total
            third /= total
            fourth /= total
        }
    }

    private struct InverseDifferences {
        var difference = 0.0
        var normalisedDifference = 0.0
        var moment = 0.0
        var normalisedMoment = 0.0
        var variance = 0.0

        init(_ counts: [Int], total: Double, levels: Double) {
            for (step, count) in counts.enumerated() where count > 0 {
                let probability = Double(count) / total
                let k = Double(step)
                difference += probability / (1 + k)
                normalisedDifference += probability / (1 + k / levels)
                moment += probability / (1 + k * k)
                normalisedMoment += probability / (1 + (k / levels) * (k / levels))
                if step > 0 { variance += probability / (k * k) }
            }
        }
    }
}
