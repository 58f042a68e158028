import Foundation

/// Speckle from its cause: point scatterers of random place and phase, seen through a Gaussian point-spread function. Since
/// the field is known everywhere, it can be sampled at any fraction of a pixel.
struct ScattererField {
    /// Standard deviation of the point-spread function, pixels.
    let spread: Double
    private var scatterers: [(x: Double, y: Double, real: Double, imaginary: Double)] = []

    /// One scatterer a pixel: 4π spread² of them in a speckle cell, 18 at a spread of 1.2, which is fully developed.
    init(width: Int, height: Int, spread: Double = 1.2, seed: UInt64) {
        self.spread = spread
        var generator = SplitMix(seed: seed)
        let margin = 4 * spread + 20
        let (across, down) = (Double(width) + 2 * margin, Double(height) + 2 * margin)
        for _ in 0..<Int(across * down) {
            let phase = Double.random(in: 0..<(2 * Double.pi), using: &generator)
            scatterers.append(
                (
                    x: Double.random(in: 0..<across, using: &generator) - margin,
                    y: Double.random(in: 0..<down, using: &generator) - margin, real: cos(phase), imaginary: sin(phase)
                )
            )
        }
    }

    /// Intensity over its expectation (exponential of mean 1), row by row, of a window that is shifted by (x, y) pixels.
    func intensities(width: Int, height: Int, shiftX: Double = 0, shiftY: Double = 0) -> [Double] {
        var real = [Double](repeating: 0, count: width * height)
        var imaginary = real
        let reach = Int((3.5 * spread).rounded(.up))
        for scatterer in scatterers {
            let (x, y) = (scatterer.x + shiftX - 0.5, scatterer.y + shiftY - 0.5)
            let (column, row) = (Int(x.rounded()), Int(y.rounded()))
            let columns = ((column - reach)..<(column + reach + 1)).clamped(to: 0..<width)
            let rows = ((row - reach)..<(row + reach + 1)).clamped(to: 0..<height)
            guard !columns.isEmpty, !rows.isEmpty else { continue }
            let across = columns.map { exp(-(Double($0) - x) * (Double($0) - x) / (2 * spread * spread)) }
            for y0 in rows {
                let down = exp(-(Double(y0) - y) * (Double(y0) - y) / (2 * spread * spread))
                var index = y0 * width + columns.lowerBound
                for weight in across {
                    real[index] += weight * down * scatterer.real
                    imaginary[index] += weight * down * scatterer.imaginary
                    index += 1
                }
            }
        }
        // Each scatterer brings the integral of the squared point-spread function, π spread².
        let scale = 1 / (Double.pi * spread * spread)
        return real.indices.map { scale * (real[$0] * real[$0] + imaginary[$0] * imaginary[$0]) }
    }

    /// Log-compressed to 8 bits: the mean intensity has level `mean`, the scale spans `dynamicRange` dB.
    func levels(
        width: Int,
        height: Int,
        mean: Double,
        dynamicRange: Double = 60,
        shiftX: Double = 0,
        shiftY: Double = 0
    ) -> [UInt8] {
        intensities(width: width, height: height, shiftX: shiftX, shiftY: shiftY).map { intensity in
            let level = mean + 10 * log10(max(intensity, 1e-12)) * 255 / dynamicRange
            return UInt8(min(max(level.rounded(), 0), 255))
        }
    }
}
