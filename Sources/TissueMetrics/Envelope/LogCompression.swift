internal import Foundation

/// The envelope that a stored grey level stands for, assuming a linear map of decibels to grey levels: amplitude
/// A(p) = 10^((p − top)·DR/(20·top)) and intensity I = A², both 1 at the top of the scale. A manufacturer's grey curve breaks
/// the assumption, so a number that rests on it says "assumed linear map".
///
/// The least and the top level are where the machine clipped: they stand for "this or less" and "this or more".
package struct LogCompression: Hashable, Sendable {
    /// DR, decibels of amplitude from the least to the top level.
    package let dynamicRangeDecibels: Double
    /// The top of the scale: 255 for eight bits.
    package let topLevel: Int
    /// A of each level from 0, in units of the amplitude at the top.
    package let amplitude: [Double]
    /// I = A² of each level.
    package let intensity: [Double]
    /// ln I of each level: linear in the level, 0 at the top.
    package let logIntensity: [Double]

    /// The tables of a compression.
    ///
    /// - Parameters:
    ///   - dynamicRangeDecibels: within `DynamicRange.bounds`.
    ///   - topLevel: from 1 to 65,535.
    package init(dynamicRangeDecibels: Double, topLevel: Int) {
        precondition(DynamicRange.bounds.contains(dynamicRangeDecibels), "the dynamic range is within bounds")
        precondition((1...65_535).contains(topLevel), "the scale has a top")
        self.dynamicRangeDecibels = dynamicRangeDecibels
        self.topLevel = topLevel
        let step = dynamicRangeDecibels / Double(topLevel)
        amplitude = (0...topLevel).map { pow(10, Double($0 - topLevel) * step / 20) }
        intensity = (0...topLevel).map { pow(10, Double($0 - topLevel) * step / 10) }
        logIntensity = (0...topLevel).map { Double($0 - topLevel) * step * log(10) / 10 }
    }

    /// DR/top: what one grey level is worth, dB.
    package var decibelsPerLevel: Double { dynamicRangeDecibels / Double(topLevel) }
}
