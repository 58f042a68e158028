internal import Foundation

/// The numbers that the run length, size zone, distance zone and dependence matrices of the IBSI reference manual have in
/// common: each counts pairs of a grey level and a size (length of a run, size or distance of a zone, dependence).
struct SizeEmphasis {
    /// SRE 22OV, SZE 5QRC, SDE 0GBI, low dependence SODN.
    var small = 0.0
    /// LRE W4KF, LZE 48P8, LDE MB4I, high dependence IMOQ.
    var large = 0.0
    /// V3SW, XMSY, S1RA, TL9H.
    var lowGrey = 0.0
    /// G3QZ, 5GN9, K26C, OAE7.
    var highGrey = 0.0
    /// HTZT, 5RAI, RUVG, EQ3F.
    var smallLowGrey = 0.0
    /// GD3A, HW1V, DKNJ, JA6D.
    var smallHighGrey = 0.0
    /// IVPO, YH51, A7WM, NBZI.
    var largeLowGrey = 0.0
    /// 3KUM, J17V, KLTH, 9QMG.
    var largeHighGrey = 0.0
    /// R5YN, JNSA, VFT7, FP8K.
    var greyNonUniformity = 0.0
    /// OVBL, Y1RO, 7HP3, 5SPA.
    var greyNonUniformityNormalised = 0.0
    /// W92Y, 4JP3, V294, Z87G.
    var sizeNonUniformity = 0.0
    /// IC23, VB3A, IATH, OKJI.
    var sizeNonUniformityNormalised = 0.0
    /// 9ZK5, P30P, VIWW, 6XV8: entries over pixels.
    var percentage = 0.0
    /// 8CE5, BYLV, QK93, 1PFV.
    var greyVariance = 0.0
    /// SXLW, 3NSA, 7WT1, DNX2.
    var sizeVariance = 0.0
    /// HJ9O, GU8N, GBDU, FCBV, bits.
    var entropy = 0.0
    /// CAS9 of the dependence matrix.
    var energy = 0.0
}

/// Takes the cells of such a matrix, each once, and gives `SizeEmphasis`. Its memory is reused from matrix to matrix.
struct SizeEmphasisSums {
    private var greyTotals: [Int] = []
    private var sizeTotals: [Int] = []
    private var entries = 0
    private var squares = 0
    private var logarithms = 0.0
    private var smallLow = 0.0
    private var smallHigh = 0.0
    private var largeLow = 0.0
    private var largeHigh = 0.0

    /// Forgets the matrix before.
    ///
    /// - Parameters:
    ///   - greys: the greatest grey level.
    ///   - sizes: the greatest size.
    mutating func begin(greys: Int, sizes: Int) {
        greyTotals.setZero(count: greys + 1)
        sizeTotals.setZero(count: sizes + 1)
        (entries, squares, logarithms) = (0, 0, 0)
        (smallLow, smallHigh, largeLow, largeHigh) = (0, 0, 0, 0)
    }

    /// Takes one cell.
    ///
    /// - Parameters:
    ///   - grey: from 1.
    ///   - size: from 1.
    ///   - count: entries of this grey level and size, positive.
    mutating func add(grey: Int, size: Int, count: Int) {
        greyTotals[grey] += count
        sizeTotals[size] += count
        entries += count
        squares += count * count
        logarithms += Logarithms.weighted(count)
        let number = Double(count)
        let greySquare = Double(grey * grey)
        let sizeSquare = Double(size * size)
        smallLow += number / (greySquare * sizeSquare)
        smallHigh += number * greySquare / sizeSquare
        largeLow += number * sizeSquare / greySquare
        largeHigh += number * greySquare * sizeSquare
    }

    /// The numbers of the cells that were taken.
    ///
    /// - Parameter pixels: Nv: how many pixels the matrix was counted over (directions count anew in a merged one).
    /// - Returns: nil where there is no cell.
    func emphasis(pixels: Int) -> SizeEmphasis? {
        guard entries > 0 else { return nil }
        let total = Double(entries)
        let greys = Marginal(greyTotals)
        let sizes = Marginal(sizeTotals)
        return SizeEmphasis(
            small: sizes.inverseSquares / total,
            large: sizes.secondMoment / total,
            lowGrey: greys.inverseSquares / total,
            highGrey: greys.secondMoment / total,
            smallLowGrey: smallLow / total,
            smallHighGrey: smallHigh / total,
            largeLowGrey: largeLow / total,
            largeHighGrey: largeHigh / total,
            greyNonUniformity: greys.squares / total,
            greyNonUniformityNormalised: greys.squares / total / total,
            sizeNonUniformity: sizes.squares / total,
            sizeNonUniformityNormalised: sizes.squares / total / total,
            percentage: total / Double(pixels),
            greyVariance: greys.variance,
            sizeVariance: sizes.variance,
            entropy: max(0, log2(total) - logarithms / total),
            energy: Double(squares) / total / total
        )
    }

    /// The sums over one marginal distribution.
    private struct Marginal {
        var inverseSquares = 0.0
        var secondMoment = 0.0
        var squares = 0.0
        var variance = 0.0

        init(_ totals: [Int]) {
            var (count, first) = (0, 0)
            for index in totals.indices where totals[index] > 0 {
                let number = Double(totals[index])
                let square = Double(index * index)
                inverseSquares += number / square
                secondMoment += number * square
                squares += number * number
                count += totals[index]
                first += index * totals[index]
            }
            let mean = Double(first) / Double(count)
            for index in totals.indices where totals[index] > 0 {
                variance += Double(totals[index]) * (Double(index) - mean) * (Double(index) - mean)
            }
            variance /= Double(count)
        }
    }
}
