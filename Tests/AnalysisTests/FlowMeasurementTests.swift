internal import Analysis
internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import TestSupport
internal import Testing

/// A colour box of 80 by 80 pixels with flat patches, and a bar from +60 to −60 cm/s beside it.
private struct FlowPicture {
    static let (width, height, side) = (96, 80, 80)
    static let bar = (x: 84, y: 8, width: 8, height: 64)
    static let greatest = 60.0

    /// Blue by way of black to red; each side's main channel rises by 195 from zero to the end.
    static func colour(_ velocity: Double) -> ColourDoppler.Colour {
        let share = velocity / greatest
        guard abs(share) >= 0.05 else { return ColourDoppler.Colour(red: 0, green: 0, blue: 0) }
        let (main, green) = (UInt8(60 + 195 * abs(share)), UInt8(200 * share * share))
        return share > 0
            ? ColourDoppler.Colour(red: main, green: green, blue: 0)
            : ColourDoppler.Colour(red: 0, green: green, blue: main)
    }

    static func pixel(_ x: Int, _ y: Int, _ velocity: Double?) -> ColourDoppler.Colour {
        if let velocity { return colour(velocity) }
        if (bar.x..<bar.x + bar.width).contains(x), (bar.y..<bar.y + bar.height).contains(y) {
            return colour(greatest * (1 - 2 * Double(y - bar.y) / Double(bar.height - 1)))
        }
        let grey = UInt8(60 + (x * 7 + y * 13) % 30)
        return ColourDoppler.Colour(red: grey, green: grey, blue: grey)
    }

    /// +36 cm/s and −24 cm/s, 400 pixels each.
    static func patches(_ x: Int, _ y: Int) -> Double? {
        guard (20..<40).contains(y) else { return nil }
        if (10..<30).contains(x) { return 36 }
        return (45..<65).contains(x) ? -24 : nil
    }

    static let scale =
        "colourScales: [{name: flow, quantity: cm/s, bar: {x: 84, y: 8, width: 8, height: 64}, low: -60, high: 60}]"

    static func study(_ velocity: @escaping @Sendable (_ frame: Int, _ x: Int, _ y: Int) -> Double?, frames: Int = 1)
        -> StudyFixture
    {
        StudyFixture(name: "flow", frames: frames).setting(\.width, width).setting(\.height, height)
            .setting(\.regions, [.plane(0, 0, side - 1, side - 1, dataType: 2)])
            .rgb8 { _, frame, x, y in pixel(x, y, velocity(frame, x, y)) }
    }

    static func pipeline(_ metrics: String, scale: String = Self.scale, more: String = ", colourScale: flow") -> String
    {
        Pipeline.roi(metrics, region: "colourFlow", more: more, and: scale)
    }
}

@Suite("Colour flow of made studies")
struct FlowMeasurementTests {
    private static let scaled = "flow-index, vascularisation-flow-index, colour-velocity, colour-speed"

    /// A place on the bar is off by at most 12.2 in RGB (ColourScale), of 195 or more along a side: 3.8 cm/s, and half an entry of
    /// 1.9 cm/s.
    private static let velocityTolerance = 12.2 / 195 * FlowPicture.greatest + 0.95

    @Test("planted patches and a bar of known ends give the indices and velocities")
    func patches() async throws {
        let study = try MadeStudy(FlowPicture.study { _, x, y in FlowPicture.patches(x, y) })
        let group = try await study.result(FlowPicture.pipeline("colour-fraction, \(Self.scaled)")).group("roi")
        #expect(abs(try group.required("colour-fraction") - 12.5) < 1e-9)
        #expect(abs(try group.required("colour-velocity") - (36.0 - 24) / 2) < Self.velocityTolerance)
        #expect(abs(try group.required("colour-speed") - (36.0 + 24) / 2) < Self.velocityTolerance)
        let levelTolerance = 100 / FlowPicture.greatest * Self.velocityTolerance
        let level = try group.required("flow-index")
        #expect(abs(level - (60.0 + 40) / 2) < levelTolerance)
        #expect(abs(try group.required("vascularisation-flow-index") - 12.5 * level / 100) < 1e-9)
        let along = "along the beam, not angle-corrected; aliasing and wall filter are in it"
        for (metric, isVelocity) in [("colour-velocity", true), ("colour-speed", true), ("flow-index", false)] {
            let conditions = try group.measurement(metric).conditions
            #expect(conditions.contains("0 % of the coloured pixels match no entry of the bar"))
            #expect(conditions.contains(along) == isVelocity)
        }
    }

    @Test("colours off the bar are told, and above the pipeline's rule leave no index", .tags(.law6))
    func unmatched() async throws {
        // 400 of 1,000 coloured pixels are green, which the bar is not.
        let green = ColourDoppler.Colour(red: 0, green: 230, blue: 60)
        let study = try MadeStudy(
            FlowPicture.study { _, _, _ in nil }.rgb8 { _, _, x, y in
                if (20..<40).contains(y), (10..<30).contains(x) { return green }
                return FlowPicture.pixel(x, y, (20..<40).contains(y) && (40..<70).contains(x) ? 36 : nil)
            }
        )
        let pipeline = FlowPicture.pipeline("flow-index")
        let group = try await study.result(pipeline).group("roi")
        #expect(group.value("flow-index") != nil)
        let told = "40 % of the coloured pixels match no entry of the bar"
        #expect(try group.measurement("flow-index").conditions.contains(told))
        let strict = try await study.result(pipeline + "rules: {mostUnmatchedFlowPercent: 39}").group("roi")
        #expect(strict.reason("flow-index") == "40% of the coloured pixels match no colour of the bar")
    }

    @Test("white text and black outside the sector are no grey pixels of the fraction")
    func drawnInGrey() async throws {
        let study = try MadeStudy(
            FlowPicture.study { _, _, _ in nil }.rgb8 { _, _, x, y in
                // A letter of strokes one pixel wide, and a black corner.
                if (60..<68).contains(y), x == 10 || x == 16 || (y == 63 && (10..<17).contains(x)) {
                    return ColourDoppler.Colour(red: 255, green: 255, blue: 255)
                }
                if x + y < 20 { return ColourDoppler.Colour(red: 0, green: 0, blue: 0) }
                return FlowPicture.pixel(x, y, FlowPicture.patches(x, y))
            }
        )
        let group = try await study.result(FlowPicture.pipeline("colour-fraction", scale: "", more: "")).group("roi")
        // The corner is 210 pixels; the letter 9 by 10 with the pixel around that it bleeds into, less three columns of three rows
        // above its bar and of four below, which no stroke touches.
        #expect(abs(try group.required("colour-fraction") - 100 * 800 / (6400.0 - 210 - (90 - 21))) < 0.01)
    }

    @Test("the velocity scales with the bar's ends")
    func ends() async throws {
        let study = try MadeStudy(FlowPicture.study { _, x, y in FlowPicture.patches(x, y) })
        let double = FlowPicture.scale.replacingOccurrences(of: "60", with: "120")
        let one = try await study.result(FlowPicture.pipeline("colour-velocity")).group("roi")
        let two = try await study.result(FlowPicture.pipeline("colour-velocity", scale: double)).group("roi")
        #expect(abs(try two.required("colour-velocity") - 2 * one.required("colour-velocity")) < 1e-9)
    }

    @Test("without a scale, or with a bar that can't be read, velocities are not available", .tags(.law6))
    func unknownScale() async throws {
        let study = try MadeStudy(FlowPicture.study { _, x, y in FlowPicture.patches(x, y) })
        let none = try await study.result(FlowPicture.pipeline("colour-fraction, \(Self.scaled)", scale: "", more: ""))
            .group("roi")
        #expect(none.value("colour-fraction") != nil)
        for metric in ["flow-index", "vascularisation-flow-index", "colour-velocity", "colour-speed"] {
            #expect(none.reason(metric) == "scale unknown: the ROI names no colour scale")
        }
        let grey = FlowPicture.scale.replacingOccurrences(of: "x: 84, y: 8", with: "x: 70, y: 8")
        let unread = try await study.result(FlowPicture.pipeline(Self.scaled, scale: grey)).group("roi")
        for measurement in unread.measurements {
            #expect(try #require(unread.reason(measurement.metric)).hasPrefix("scale unknown: "))
        }
        let power = FlowPicture.scale.replacingOccurrences(of: "cm/s", with: "kPa")
            .replacingOccurrences(of: "low: -60", with: "blending: opaque, low: -60")
        let other = try await study.result(FlowPicture.pipeline(Self.scaled, scale: power)).group("roi")
        #expect(other.reason("colour-velocity") == "the ROI's colour scale is of kPa")
    }

    @Test("without colour there is no flow: fraction 0, and no mean", .tags(.law6))
    func noFlow() async throws {
        let study = try MadeStudy(FlowPicture.study { _, _, _ in nil })
        let group = try await study.result(FlowPicture.pipeline("colour-fraction, \(Self.scaled)")).group("roi")
        #expect(group.value("colour-fraction") == 0)
        #expect(group.value("vascularisation-flow-index") == 0)
        #expect(group.reason("flow-index") == "no coloured pixel")
        #expect(group.reason("colour-velocity") == "no coloured pixel")
        let grey = StudyFixture(name: "no-colour").setting(\.regions, [.plane(0, 0, 63, 47, dataType: 2)])
        let plain = try await MadeStudy(grey).result(FlowPicture.pipeline("colour-fraction, colour-velocity")).group(
            "roi"
        )
        #expect(plain.reason("colour-fraction") == "the image has no colour")
        #expect(plain.reason("colour-velocity") == "the image has no colour")
    }

    /// Rows of a vessel 20 pixels wide over a heart period of 16 frames.
    private static func rows(_ frame: Int) -> Int { Int((10 + 6 * cos(2 * Double.pi * Double(frame) / 16)).rounded()) }

    private static func cine(milliseconds: Double) -> StudyFixture {
        FlowPicture.study(
            { frame, x, y in (20..<20 + rows(frame)).contains(y) && (20..<40).contains(x) ? 30 : nil },
            frames: 48
        ).setting(\.frameTime, milliseconds)
    }

    @Test("the variation over the heart cycle is that planted")
    func pulsatility() async throws {
        // 16 frames of 50 ms: 0.8 s, three times.
        let study = try MadeStudy(Self.cine(milliseconds: 50))
        let group = try await study.result(FlowPicture.pipeline("colour-pulsatility, colour-fraction")).group("roi")
        let rows = (0..<16).map(Self.rows)
        let mean = Double(rows.reduce(0, +)) / 16
        // A cycle may begin a frame late, where the period is found a little long: a sixteenth of the mean's own spread.
        #expect(abs(try group.required("colour-pulsatility") - 12 / mean) < 12 / mean * 0.04)
        #expect(try group.measurement("colour-fraction").frameCount == 48)
    }

    @Test("without times, or at a low rate, there is no variation over the cycle", .tags(.law6))
    func noTimes() async throws {
        let slow = try MadeStudy(Self.cine(milliseconds: 100))
        let group = try await slow.result(FlowPicture.pipeline("colour-pulsatility")).group("roi")
        #expect(group.reason("colour-pulsatility") == "10 frames a second, fewer than 15 or more than 1000")
        let timeless = try MadeStudy(Self.cine(milliseconds: 50).without(.frameTime).without(.frameIncrementPointer))
        let other = try await timeless.result(FlowPicture.pipeline("colour-pulsatility")).group("roi")
        #expect(
            other.reason("colour-pulsatility")
                == "neither Frame Time nor Frame Time Vector says when the frames were taken"
        )
        let still = try MadeStudy(FlowPicture.study { _, x, y in FlowPicture.patches(x, y) })
        let one = try await still.result(FlowPicture.pipeline("colour-pulsatility")).group("roi")
        #expect(one.reason("colour-pulsatility") != nil)
    }
}

@Suite("Stiffness overlays of made studies")
struct StiffnessMeasurementTests {
    private static let (width, height) = (96, 80)

    /// Blue, cyan, yellow, red: a channel changes by 1,020 per unit.
    private static func jet(_ part: Double) -> ColourDoppler.Colour {
        let level = { (number: Double) in UInt8((255 * min(max(number, 0), 1)).rounded()) }
        return ColourDoppler.Colour(
            red: level(1.5 - abs(4 * part - 3)),
            green: level(1.5 - abs(4 * part - 2)),
            blue: level(1.5 - abs(4 * part - 1))
        )
    }

    /// An overlay of 40 by 40 pixels from (10, 20): 16 columns of 10 kPa, 24 of 30 kPa; the bar from 0 to 40 kPa.
    private static let study = StudyFixture(name: "stiffness").setting(\.width, width).setting(\.height, height)
        .setting(\.regions, [.plane(0, 0, 79, 79)])
        .rgb8 { _, _, x, y in
            if (84..<92).contains(x), (8..<72).contains(y) { return jet(1 - Double(y - 8) / 63) }
            if (10..<50).contains(x), (20..<60).contains(y) { return jet(x < 26 ? 0.25 : 0.75) }
            let grey = UInt8(60 + (x * 7 + y * 13) % 30)
            return ColourDoppler.Colour(red: grey, green: grey, blue: grey)
        }

    private static func pipeline(
        scale: String = "kPa",
        low: Int = 0,
        high: Int = 40,
        names: String = ", colourScale: e",
        rules: String = "mostSpreadPercentKilopascals: 100, mostSpreadPercentMetresPerSecond: 100"
    ) -> String {
        Pipeline.roi(
            "stiffness, stiffness-iqr, shear-wave-speed, shear-wave-speed-iqr",
            shape: Pipeline.rectangle(10, 20, 40, 40),
            more: names,
            and:
                "colourScales: [{name: e, quantity: \(scale), bar: {x: 84, y: 8, width: 8, height: 64}, low: \(low), high: \(high), "
                + "blending: opaque}]\nrules: {\(rules)}"
        )
    }

    /// 12.2 in RGB of 1,020 along the bar, and half an entry.
    private static let tolerance = 12.2 / 1020 * 40 + 0.5 * 40 / 63

    @Test("a bar of known kPa gives median and spread, and metres a second by E = 3ρc²")
    func kilopascals() async throws {
        let group = try await MadeStudy(Self.study).result(Self.pipeline()).group("roi")
        #expect(abs(try group.required("stiffness") - 30) < Self.tolerance)
        #expect(abs(try group.required("stiffness-iqr") - 20) < 2 * Self.tolerance)
        let speed = 10.0.squareRoot()
        #expect(abs(try group.required("shear-wave-speed") - speed) < Self.tolerance / (6 * speed))
        let conditions = try group.measurement("stiffness").conditions
        #expect(
            conditions == ["elastography: no evidence for 0689T", "0 % of the overlay rejected; 1600 pixels"]
        )
        #expect(try group.flags("stiffness").isEmpty)
    }

    @Test("values that scatter stay, and are flagged as unreliable by the rule of each quantity", .tags(.law6))
    func scatter() async throws {
        let study = try MadeStudy(Self.study)
        let group = try await study.result(Self.pipeline(rules: "leastPixels: 100")).group("roi")
        // 20 of 30 kPa are 67 %; of √10 m/s, √10 − √(10/3) are 42 %.
        #expect(abs(try group.required("stiffness") - 30) < Self.tolerance)
        for (metric, most) in [("stiffness", 30), ("stiffness-iqr", 30), ("shear-wave-speed", 15)] {
            let flags = try group.flags(metric)
            #expect(flags.count == 1)
            #expect(try #require(flags.first).hasPrefix("unreliable: the interquartile range is "))
            #expect(try #require(flags.first).hasSuffix("more than \(most) %"))
        }
        #expect(abs(try group.required("stiffness-iqr") - 20) < 2 * Self.tolerance)
        let between = "mostSpreadPercentKilopascals: 50, mostSpreadPercentMetresPerSecond: 50"
        let speed = try await study.result(Self.pipeline(rules: between)).group("roi")
        #expect(try speed.flags("shear-wave-speed").isEmpty)
        #expect(try !speed.flags("stiffness").isEmpty)
    }

    @Test("fewer values than asked are flagged as unreliable", .tags(.law6))
    func fewValues() async throws {
        let pipeline = Self.pipeline(
            rules:
                "leastStiffnessValues: 2000, mostSpreadPercentKilopascals: 100, mostSpreadPercentMetresPerSecond: 100"
        )
        let group = try await MadeStudy(Self.study).result(pipeline).group("roi")
        for measurement in group.measurements {
            #expect(measurement.flags == ["unreliable: 1600 pixels with a value, fewer than 2000"])
            #expect(group.value(measurement.metric) != nil)
        }
    }

    @Test("the pipeline's reject distance holds", .tags(.law6))
    func reject() async throws {
        // 10 kPa are (0, 128, 255), in the cell around (3.5, 131.5, 251.5): every entry there has no red and full blue, and so is 4.9
        // or more away.
        let group = try await MadeStudy(Self.study).result(Self.pipeline(rules: "colourBarRejectDistance: 1")).group(
            "roi"
        )
        #expect(try #require(group.reason("stiffness-iqr")).hasSuffix("match no colour of the bar"))
    }

    @Test("stiffness never supports the tissue service", .tags(.law4))
    func support() {
        let stiff = MetricCatalogue.definitions.filter { $0.family == .stiffness }
        #expect(!stiff.isEmpty)
        #expect(stiff.allSatisfy { $0.support == .none })
    }

    @Test("without a scale of stiffness the overlay is not calibrated", .tags(.law6))
    func uncalibrated() async throws {
        let study = try MadeStudy(Self.study)
        let none = try await study.result(Self.pipeline(names: "")).group("roi")
        for measurement in none.measurements {
            #expect(measurement.answer == .notAvailable("colour scale not calibrated"))
        }
        let flow = try await study.result(Self.pipeline(scale: "cm/s")).group("roi")
        for measurement in flow.measurements {
            #expect(try #require(flow.reason(measurement.metric)).hasPrefix("colour scale not calibrated"))
        }
    }

    @Test("grey tissue under the ROI matches no colour of the bar", .tags(.law6))
    func grey() async throws {
        let pipeline = Self.pipeline().replacingOccurrences(of: "x: 10, y: 20,", with: "x: 52, y: 30,")
            .replacingOccurrences(of: "width: 40, height: 40", with: "width: 25, height: 25")
        let group = try await MadeStudy(Self.study).result(pipeline).group("roi")
        #expect(try #require(group.reason("stiffness")).hasSuffix("match no colour of the bar"))
    }

    @Test("more of the overlay off the bar than the pipeline's rule leaves no stiffness", .tags(.law6))
    func rejected() async throws {
        // 4 of 44 columns are grey.
        let wide = Self.pipeline().replacingOccurrences(of: "width: 40, height: 40", with: "width: 44, height: 40")
        let study = try MadeStudy(Self.study)
        let group = try await study.result(wide).group("roi")
        #expect(try group.measurement("stiffness").conditions.contains("9.1 % of the overlay rejected; 1600 pixels"))
        let strict = wide.replacingOccurrences(of: "rules: {", with: "rules: {mostRejectedOverlayPercent: 9, ")
        let none = try await study.result(strict).group("roi")
        #expect(none.reason("stiffness") == "9% of the overlay's pixels match no colour of the bar")
    }
}
