import Foundation
import TissueMetrics

/// An image of uniform tissue, as a machine would make it: exponential intensities (fully developed speckle) under a
/// curve of gain and attenuation, log-compressed to 8 bits.
struct SpeckleImage {
    static let dynamicRange = 60.0
    static let spacing = 0.02

    var rows = 150
    var columns = 64
    /// Rows in a speckle cell: each draw is repeated so often down the image.
    var cell = 1

    /// Speckle under `decibels`, the echo's level at a depth in cm, the top of the scale being 0.
    func patch(using generator: inout SplitMix, decibels: (Double) -> Double) -> GreyPatch {
        var speckle = [Double](repeating: 0, count: columns)
        var frame = [UInt8](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            let level = decibels((Double(row) + 0.5) * Self.spacing)
            for column in 0..<columns {
                if row % cell == 0 {
                    speckle[column] = 10 * log10(-log(1 - Double.random(in: 0..<1, using: &generator)))
                }
                let grey = 255 + 255 * (level + speckle[column]) / Self.dynamicRange
                frame[row * columns + column] = UInt8(min(255, max(0, grey.rounded())))
            }
        }
        return Self.patch(frame, width: columns, height: rows)
    }

    /// A patch of all pixels of a frame.
    static func patch(_ frame: [UInt8], width: Int, height: Int) -> GreyPatch {
        let whole = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
        var patch = GreyPatch()
        patch.fill(PixelMask(RegionOutline(whole), within: whole), of: frame, width: width, excluded: [])
        return patch
    }

    /// The profile of a patch.
    static func profile(_ patch: GreyPatch, dynamicRange: Double? = Self.dynamicRange) -> DepthProfile {
        var profile = DepthProfile(dynamicRangeDecibels: dynamicRange)
        profile.fill(patch)
        return profile
    }
}
