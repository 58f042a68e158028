internal import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Spectral Doppler strips")
struct SpectralVelocitiesTests {
    @Test("the planted envelope 60 − 40 cos is read to a row", arguments: 0..<6 as Range<UInt64>)
    func truth(seed: UInt64) throws {
        let read = SpectralVelocities(try PaintedStrip(seed: seed).strip())
        // A row is 1 cm/s; the others follow by the derivatives of the indices.
        try expect(read.peakSystolic, near: 100, within: 1)
        try expect(read.endDiastolic, near: 20, within: 1)
        try expect(read.timeAveragedMaximum, near: 60, within: 1)
        try expect(read.resistiveIndex, near: 0.8, within: 1.0 / 100 + 20.0 / 10_000)
        try expect(read.pulsatilityIndex, near: 80.0 / 60, within: 2.0 / 60 + 80.0 / 3600)
        try expect(read.systolicDiastolicRatio, near: 5, within: 1.0 / 19 + 100.0 / (19 * 20))
        // The period is good to a column.
        try expect(read.periodSeconds, near: 0.8, within: 0.01)
        #expect(read.beats == 5)
        #expect(read.side == .above)
        let (index, ratio) = (try #require(read.resistiveIndex.value), try #require(read.systolicDiastolicRatio.value))
        #expect(abs(index - (1 - 1 / ratio)) < 1e-12)
    }

    @Test("upside down, with flow below the baseline, it is the same", arguments: 0..<3 as Range<UInt64>)
    func flipped(seed: UInt64) throws {
        let painted = PaintedStrip(seed: seed)
        let (upright, flipped) = (SpectralVelocities(try painted.strip()), SpectralVelocities(try painted.flipped()))
        #expect(flipped.side == .below)
        #expect(flipped.peakSystolic == upright.peakSystolic)
        #expect(flipped.endDiastolic == upright.endDiastolic)
        #expect(flipped.timeAveragedMaximum == upright.timeAveragedMaximum)
        #expect(flipped.resistiveIndex == upright.resistiveIndex)
    }

    @Test("the calibration scales velocities and leaves indices")
    func scaling() throws {
        let painted = PaintedStrip(seed: 3)
        let (one, two) = (
            SpectralVelocities(try painted.strip()), SpectralVelocities(try painted.strip(valuePerRow: -2))
        )
        let pairs = [
            (one.peakSystolic, two.peakSystolic), (one.endDiastolic, two.endDiastolic),
            (one.timeAveragedMaximum, two.timeAveragedMaximum),
        ]
        for (single, double) in pairs {
            let (low, high) = (try #require(single.value), try #require(double.value))
            #expect(abs(2 * low - high) < 1e-9)
        }
        let (low, high) = (try #require(one.pulsatilityIndex.value), try #require(two.pulsatilityIndex.value))
        #expect(abs(low - high) < 1e-12)
    }

    @Test("Hz become cm/s by the transducer's frequency and the angle, once")
    func hertz() throws {
        let calibration = try SpectralCalibration(
            referenceRow: 150,
            referenceValue: 0,
            valuePerRow: -10,
            secondsPerColumn: 0.01,
            unit: .hertz(transducerKilohertz: 3000),
            angleDegrees: 60
        )
        // 1540 m/s · 10 Hz / (2 · 3 MHz · ½) = 5.1333 mm/s.
        let perRow = 0.513333333333
        #expect(abs(calibration.centimetresPerSecond(atRow: 149) - perRow) < 1e-9)
        #expect(calibration.angleCorrection == .here)
        #expect(!calibration.isAngleAbove60Degrees)
        let read = SpectralVelocities(PaintedStrip(seed: 1).strip(calibration: calibration))
        try expect(read.peakSystolic, near: 100 * perRow, within: perRow)
        try expect(read.resistiveIndex, near: 0.8, within: 0.012)
    }

    @Test("cm/s are the device's, whatever the angle; above 60 degrees is said")
    func deviceAngle() throws {
        let calibration = try SpectralCalibration(
            referenceRow: 10,
            referenceValue: 30,
            valuePerRow: -2,
            secondsPerColumn: 0.01,
            unit: .centimetresPerSecond,
            angleDegrees: -61
        )
        #expect(calibration.centimetresPerSecond(atRow: 10) == 30)
        #expect(calibration.centimetresPerSecond(atRow: 25) == 0)
        #expect(calibration.angleCorrection == .byDevice)
        #expect(calibration.isAngleAbove60Degrees)
    }

    @Test("a calibration that says nothing is refused", .tags(.law6))
    func refusals() {
        func make(_ perRow: Double, _ perColumn: Double, _ unit: SpectralCalibration.Unit, _ angle: Double?) -> String {
            do throws(SpectralCalibration.Refusal) {
                _ = try SpectralCalibration(
                    referenceRow: 0,
                    referenceValue: 0,
                    valuePerRow: perRow,
                    secondsPerColumn: perColumn,
                    unit: unit,
                    angleDegrees: angle
                )
                return "taken"
            } catch { return error.reason }
        }
        #expect(make(0, 1, .centimetresPerSecond, nil) == "the strip's rows have no calibration")
        #expect(make(.nan, 1, .centimetresPerSecond, nil) == "the strip's rows have no calibration")
        #expect(make(1, 0, .centimetresPerSecond, nil) == "the strip's columns have no calibration")
        #expect(make(1, 1, .hertz(transducerKilohertz: 0), nil) == "a strip in Hz without Transducer Frequency")
        let angle = "the Doppler angle leaves no velocity along the beam"
        #expect(make(1, 1, .hertz(transducerKilohertz: 3000), 90) == angle)
        #expect(make(1, 1, .hertz(transducerKilohertz: 3000), .nan) == angle)
        #expect(make(1, 1, .hertz(transducerKilohertz: 3000), nil) == "taken")
    }

    @Test("an existing trace and text are looked past", arguments: 0..<3 as Range<UInt64>)
    func drawings(seed: UInt64) throws {
        var painted = PaintedStrip(seed: seed)
        painted.drawTrace()
        painted.drawText()
        let read = SpectralVelocities(try painted.strip())
        try expect(read.peakSystolic, near: 100, within: 1)
        try expect(read.endDiastolic, near: 20, within: 1)
        try expect(read.timeAveragedMaximum, near: 60, within: 1)
    }

    @Test("end diastole is before the upstroke, not in an early notch", arguments: 0..<3 as Range<UInt64>)
    func notch(seed: UInt64) throws {
        // A rise of a tenth of the beat to 100, a fall to a notch of 15 at a quarter, a bump of 45, and a slow fall to
        // 30.
        let corners = [(0.0, 30.0), (0.1, 100), (0.25, 15), (0.35, 45), (1.0, 30)]
        let painted = PaintedStrip(seed: seed) { phase in
            let upper = corners.firstIndex { $0.0 > phase } ?? corners.count - 1
            let ((x0, y0), (x1, y1)) = (corners[upper - 1], corners[upper])
            return y0 + (y1 - y0) * (phase - x0) / (x1 - x0)
        }
        let read = SpectralVelocities(try painted.strip())
        try expect(read.endDiastolic, near: 30, within: 1)
        // The median of five columns cuts a tip that rises 70 in 8 columns and falls 85 in 12: the third highest of the
        // five is less than two columns from the tip.
        try expect(read.peakSystolic, near: 100, within: 1 + 2 * 85.0 / 12)
    }

    @Test("what can't be read says why", .tags(.law6))
    func conditions() throws {
        func reason(_ strip: SpectralStrip) -> Availability { SpectralVelocities(strip).peakSystolic }
        let aliased = PaintedStrip(seed: 1) { 100 - 70 * cos(2 * Double.pi * $0) }
        #expect(reason(try aliased.strip()) == .notAvailable("aliased: the envelope touches the strip's edge"))
        let short = PaintedStrip(seed: 1, width: 200)
        #expect(reason(try short.strip()) == .notAvailable("1 whole heart beats, fewer than 3"))
        let steady = PaintedStrip(seed: 1) { _ in 50 }
        let rhythm = "no heart period of 0.3 to 2 s with an autocorrelation of 0.3 in two cycles"
        #expect(reason(try steady.strip()) == .notAvailable(rhythm))
        let noise = PaintedStrip(seed: 1) { _ in 0 }
        #expect(reason(try noise.strip()) == .notAvailable("no spectrum above the level of the side away from flow"))
        let low = try SpectralCalibration(
            referenceRow: 199,
            referenceValue: 0,
            valuePerRow: -1,
            secondsPerColumn: 0.01,
            unit: .centimetresPerSecond,
            angleDegrees: nil
        )
        #expect(
            reason(PaintedStrip(seed: 1).strip(calibration: low))
                == .notAvailable("fewer than 16 rows away from flow to tell noise from signal")
        )
    }

    @Test("a mirror of the flow leaves no noise to compare with", .tags(.law6))
    func mirrored() throws {
        let bright = "no spectrum above the level of the side away from flow"
        let dim = "flow on both sides of the baseline: no side to take the noise floor from"
        for (level, reason) in [(255, bright), (60, dim)] as [(UInt8, String)] {
            var painted = PaintedStrip(seed: 1)
            painted.mirror(levels: level)
            let read = SpectralVelocities(try painted.strip(), side: .above)
            #expect(read.peakSystolic == .notAvailable(reason))
            #expect(read.resistiveIndex == .notAvailable(reason))
        }
    }

    @Test("beats are of the longer side of a sweep's gap")
    func gap() throws {
        var painted = PaintedStrip(seed: 1)
        painted.blank(330..<340)
        let read = SpectralVelocities(try painted.strip())
        #expect(read.beats == 3)
        try expect(read.peakSystolic, near: 100, within: 1)
        try expect(read.endDiastolic, near: 20, within: 1)
    }

    @Test("without flow at end diastole RI is 1 and S/D is not available", .tags(.law6))
    func noDiastolicFlow() throws {
        let painted = PaintedStrip(seed: 2) { $0 < 0.5 ? 100 * sin(2 * Double.pi * $0) : 0 }
        let read = SpectralVelocities(try painted.strip())
        try expect(read.resistiveIndex, near: 1, within: 0.01)
        #expect(
            read.systolicDiastolicRatio == .notAvailable("the end-diastolic velocity is not above the baseline")
        )
    }

    @Test("empty, one-pixel, constant and wholly excluded strips have no number", .tags(.law6))
    func degenerate() throws {
        let calibration = try PaintedStrip.calibration(valuePerRow: -1)
        for (width, height) in [(0, 0), (1, 1), (0, 200), (300, 0), (300, 200)] {
            let levels = [UInt8](repeating: 77, count: width * height)
            for excluded in [[], [UInt8](repeating: 1, count: levels.count)] {
                let strip = SpectralStrip(
                    levels: levels,
                    excluded: excluded,
                    width: width,
                    height: height,
                    calibration: calibration
                )
                let read = SpectralVelocities(strip)
                #expect(read.peakSystolic.value == nil)
                #expect(read.systolicDiastolicRatio.value == nil)
                #expect(read.beats == 0)
            }
        }
    }

    private func expect(_ found: Availability, near truth: Double, within tolerance: Double) throws {
        let value = try #require(found.value)
        #expect(abs(value - truth) <= tolerance)
    }
}

/// A strip of 10 ms columns and rows of 1 cm/s with its baseline in row 150, where Rayleigh noise is a twentieth of
/// Rayleigh signal.
private struct PaintedStrip {
    private let width: Int
    private let height = 200
    private let envelope: (Double) -> Double
    private var levels: [UInt8] = []
    private var excluded: [UInt8]

    /// The envelope is in cm/s at a part of the heart cycle of 0.8 s.
    init(
        seed: UInt64,
        width: Int = 480,
        envelope: @escaping (Double) -> Double = { 60 - 40 * cos(2 * Double.pi * $0) }
    ) {
        self.width = width
        self.envelope = envelope
        excluded = [UInt8](repeating: 0, count: width * height)
        var random = SplitMix(seed: seed)
        // Rayleigh quantiles of 4,096 even probabilities.
        let quantiles = (0..<4096).map { (-2 * log(1 - (Double($0) + 0.5) / 4096)).squareRoot() }
        let speeds = (0..<width).map { envelope(Self.phase($0)) }
        for row in 0..<height {
            for column in 0..<width {
                let velocity = Double(150 - row)
                let scale = velocity > 0 && velocity < speeds[column] ? 60.0 : 3
                levels.append(UInt8(min(255, scale * quantiles[Int(random.next() >> 52)])))
            }
        }
        for column in 0..<width { levels[150 * width + column] = 200 }
    }

    private static func phase(_ column: Int) -> Double { Double(column % 80) / 80 }

    /// Two rows on the envelope.
    mutating func drawTrace() {
        for column in 0..<width {
            let row = 150 - Int(envelope(Self.phase(column)).rounded())
            for traced in (row - 1)...row {
                levels[traced * width + column] = 255
                excluded[traced * width + column] = 1
            }
        }
    }

    /// The rows above the baseline again below it, brought down to at most some level.
    mutating func mirror(levels most: UInt8 = 255) {
        for row in 151..<height {
            for column in 0..<width {
                levels[row * width + column] = min(most, levels[(300 - row) * width + column])
            }
        }
    }

    mutating func blank(_ columns: Range<Int>) {
        for row in 0..<height {
            for column in columns { levels[row * width + column] = 0 }
        }
    }

    mutating func drawText() {
        for row in 5..<17 {
            for column in 60..<160 {
                levels[row * width + column] = 255
                excluded[row * width + column] = 1
            }
        }
    }

    static func calibration(valuePerRow: Double, referenceRow: Double = 150) throws -> SpectralCalibration {
        try SpectralCalibration(
            referenceRow: referenceRow,
            referenceValue: 0,
            valuePerRow: valuePerRow,
            secondsPerColumn: 0.01,
            unit: .centimetresPerSecond,
            angleDegrees: nil
        )
    }

    func strip(valuePerRow: Double = -1) throws -> SpectralStrip {
        strip(calibration: try Self.calibration(valuePerRow: valuePerRow))
    }

    func strip(calibration: SpectralCalibration) -> SpectralStrip {
        SpectralStrip(levels: levels, excluded: excluded, width: width, height: height, calibration: calibration)
    }

    func flipped() throws -> SpectralStrip {
        let rows = (0..<height).reversed().flatMap { levels[($0 * width)..<(($0 + 1) * width)] }
        let calibration = try Self.calibration(valuePerRow: -1, referenceRow: 49)
        return SpectralStrip(levels: rows, excluded: [], width: width, height: height, calibration: calibration)
    }
}
