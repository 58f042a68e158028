/// The linear map from decibels to eight bits: 255 is `top`, 0 is `top - range`; levels outside are clipped.
package struct GreyMap: Hashable, Sendable {
    /// The dynamic range in dB.
    package var range: Double
    /// The level of grey 255, in dB over a mean intensity of 1.
    package var top: Double

    package init(range: Double = 60, top: Double = 15) {
        self.range = range
        self.top = top
    }

    /// The mean in dB of a Rayleigh envelope of mean intensity 1: −10γ/ln 10, with Euler's constant γ.
    package static let rayleighMean = -2.506815

    /// The standard deviation in dB of a Rayleigh envelope: (20/ln 10)·π/√24.
    package static let rayleighDeviation = 5.569963

    /// The grey level of an envelope under a gain in dB.
    package func grey(envelope: Double, gain: Double) -> UInt8 {
        guard envelope.isNormal else { return 0 }
        let decibels = 20 / Self.naturalLogarithmOfTen * PortableMath.logarithm(envelope) + gain
        let level = (decibels - top + range) / range * 255
        return UInt8(min(max(level, 0), 255).rounded())
    }

    /// The mean grey level, before clipping and rounding, of fully developed speckle at an echogenicity in dB.
    package func meanGrey(echogenicity: Double) -> Double {
        (echogenicity + Self.rayleighMean - top + range) / range * 255
    }

    private static let naturalLogarithmOfTen = 2.302585092994046
}
