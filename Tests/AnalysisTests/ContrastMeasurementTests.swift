internal import Analysis
internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import TestSupport
internal import Testing

/// A bolus by the textbook (qus.md F): baseline + C τ^a e^(−τ/b), τ = t − t0.
private struct GammaVariate {
    var peak = 0.5
    let a = 2.5
    let b = 5.0
    let arrival = 12.3
    let baseline = 0.01

    private var scale: Double { peak / (pow(a * b, a) * exp(-a)) }

    func intensity(_ seconds: Double) -> Double {
        let tau = seconds - arrival
        return baseline + (tau > 0 ? scale * pow(tau, a) * exp(-tau / b) : 0)
    }

    var area: Double { scale * pow(b, a + 1) * tgamma(a + 1) }

    var washIn: Double {
        let tau = b * (a - a.squareRoot())
        return scale * pow(tau, a) * exp(-tau / b) * (a / tau - 1 / b)
    }
}

@Suite("Contrast cines of made studies")
struct ContrastMeasurementTests {
    private static let secondsPerFrame = 0.5

    /// Each frame's pixels are of the two levels around the intensity, in the part that makes their mean intensity that of the
    /// bolus to 1/3,072 of a level's step (2.7 %): exact to 1e-5.
    private static func cine(_ bolus: GammaVariate, frames: Int = 150) -> StudyFixture {
        let intensity = { (level: Double) in pow(10, (level - 255) * 60 / 2550) }
        let levels = (0..<frames).map { frame -> (low: Int, part: Double) in
            let wanted = bolus.intensity(Double(frame) * secondsPerFrame)
            let low = Int((255 + 2550 / 60 * log10(wanted)).rounded(.down))
            let (below, above) = (intensity(Double(low)), intensity(Double(low + 1)))
            return (low, (wanted - below) / (above - below))
        }
        return StudyFixture(name: "contrast", frames: frames).setting(\.frameTime, 1000 * secondsPerFrame)
            .grey8 { _, frame, x, y in
                let (low, part) = levels[frame]
                // 1,973 shares no factor with 3,072, so that every rank comes once.
                let rank = Double((y * 64 + x) * 1973 % 3072) / 3072
                return UInt8(min(255, low + (rank < part ? 1 : 0)))
            }
    }

    private static func pipeline(_ rest: String = MadeSpeckle.given) -> String { Pipeline.roi("contrast-*", and: rest) }

    @Test("a planted bolus gives its peak, times, area and slope")
    func bolus() async throws {
        let planted = GammaVariate()
        let group = try await MadeStudy(Self.cine(planted)).result(Self.pipeline()).group("roi")
        // Frames without noise: what is left is the rest of the iteration and the levels' 1e-5, well below half a percent.
        let truths = [
            ("contrast-peak-gamma", planted.peak), ("contrast-time-to-peak-gamma", planted.a * planted.b),
            ("contrast-area-gamma", planted.area), ("contrast-transit-time-gamma", planted.b * (planted.a + 1)),
            ("contrast-wash-in-gamma", planted.washIn), ("contrast-arrival-gamma", planted.arrival),
            ("contrast-fit-gamma", 1),
        ]
        for (metric, truth) in truths {
            let number = try group.required(metric)
            #expect(abs(number / truth - 1) < 0.005, "\(metric)")
        }
        // The same curve as a lognormal fits nearly as well: its peak and area are those of the curve, give or take the misfit.
        let determination = try group.required("contrast-fit-lognormal")
        #expect(determination > 0.95 && determination < 1)
        let conditions = try group.measurement("contrast-peak-gamma").conditions
        #expect(conditions.contains("dynamic range 60 dB, as the pipeline gives it; assumed linear map"))
        let support = MetricCatalogue.definitions.filter { $0.family == .contrast }.map(\.support)
        #expect(support.allSatisfy { $0 == .none })
    }

    @Test(
        "a bolus whose peak is clipped is flagged, and another is not",
        .tags(.law6),
        arguments: [(1.3, true), (0.9, false)]
    )
    func clipped(peak: Double, isFlagged: Bool) async throws {
        let group = try await MadeStudy(Self.cine(GammaVariate(peak: peak))).result(Self.pipeline()).group("roi")
        for measurement in group.measurements {
            let found = measurement.flags.contains { $0.hasPrefix("clipped peak: ") }
            #expect(found == isFlagged, "\(measurement.metric)")
        }
    }

    @Test("a cine that ends before the wash-out has no area, and a shorter one nothing", .tags(.law6))
    func short() async throws {
        // To 36 s: 24 s after the arrival the curve is above a fifth of its peak.
        let cut = try await MadeStudy(Self.cine(GammaVariate(), frames: 73)).result(Self.pipeline()).group("roi")
        #expect(cut.value("contrast-peak-gamma") != nil)
        #expect(
            cut.reason("contrast-area-gamma") == "the cine ends before the contrast agent has washed out"
        )
        #expect(cut.reason("contrast-transit-time-gamma") != nil)
        let five = try await MadeStudy(Self.cine(GammaVariate(), frames: 5)).result(Self.pipeline()).group("roi")
        for measurement in five.measurements {
            #expect(measurement.answer == .notAvailable("the cine has too few frames"))
        }
        let before = try await MadeStudy(Self.cine(GammaVariate(), frames: 20)).result(Self.pipeline()).group("roi")
        #expect(before.reason("contrast-peak-gamma") == "no rise stands out from the first frames")
    }

    @Test("without a dynamic range or times there is no curve", .tags(.law6))
    func conditions() async throws {
        let study = try MadeStudy(Self.cine(GammaVariate(), frames: 30))
        let unknown = try await study.result(Self.pipeline("")).group("roi")
        #expect(unknown.reason("contrast-peak-gamma") == "dynamic range unknown")
        let timeless = try MadeStudy(
            Self.cine(GammaVariate(), frames: 30).without(.frameTime).without(.frameIncrementPointer)
        )
        let group = try await timeless.result(Self.pipeline()).group("roi")
        let reason = "neither Frame Time nor Frame Time Vector says when the frames were taken"
        #expect(group.reason("contrast-peak-gamma") == reason)
        let still = try await MadeStudy(StudyFixture(name: "no-cine")).result(Self.pipeline()).group("roi")
        #expect(still.reason("contrast-peak-gamma") != nil)
    }

    @Test("the fit doesn't depend on the number of lanes", .tags(.law2), arguments: [1, 7])
    func lanes(lanes: Int) async throws {
        let study = try MadeStudy(Self.cine(GammaVariate()))
        let bytes = try await study.result(Self.pipeline(), lanes: lanes).json()
        #expect(bytes == (try await study.result(Self.pipeline(), lanes: 2).json()))
    }
}

@Suite("Motion in made studies")
struct MotionMeasurementTests {
    private static let side = 100

    /// Frames cut from one picture of speckle, each `step` pixels further right, and noise of two levels at most.
    private static func cine(step: Int, frames: Int = 10) -> StudyFixture {
        let picture = MadeSpeckle.picture(seed: 95)
        return StudyFixture(name: "motion-\(step)", frames: frames).setting(\.width, side).setting(\.height, side)
            .grey8 { _, frame, x, y in
                let level = Int(picture[(y + 20) * MadeSpeckle.width + x + 15 + frame * step])
                let noise = (x * 31 + y * 17 + frame * 101) * 7919 % 5 - 2
                return UInt8(min(max(level + noise, 1), 254))
            }
    }

    private static let pipeline = Pipeline.roi("grey-mean, area, ngtdm-coarseness")

    @Test("a phantom that shifts is flagged, and one that stays is not; its frames repeat one another")
    func shift() async throws {
        let moving = try await MadeStudy(Self.cine(step: 3)).result(Self.pipeline).group("roi")
        let still = try await MadeStudy(Self.cine(step: 0)).result(Self.pipeline).group("roi")
        for metric in ["grey-mean", "ngtdm-coarseness"] {
            let flags = try moving.flags(metric)
            let motion = try #require(flags.first { $0.hasPrefix("motion: ") })
            #expect(motion.hasPrefix("motion: 9 of 9 pairs"))
            #expect(motion.contains("at most 3 pixels"))
            let quiet = try still.flags(metric)
            #expect(!quiet.contains { $0.hasPrefix("motion: ") })
            #expect(quiet.contains { $0.hasPrefix("frames are not independent") })
        }
        #expect(try moving.flags("area").isEmpty)
    }

    @Test("a slow drift is told from the middle frame")
    func drift() async throws {
        let flags = try await MadeStudy(Self.cine(step: 1)).result(Self.pipeline).group("roi").flags("grey-mean")
        // The first frames of the nine pairs are 0 to 8: four pixels from that of the middle pair.
        #expect(flags.contains("motion: frames lie up to 4 pixels from the middle one"), "\(flags)")
    }

    @Test("frames of fresh speckle match nothing: flagged as motion, but independent")
    func fresh() async throws {
        let pictures = (0..<6).map { MadeSpeckle.picture(seed: UInt64(300 + $0)) }
        let cine = StudyFixture(name: "fresh", frames: 6).setting(\.width, Self.side).setting(\.height, Self.side)
            .grey8 { _, frame, x, y in pictures[frame][y * MadeSpeckle.width + x] }
        let flags = try await MadeStudy(cine).result(Self.pipeline).group("roi").flags("grey-mean")
        #expect(flags.contains { $0.hasPrefix("motion: 5 of 5 pairs") })
        #expect(!flags.contains { $0.hasPrefix("frames are not independent") })
    }

    @Test("the flags don't depend on the number of lanes", .tags(.law2), arguments: [1, 7])
    func lanes(lanes: Int) async throws {
        let study = try MadeStudy(Self.cine(step: 2))
        let bytes = try await study.result(Self.pipeline, lanes: lanes).json()
        #expect(bytes == (try await study.result(Self.pipeline, lanes: 2).json()))
    }
}
