/// Fully developed speckle: the complex echo of countless scatterers under a point spread.
///
/// White circular Gaussian noise under a separable Gaussian point spread, scaled to a mean intensity of 1, so that the envelope
/// follows Rayleigh's law (Burckhardt 1978; Wagner et al. 1983) with a mean of √π/2 and a ratio of mean to standard deviation
/// of 1.9131, whatever the point spread.
package struct SpeckleField: Sendable {
    /// The standard deviations of the point spread's amplitude, in pixels.
    package struct PointSpread: Hashable, Sendable {
        /// Across the beam, along rows.
        package var lateral: Double
        /// Along the beam, along columns.
        package var axial: Double

        package init(lateral: Double, axial: Double) {
            self.lateral = lateral
            self.axial = axial
        }

        /// The speckle cell's area in pixels: the correlation of intensity summed over all lags, 2π σx σy for a Gaussian
        /// amplitude (its autocorrelation is a Gaussian of √2 σ, squared one of σ). Pixels over it are independent samples.
        package var cellArea: Double { 2 * .pi * lateral * axial }
    }

    /// Pixels in a row.
    package let width: Int
    /// Rows.
    package let height: Int
    /// In phase, row by row.
    package private(set) var real: [Double]
    /// In quadrature, row by row.
    package private(set) var imaginary: [Double]

    /// Draws a field.
    ///
    /// - Parameters:
    ///   - width: pixels, positive.
    ///   - height: pixels, positive.
    ///   - pointSpread: positive standard deviations.
    ///   - random: the only source of chance.
    package init(width: Int, height: Int, pointSpread: PointSpread, random: inout SplitMix64) {
        precondition(width > 0 && height > 0, "a field has pixels")
        self.width = width
        self.height = height
        let rows = Self.kernel(pointSpread.axial)
        let columns = Self.kernel(pointSpread.lateral)
        real = Self.draw(width, height, columns, rows, &random)
        imaginary = Self.draw(width, height, columns, rows, &random)
    }

    /// Mixes in a fresh field, so that two frames' complex echoes correlate by `correlation` (0 to 1) and the statistics stay.
    package mutating func decorrelate(to correlation: Double, with fresh: SpeckleField) {
        precondition(fresh.width == width && fresh.height == height, "fields of one size")
        let share = (1 - correlation * correlation).squareRoot()
        for index in real.indices {
            real[index] = correlation * real[index] + share * fresh.real[index]
            imaginary[index] = correlation * imaginary[index] + share * fresh.imaginary[index]
        }
    }

    /// The envelope: the complex echo's magnitude, row by row.
    package var envelope: [Double] {
        zip(real, imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }
    }

    /// Gaussian taps to four standard deviations, with a sum of squares of 1, so that white noise keeps its variance.
    private static func kernel(_ deviation: Double) -> [Double] {
        precondition(deviation > 0, "a point spread has a width")
        let reach = Int((4 * deviation).rounded(.up))
        let taps = (-reach...reach).map { offset in
            PortableMath.exponential(-Double(offset * offset) / (2 * deviation * deviation))
        }
        let norm = taps.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return taps.map { $0 / norm }
    }

    /// One quadrature, of variance 1/2.
    private static func draw(
        _ width: Int,
        _ height: Int,
        _ columns: [Double],
        _ rows: [Double],
        _ random: inout SplitMix64
    ) -> [Double] {
        let noiseWidth = width + columns.count - 1
        let noiseHeight = height + rows.count - 1
        let half = 0.5.squareRoot()
        let noise = (0..<noiseWidth * noiseHeight).map { _ in random.nearlyNormal() * half }
        var across = [Double](repeating: 0, count: width * noiseHeight)
        for y in 0..<noiseHeight {
            for x in 0..<width {
                var sum = 0.0
                for tap in columns.indices { sum += columns[tap] * noise[y * noiseWidth + x + tap] }
                across[y * width + x] = sum
            }
        }
        var field = [Double](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0.0
                for tap in rows.indices { sum += rows[tap] * across[(y + tap) * width + x] }
                field[y * width + x] = sum
            }
        }
        return field
    }
}
