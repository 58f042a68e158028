internal import PhantomSimulator
internal import Testing

/// The truths are Rayleigh's law in closed form: Burckhardt 1978, Wagner et al. 1983.
@Suite("Simulated speckle")
struct SpeckleTests {
    private static let pointSpread = SpeckleField.PointSpread(lateral: 1.2, axial: 0.7)

    @Test("the envelope's mean over its standard deviation is √(π/(4−π)), its mean intensity 1", arguments: 0..<8)
    func rayleigh(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let field = SpeckleField(width: 200, height: 200, pointSpread: Self.pointSpread, random: &random)
        let envelope = field.envelope
        let count = Double(envelope.count)
        let mean = envelope.reduce(0, +) / count
        let intensity = envelope.reduce(0) { $0 + $1 * $1 } / count
        let deviation = (intensity - mean * mean).squareRoot()
        // Standard deviations of the estimates: 1.36/√N and 1/√N over N independent samples; four of them are allowed.
        let independent = count / Self.pointSpread.cellArea
        #expect(abs(mean / deviation - 1.9131) < 4 * 1.36 / independent.squareRoot())
        #expect(abs(intensity - 1) < 4 / independent.squareRoot())
    }

    @Test("the log-compressed greys have the closed-form mean and spread", arguments: [-14.0, -8.0])
    func compressed(echogenicity: Double) {
        let phantom = Phantom(width: 200, height: 200, pointSpread: Self.pointSpread, echogenicity: echogenicity)
        var random = SplitMix64(seed: 1)
        let pixels = phantom.picture(of: phantom.speckle(random: &random)).map(Double.init)
        let count = Double(pixels.count)
        let mean = pixels.reduce(0, +) / count
        let deviation = (pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        let expectedDeviation = GreyMap.rayleighDeviation / 60 * 255
        let independent = (count / Self.pointSpread.cellArea).squareRoot()
        // Four standard errors of the mean; for the spread, the log's kurtosis of 5.4 makes the factor √(4.4/4).
        #expect(abs(mean - phantom.greyMap.meanGrey(echogenicity: echogenicity)) < 4 * expectedDeviation / independent)
        #expect(abs(deviation - expectedDeviation) < 4 * 1.05 * expectedDeviation / independent)
    }

    @Test("neighbouring frames correlate as told")
    func decorrelation() {
        var random = SplitMix64(seed: 3)
        let first = SpeckleField(width: 160, height: 160, pointSpread: Self.pointSpread, random: &random)
        var second = first
        second.decorrelate(
            to: 0.8,
            with: SpeckleField(width: 160, height: 160, pointSpread: Self.pointSpread, random: &random)
        )
        let product = zip(first.real, second.real).reduce(0) { $0 + $1.0 * $1.1 }
        let norm = (first.real.reduce(0) { $0 + $1 * $1 } * second.real.reduce(0) { $0 + $1 * $1 }).squareRoot()
        // sd of a correlation: (1 − ρ²)/√N, where N counts cells of the field itself (twice those of the intensity).
        let independent = (160 * 160 / (2 * Self.pointSpread.cellArea)).squareRoot()
        #expect(abs(product / norm - 0.8) < 4 * 0.36 / independent)
    }

    @Test("the current liver is brighter than the prior one by the planted 6 dB")
    func liverOrder() {
        func meanGrey(_ echogenicity: Double, _ seed: UInt64) -> Double {
            let phantom = SimulatedStudy.liverPhantom(echogenicity: echogenicity)
            var random = SplitMix64(seed: seed)
            let pixels = phantom.picture(of: phantom.speckle(random: &random))
            let window = (80..<140).flatMap { y in pixels[y * phantom.width + 90..<y * phantom.width + 150] }
            return window.reduce(0) { $0 + Double($1) } / Double(window.count)
        }
        let deviation = GreyMap.rayleighDeviation / 60 * 255
        let independent = (60 * 60 / SpeckleField.PointSpread(lateral: 1.2, axial: 0.7).cellArea).squareRoot()
        // 6 dB of 60 over 255 levels; both means have their error.
        #expect(abs(meanGrey(-8, 5) - meanGrey(-14, 6) - 25.5) < 4 * deviation / independent * 2.0.squareRoot())
    }

    @Test("coloured pixels are those of the flow, and the grey ones stay grey")
    func colourFraction() {
        let vessel = SimulatedStudy.vessel
        let painted = vessel.painted(on: [UInt8](repeating: 90, count: 256 * 200), width: 256)
        var coloured = 0
        for y in vessel.box.minY...vessel.box.maxY {
            for x in vessel.box.minX...vessel.box.maxX {
                let start = (y * 256 + x) * 3
                let pixel = painted[start..<start + 3]
                if (pixel.max() ?? 0) - (pixel.min() ?? 0) > 24 { coloured += 1 }
            }
        }
        #expect(coloured == vessel.colouredPixels)
        // Flow fills |offset| < √(1 − 4/32) of the half width: 2 · 14 · 0.9354 of the box's 100 rows; a row of rounding.
        #expect(abs(Double(coloured) / Double(vessel.box.area) - 0.2619) < 0.01)
    }
}
