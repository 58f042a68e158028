internal import Analysis
internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import TestSupport
internal import Testing

@Suite("Spectral strips of made studies")
struct SpectralMeasurementTests {
    private static let (left, top) = (12, 20)
    private static let (columns, rows, baseline) = (480, 200, 150)

    /// Noise, and Doppler signal between the baseline and 60 − 40 cos cm/s, a row each; 80 columns of 10 ms are a beat.
    private static let strip: [UInt8] = {
        var random = SplitMix64(seed: 90)
        var levels: [UInt8] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let speed = 60 - 40 * cos(2 * Double.pi * Double(column % 80) / 80)
                let isFlow = row < baseline && Double(baseline - row) < speed
                // Rayleigh noise.
                let draw = (-2 * log(1 - random.uniform())).squareRoot()
                levels.append(row == baseline ? 200 : UInt8(min(255, (isFlow ? 60 : 3) * draw)))
            }
        }
        return levels
    }()

    private static let calibrated: UltrasoundRegion = {
        var region = UltrasoundRegion.plane(left, top, left + columns - 1, top + rows - 1, dataType: 3)
        region.spatialFormat = 3
        (region.unitsX, region.unitsY) = (4, 7)
        (region.deltaX, region.deltaY) = (0.01, -1)
        region.referencePixelY = Int32(baseline)
        return region
    }()

    /// A device's own trace, two rows on the envelope and joined from column to column, and text of white letters above it.
    private static func isDrawn(_ column: Int, _ row: Int) -> Bool {
        let place = { (column: Int) in
            baseline - Int((60 - 40 * cos(2 * Double.pi * Double(column % 80) / 80)).rounded())
        }
        let (own, last) = (place(column), place(max(0, column - 1)))
        if (min(own, last) - 1...max(own, last)).contains(row) { return true }
        // Letters H of 7 by 9 pixels, each 10 columns on.
        guard (10..<19).contains(row), (100..<160).contains(column) else { return false }
        let across = column % 10
        return across == 0 || across == 6 || (row == 14 && across < 7)
    }

    private static func study(_ region: UltrasoundRegion = calibrated, isTraced: Bool = false) -> StudyFixture {
        StudyFixture(name: "spectral").setting(\.width, 500).setting(\.height, 230).setting(\.regions, [region])
            .grey8 { _, _, x, y in
                guard (left..<left + columns).contains(x), (top..<top + rows).contains(y) else { return 0 }
                if isTraced, isDrawn(x - left, y - top) { return 255 }
                return strip[(y - top) * columns + x - left]
            }
    }

    private static let pipeline = Pipeline.roi("spectral-*", region: "spectral")

    @Test("the planted envelope gives its velocities and indices to a row")
    func envelope() async throws {
        let group = try await MadeStudy(Self.study()).result(Self.pipeline).group("roi")
        // A row is 1 cm/s; the others follow by the derivatives of the indices.
        #expect(abs(try group.required("spectral-psv") - 100) <= 1)
        #expect(abs(try group.required("spectral-edv") - 20) <= 1)
        #expect(abs(try group.required("spectral-tamv") - 60) <= 1)
        #expect(abs(try group.required("spectral-ri") - 0.8) <= 1.0 / 100 + 20.0 / 10_000)
        #expect(abs(try group.required("spectral-pi") - 80.0 / 60) <= 2.0 / 60 + 80.0 / 3600)
        #expect(abs(try group.required("spectral-sd") - 5) <= 1.0 / 19 + 100.0 / (19 * 20))
    }

    @Test("a trace and text that the device drew change nothing by more than a row")
    func traced() async throws {
        let group = try await MadeStudy(Self.study(isTraced: true)).result(Self.pipeline).group("roi")
        #expect(abs(try group.required("spectral-psv") - 100) <= 1)
        #expect(abs(try group.required("spectral-edv") - 20) <= 1)
        #expect(abs(try group.required("spectral-tamv") - 60) <= 1)
    }

    @Test("what was done about the angle, beats and resolution stand beside each value")
    func remarks() async throws {
        let read = "mean of 5 beats; ± 1 cm/s, a row; flow above the baseline"
        let group = try await MadeStudy(Self.study()).result(Self.pipeline).group("roi")
        for measurement in group.measurements {
            let device = "velocities as the device wrote them, with its angle correction, if any"
            #expect(measurement.conditions == [device, read])
            #expect(measurement.flags.isEmpty)
        }
        var region = Self.calibrated
        (region.unitsY, region.deltaY, region.transducerFrequency) = (5, -10, 3000)
        let along = try await MadeStudy(Self.study(region)).result(Self.pipeline).group("roi")
        #expect(try along.measurement("spectral-psv").conditions.first == "along the beam, not angle-corrected")
        region.dopplerCorrectionAngle = 65
        let steep = try await MadeStudy(Self.study(region)).result(Self.pipeline).group("roi")
        #expect(try steep.measurement("spectral-psv").conditions.first == "angle-corrected here by 65 degrees")
        #expect(try #require(steep.flags("spectral-psv").first).hasPrefix("Doppler angle of 65 degrees, above 60"))
    }

    @Test("a strip in Hz needs the transducer's frequency, and scales by it", .tags(.law6))
    func hertz() async throws {
        var region = Self.calibrated
        (region.unitsY, region.deltaY, region.transducerFrequency) = (5, -10, 3000)
        let group = try await MadeStudy(Self.study(region)).result(Self.pipeline).group("roi")
        // 1540 m/s · 10 Hz / (2 · 3 MHz) = 0.2567 cm/s a row.
        let perRow = 154_000.0 * 10 / 6e6
        #expect(abs(try group.required("spectral-psv") - 100 * perRow) <= perRow)
        #expect(abs(try group.required("spectral-ri") - 0.8) <= 0.012)
        region.transducerFrequency = nil
        let none = try await MadeStudy(Self.study(region)).result(Self.pipeline).group("roi")
        #expect(none.reason("spectral-psv") == "the strip is in Hz, and the transducer's frequency is not known")
    }

    @Test("other units, or no reference row, leave every number out with the reason", .tags(.law6))
    func units() async throws {
        let cases: [(WritableKeyPath<UltrasoundRegion, Int?>, Int, String)] = [
            (\.unitsY, 3, "the strip's rows are neither in cm/s nor in Hz"),
            (\.unitsX, 3, "the strip's columns have no time scale"),
        ]
        for (field, unit, reason) in cases {
            var region = Self.calibrated
            region[keyPath: field] = unit
            let group = try await MadeStudy(Self.study(region)).result(Self.pipeline).group("roi")
            for measurement in group.measurements { #expect(measurement.answer == .notAvailable(reason)) }
        }
        var region = Self.calibrated
        region.referencePixelY = nil
        let group = try await MadeStudy(Self.study(region)).result(Self.pipeline).group("roi")
        #expect(group.reason("spectral-psv") == "the strip has no reference row, so its baseline is not known")
    }

    @Test("a tissue region is no strip", .tags(.law6))
    func tissue() async throws {
        let study = try MadeStudy(StudyFixture(name: "no-strip"))
        let group = try await study.result(Pipeline.roi("spectral-psv, spectral-ri")).group("roi")
        #expect(group.reason("spectral-psv") == "the region is no spectral strip")
        let aimed = try await study.result(Self.pipeline)
        #expect(aimed.groups.isEmpty)
    }
}
