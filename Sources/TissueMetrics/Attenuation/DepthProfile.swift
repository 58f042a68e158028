internal import Foundation

/// The mean grey level and the mean decompressed intensity of each row of a region.
///
/// Rows stand for depths where beams run down the image (linear arrays). In a sector image this is the profile along
/// the image's y only: a beam at the angle θ from it travels 1/cos θ times the depth difference, 1.5 % more at 10°, and
/// rows away from the axis mix depths. Keep such a region narrow and near the axis, and say so beside the number.
package struct DepthProfile: Sendable {
    /// The pixels of one row.
    package struct Row: Hashable, Sendable {
        /// The row of the image, from 0.
        package let row: Int
        /// Pixels, at least one.
        package let count: Int
        /// Mean grey level.
        package let meanLevel: Double
        /// Mean intensity, 1 being that of the top of the scale; 0 where the dynamic range is unknown.
        package let meanIntensity: Double
    }

    /// From the top; rows without a pixel are left out.
    package private(set) var rows: [Row] = []
    /// Pixels in all.
    package private(set) var count = 0
    /// Pixels at either end of the grey scale.
    package private(set) var clippedCount = 0
    /// The top of the grey scale.
    package private(set) var topLevel = 255
    /// dB from the lowest to the top level, taken as a linear map; nil where it is unknown.
    package let dynamicRangeDecibels: Double?
    private var intensities: [Double] = []

    /// - Parameter dynamicRangeDecibels: nil, or anything but a positive number, where it is unknown.
    package init(dynamicRangeDecibels: Double?) {
        self.dynamicRangeDecibels = dynamicRangeDecibels.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }

    /// dB per grey level; nil where the dynamic range is unknown.
    package var decibelsPerLevel: Double? { dynamicRangeDecibels.map { $0 / Double(topLevel) } }

    /// Takes the rows of a region in place of those before.
    package mutating func fill(_ patch: GreyPatch) {
        rows.removeAll(keepingCapacity: true)
        (count, clippedCount) = (0, 0)
        prepare(topLevel: patch.topLevel)
        let levels = patch.levels.span
        let included = patch.included.span
        let intensities = intensities
        let table = intensities.span
        for row in 0..<patch.height {
            var (number, clipped, sum, intensity) = (0, 0, 0, 0.0)
            for index in (row * patch.width)..<((row + 1) * patch.width) where included[index] != 0 {
                let level = min(Int(levels[index]), topLevel)
                number += 1
                sum += level
                if level == 0 || level == topLevel { clipped += 1 }
                if !table.isEmpty { intensity += table[level] }
            }
            guard number > 0 else { continue }
            count += number
            clippedCount += clipped
            let size = Double(number)
            rows.append(
                Row(row: patch.top + row, count: number, meanLevel: Double(sum) / size, meanIntensity: intensity / size)
            )
        }
    }

    /// The intensity of each level, I = 10^((p − top)·DR/(10·top)).
    private mutating func prepare(topLevel: Int) {
        guard intensities.isEmpty || topLevel != self.topLevel else { return }
        self.topLevel = max(1, topLevel)
        guard let step = decibelsPerLevel else { return }
        intensities = (0...self.topLevel).map { pow(10, Double($0 - self.topLevel) * step / 10) }
    }
}
