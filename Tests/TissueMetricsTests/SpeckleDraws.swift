import Foundation
import TissueMetrics

/// Random envelopes of known distributions. Each is a textbook construction, none is the library's.
struct SpeckleDraws {
    private var generator: SplitMix

    init(seed: Int) { generator = SplitMix(seed: UInt64(seed) &* 0x9E37_79B9 &+ 12_345) }

    /// In (0, 1].
    mutating func uniform() -> Double { (Double(generator.next() >> 11) + 1) / 9_007_199_254_740_992 }

    /// Of mean 1.
    mutating func exponential() -> Double { -log(uniform()) }

    /// Box and Muller, of variance 1 each.
    mutating func normals() -> (Double, Double) {
        let radius = (2 * exponential()).squareRoot()
        let angle = 2 * Double.pi * uniform()
        return (radius * cos(angle), radius * sin(angle))
    }

    /// Gamma of a shape that is a multiple of one half and scale 1: exponentials, and half the square of a normal variable.
    mutating func gamma(halves: Int) -> Double {
        var sum = 0.0
        for _ in 0..<(halves / 2) { sum += exponential() }
        if halves % 2 == 1 {
            let normal = normals().0
            sum += normal * normal / 2
        }
        return sum
    }

    /// Intensity of a homodyned K envelope of unit coherent signal: complex Gaussian of variance w/(2γ) a component.
    mutating func homodynedK(clusteringHalves: Int, ratio: Double) -> Double {
        let deviation = (gamma(halves: clusteringHalves) / (2 * ratio)).squareRoot()
        let (real, imaginary) = normals()
        let inPhase = 1 + deviation * real
        let quadrature = deviation * imaginary
        return inPhase * inPhase + quadrature * quadrature
    }
}

/// How a simulated envelope is stored.
struct GreyStore {
    /// 8 bits over 60 dB: a step of 0.235 dB.
    static let clinical = GreyStore(compression: LogCompression(dynamicRangeDecibels: 60, topLevel: 255))
    /// 16 bits over 150 dB: a step of 0.0023 dB, as good as none.
    static let fine = GreyStore(compression: LogCompression(dynamicRangeDecibels: 150, topLevel: 65_535))

    let compression: LogCompression

    /// The level nearest to an intensity, 1 at the top.
    func level(_ intensity: Double) -> Int {
        let decibels = 10 * log10(intensity)
        let level = Double(compression.topLevel) * (1 + decibels / compression.dynamicRangeDecibels)
        return Int(min(max(level.rounded(), 0), Double(compression.topLevel)))
    }

    func histogram(_ intensities: [Double]) -> GreyHistogram {
        var histogram = GreyHistogram(levels: compression.topLevel + 1)
        for intensity in intensities { histogram.add(level: level(intensity)) }
        return histogram
    }

    func moments(_ intensities: [Double]) -> EnvelopeMoments {
        EnvelopeMoments(histogram(intensities), compression: compression)
    }
}

/// A patch of all pixels of a small image, or of those that are not excluded.
func patch(levels: [Int], width: Int, topLevel: Int = 255, excluded: [UInt8] = []) -> GreyPatch {
    let height = width > 0 ? levels.count / width : 0
    let bounds = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
    var patch = GreyPatch()
    patch.fill(
        PixelMask(RegionOutline(bounds), within: bounds),
        of: levels.map(UInt16.init),
        width: width,
        excluded: excluded,
        topLevel: topLevel
    )
    return patch
}
