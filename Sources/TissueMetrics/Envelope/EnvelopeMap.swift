internal import Foundation

/// Parametric maps of the envelope: a statistic of a square window about each pixel of a region.
///
/// A pixel has a value where it is included itself, at least half of its window is, no more of the window is clipped at the ends
/// of the scale than the conditions allow, and the statistic exists. A window holds few independent samples: its side should
/// be 3 pulse lengths or more, and the scatter of the map is the estimator's (m by likelihood, 1.245/√N of Rayleigh speckle).
package struct EnvelopeMap: Sendable {
    /// The sides of a window that are taken, pixels.
    package static let windows = 3...255
    /// Moments are sums of whole multiples of 2^−44, of the moments at the top of the scale: 255² of them fit 60 bits, and E[I²]
    /// is right to a thousandth at −50 dB, where 2^−20 would have made it 0.
    private static let unit = 0x1p44
    /// What rounding to the unit can make of the variance of equal values: half a unit in E[I²] and one in E[I]². So much of E[I]
    /// is also what it can make of Δ.
    private static let leastVariance = 0x1p-43

    private let compression: LogCompression
    private let mostClippedFraction: Double

    /// The maps of envelopes that are stored alike.
    ///
    /// - Parameters:
    ///   - compression: how grey levels stand for the envelope.
    ///   - conditions: of which the clipped fraction is asked of each window.
    package init(compression: LogCompression, conditions: SpeckleConditions = SpeckleConditions()) {
        self.compression = compression
        mostClippedFraction = conditions.mostClippedFraction
    }

    /// Computes a map.
    ///
    /// - Parameters:
    ///   - statistic: what to compute.
    ///   - patch: a region of the same top level.
    ///   - windowPixels: the side of the window, odd, within `windows`.
    /// - Returns: the map, of the patch's place and size.
    package func map(_ statistic: ParametricMap.Statistic, of patch: GreyPatch, windowPixels: Int) -> ParametricMap {
        precondition(Self.windows.contains(windowPixels) && windowPixels % 2 == 1, "the window has a centre")
        precondition(patch.topLevel == compression.topLevel, "the patch and the compression have one scale")
        let size = patch.width * patch.height
        var values = [Float](repeating: 0, count: size)
        var valid = [UInt8](repeating: 0, count: size)
        let area = UInt32(windowPixels * windowPixels)
        SlidingSums.forEach(in: patch, entries: entries(for: statistic), half: windowPixels / 2) { index, sums in
            guard 2 * sums.pixels >= area else { return }
            guard Double(sums.clipped) <= mostClippedFraction * Double(sums.pixels) else { return }
            guard let value = value(of: statistic, sums), value.isFinite else { return }
            values[index] = Float(value)
            valid[index] = 1
        }
        return ParametricMap(
            statistic: statistic,
            windowPixels: windowPixels,
            left: patch.left,
            top: patch.top,
            width: patch.width,
            height: patch.height,
            values: values,
            valid: valid
        )
    }

    private func entries(for statistic: ParametricMap.Statistic) -> [SlidingSums.Entry] {
        let top = compression.topLevel
        return (0...top).map { level in
            let intensity = compression.intensity[level]
            var entry = SlidingSums.Entry(pixels: 1, clipped: level == 0 || level == top ? 1 : 0)
            switch statistic {
            case .nakagamiMoment:
                (entry.first, entry.second) = (Self.whole(intensity), Self.whole(intensity * intensity))
            case .nakagamiLikelihood:
                // A clipped pixel has no log, and the two moments must be of the same pixels.
                guard entry.clipped == 0 else { return SlidingSums.Entry(clipped: 1) }
                // ln I is linear in the level, so that the sum of levels below the top is exact.
                (entry.first, entry.second) = (Self.whole(intensity), UInt64(top - level))
            }
            return entry
        }
    }

    private static func whole(_ moment: Double) -> UInt64 { UInt64((moment * unit).rounded()) }

    private func value(of statistic: ParametricMap.Statistic, _ sums: SlidingSums.Sums) -> Double? {
        let pixels = Double(sums.pixels)
        let first = Double(sums.first) / Self.unit / pixels
        switch statistic {
        case .nakagamiMoment:
            let variance = Double(sums.second) / Self.unit / pixels - first * first
            guard variance > Self.leastVariance else { return nil }
            return first * first / variance
        case .nakagamiLikelihood:
            let logIntensity = -Double(sums.second) / pixels * compression.decibelsPerLevel * log(10) / 10
            let difference = log(first) - logIntensity
            guard difference > Self.leastVariance / first + 1e-12, difference <= NakagamiShape.mostDifference else {
                return nil
            }
            return NakagamiShape.look(up: difference)
        }
    }
}
