/// Whether a region is of one kind of tissue: the means of its ninths scatter no more than speckle makes them.
package struct SpeckleHomogeneity: Hashable, Sendable {
    /// Windows of fewer independent samples are not looked at: their means are far from normal.
    static let leastSamples = 10.0
    private static let parts = 3

    /// χ² over its degrees of freedom, 1 for homogeneous speckle: Σ Nⱼ(Mⱼ − M)²/σ²/(k − 1), of k windows with the means Mⱼ and Nⱼ
    /// independent samples, σ² being the variance within them. Not available where there are not two windows, or no variance.
    package let factor: Availability

    /// Of the linear intensity.
    ///
    /// - Parameters:
    ///   - patch: a region of interest.
    ///   - compression: how its grey levels stand for the envelope, with the same top level.
    ///   - effectiveSamples: independent samples in it.
    package init(_ patch: GreyPatch, compression: LogCompression, effectiveSamples: Double) {
        precondition(patch.topLevel == compression.topLevel, "the patch and the compression have one scale")
        factor = Self.factor(patch, values: compression.intensity, samples: effectiveSamples)
    }

    /// Of the grey levels, which need no dynamic range.
    ///
    /// - Parameters:
    ///   - patch: a region of interest.
    ///   - effectiveSamples: independent samples in its grey levels.
    package init(greyLevelsOf patch: GreyPatch, effectiveSamples: Double) {
        factor = Self.factor(patch, values: (0...max(0, patch.topLevel)).map(Double.init), samples: effectiveSamples)
    }

    /// Why a region does not serve.
    ///
    /// - Parameter most: of the factor.
    /// - Returns: a clause for a reader; nil where it serves.
    package func refusal(most: Double) -> String? {
        switch factor {
        case .notAvailable(let reason): "whether the region is homogeneous is not known: \(reason)"
        case .value(let factor) where factor > most:
            // Rounded up, so that the clause never says that too much is enough.
            "the region is not homogeneous: its parts differ \((factor * 10).rounded(.up) / 10) times as much as speckle makes "
                + "them, more than \(most)"
        case .value: nil
        }
    }

    private struct Window {
        var (count, sum, squares) = (0.0, 0.0, 0.0)
    }

    private static func factor(_ patch: GreyPatch, values: [Double], samples: Double) -> Availability {
        guard patch.count > 0 else { return .emptyRegion }
        let share = samples / Double(patch.count)
        let windows = windows(of: patch, values: values).filter { $0.count * share >= leastSamples }
        guard windows.count > 1 else { return .notAvailable("it is too small to be divided") }
        var (count, sum, within) = (0.0, 0.0, 0.0)
        for window in windows {
            count += window.count
            sum += window.sum
            within += max(0, window.squares - window.sum * window.sum / window.count)
        }
        let (mean, variance) = (sum / count, within / count)
        guard variance > 0 else { return .zeroVariance }
        var scatter = 0.0
        for window in windows {
            let difference = window.sum / window.count - mean
            scatter += window.count * share * difference * difference
        }
        return Availability(finite: scatter / variance / Double(windows.count - 1))
    }

    private static func windows(of patch: GreyPatch, values: [Double]) -> [Window] {
        var windows = [Window](repeating: Window(), count: parts * parts)
        let (levels, included) = (patch.levels.span, patch.included.span)
        for row in 0..<patch.height {
            let first = row * parts / patch.height * parts
            for part in 0..<parts {
                // A run of a row at a time: few additions reach the array.
                var window = Window()
                let columns = (part * patch.width / parts)..<((part + 1) * patch.width / parts)
                for column in columns where included[row * patch.width + column] != 0 {
                    let value = values[min(Int(levels[row * patch.width + column]), values.count - 1)]
                    window.count += 1
                    window.sum += value
                    window.squares += value * value
                }
                windows[first + part].count += window.count
                windows[first + part].sum += window.sum
                windows[first + part].squares += window.squares
            }
        }
        return windows
    }
}
