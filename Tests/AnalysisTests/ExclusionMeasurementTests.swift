internal import Analysis
internal import PhantomSimulator
internal import TestSupport
internal import Testing

@Suite("Text burned into made studies")
struct ExclusionMeasurementTests {
    private static let (width, height) = (MadeSpeckle.width, MadeSpeckle.height)

    /// Pixels of "LET" in strokes of two pixels, from (30, 40).
    private static let text: Set<Int> = {
        let letters: [[UInt8]] = [
            [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
            [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
            [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
        ]
        var pixels: Set<Int> = []
        for (position, letter) in letters.enumerated() {
            for (row, bits) in letter.enumerated() {
                for column in 0..<5 where bits & (16 >> UInt8(column)) != 0 {
                    for (down, across) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                        pixels.insert((40 + 2 * row + down) * width + 30 + 2 * (position * 7 + column) + across)
                    }
                }
            }
        }
        return pixels
    }()

    private static func painted(_ picture: [UInt8]) -> [UInt8] {
        picture.enumerated().map { text.contains($0) ? 255 : $1 }
    }

    private static func fixture(_ pictures: [[UInt8]], name: String) -> StudyFixture {
        StudyFixture(name: name, frames: pictures.count).setting(\.width, width).setting(\.height, height)
            .grey8 { _, frame, x, y in pictures[frame][y * width + x] }
    }

    private static func mean(_ picture: [UInt8], _ isIn: (Int) -> Bool) -> Double {
        var (sum, count) = (0, 0)
        for (index, level) in picture.enumerated() where isIn(index) {
            sum += Int(level)
            count += 1
        }
        return Double(sum) / Double(count)
    }

    @Test(
        "over a still, text is left out: the mean is that of the unpainted pixels that are left",
        arguments: [70, 71]
    )
    func still(seed: UInt64) async throws {
        // Top at 30 dB: the speckle is dark enough for text to stand out.
        let bare = MadeSpeckle.picture(seed: seed, top: 30)
        let study = try MadeStudy(Self.fixture([Self.painted(bare)], name: "still"))
        let (result, depictions) = try await study.seen(Pipeline.roi("grey-mean, grey-entropy"))
        let exclusions = try #require(depictions.first).exclusions
        #expect(Self.text.allSatisfy { exclusions[$0] != 0 })
        // Text of 100 strokes' squares, a pixel wider all round, is less than four times its pixels; nothing else is taken.
        #expect(exclusions.count { $0 != 0 } < 4 * Self.text.count)
        let mean = try result.group("roi").required("grey-mean")
        #expect(abs(mean - Self.mean(bare) { exclusions[$0] == 0 }) < 1e-9)
        // Standard error of the mean: 23.67 levels over the root of the samples; four of them on what few pixels were left out.
        #expect(abs(mean - Self.mean(bare) { _ in true }) < 23.67 * 4 / MadeSpeckle.samples.squareRoot())
    }

    @Test("over a cine, what never changes is left out of each frame", arguments: [80, 81])
    func cine(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let phantom = Phantom(
            width: Self.width,
            height: Self.height,
            pointSpread: MadeSpeckle.pointSpread,
            echogenicity: 0,
            greyMap: GreyMap(range: 60, top: 15)
        )
        let motion = Phantom.Motion(reach: 0, period: 4, correlation: 0.5)
        let bare = phantom.cine(frames: 6, motion: motion, random: &random)
        let study = try MadeStudy(Self.fixture(bare.map(Self.painted), name: "cine"))
        let (result, depictions) = try await study.seen(Pipeline.roi("grey-mean"))
        let exclusions = try #require(depictions.first).exclusions
        #expect(Self.text.allSatisfy { exclusions[$0] != 0 })
        #expect(exclusions.count { $0 != 0 } < 4 * Self.text.count)
        let means = bare.map { Self.mean($0) { exclusions[$0] == 0 } }.sorted()
        let median = (means[2] + means[3]) / 2
        #expect(abs(try result.group("roi").required("grey-mean") - median) < 1e-9)
    }

    @Test("text over more than a quarter of an ROI leaves it without grey levels", .tags(.law6))
    func covered() async throws {
        let study = try MadeStudy(Self.fixture([Self.painted(MadeSpeckle.picture(seed: 72, top: 30))], name: "covered"))
        let tight = Pipeline.roi("grey-mean, ngtdm-coarseness, area", shape: Pipeline.rectangle(30, 40, 42, 14))
        let group = try await study.result(tight).group("roi")
        #expect(try #require(group.reason("grey-mean")).hasPrefix("overlay covers ROI: "))
        #expect(try #require(group.reason("ngtdm-coarseness")).hasPrefix("overlay covers ROI: "))
        #expect(group.value("area") != nil)
        // About the text and as much again, and a third of the text: between 5 and 25 %.
        let wide = Pipeline.roi("grey-mean", shape: Pipeline.rectangle(20, 30, 90, 60))
        let flags = try await study.result(wide).group("roi").flags("grey-mean")
        #expect(flags.contains { $0.hasPrefix("overlay: ") })
    }
}
