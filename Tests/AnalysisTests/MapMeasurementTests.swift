internal import Analysis
internal import Imaging
internal import PhantomSimulator
internal import TestSupport
internal import Testing
internal import TissueMetrics

@Suite("Maps of made studies")
struct MapMeasurementTests {
    private static let pictures = (0..<4).map { MadeSpeckle.picture(seed: UInt64(40 + $0)) }
    private static let cine = StudyFixture(name: "map", frames: 4).setting(\.width, MadeSpeckle.width)
        .setting(\.height, MadeSpeckle.height).grey8 { _, frame, x, y in pictures[frame][y * MadeSpeckle.width + x] }
    private static let box = PixelRectangle(left: 20, top: 30, right: 120, bottom: 110)

    private static func pipeline(_ rest: String) -> String {
        Pipeline.roi(
            "nakagami-shape",
            shape: Pipeline.rectangle(box.left, box.top, box.width, box.height),
            more: ", maps: [nakagami-shape, nakagami-shape-moment]",
            and: rest
        )
    }

    @Test("the maps are of the middle frame, as computed directly, and the groups name them")
    func middle() async throws {
        let (result, depictions) = try await MadeStudy(Self.cine).seen(
            Self.pipeline(MadeSpeckle.given + "\nrules: {mapWindowPixels: 31}")
        )
        let maps = try #require(depictions.first).maps
        #expect(maps.map(\.metric) == ["nakagami-shape", "nakagami-shape-moment"])
        #expect(maps.allSatisfy { $0.frame == 3 && $0.roi == "roi" && $0.group == 0 })
        #expect(maps.allSatisfy { $0.pixelMillimetres.map { $0.x == 0.5 && $0.y == 0.5 } ?? false })
        let whole = PixelRectangle(left: 0, top: 0, right: MadeSpeckle.width, bottom: MadeSpeckle.height)
        var patch = GreyPatch()
        patch.fill(
            PixelMask(RegionOutline(Self.box), within: whole),
            of: Self.pictures[2],
            width: MadeSpeckle.width,
            excluded: []
        )
        let drawer = EnvelopeMap(
            compression: LogCompression(dynamicRangeDecibels: MadeSpeckle.dynamicRange, topLevel: 255),
            conditions: SpeckleConditions()
        )
        let likelihood = drawer.map(.nakagamiLikelihood, of: patch, windowPixels: 31)
        let moment = drawer.map(.nakagamiMoment, of: patch, windowPixels: 31)
        #expect(maps.map(\.values) == [likelihood, moment])
        let records = try #require(try result.group("roi").maps)
        #expect(records.map(\.name) == ["map-1-1", "map-1-2"])
        #expect(records.map(\.metric) == maps.map(\.metric))
        #expect(records.allSatisfy { $0.frame == 3 && $0.windowPixels == 31 })
        #expect(try StudyResult(json: result.json()) == result)
    }

    @Test("without a dynamic range there is no map, and the omission says so", .tags(.law6))
    func refused() async throws {
        let (result, depictions) = try await MadeStudy(Self.cine).seen(Self.pipeline(""))
        #expect(try #require(depictions.first).maps.isEmpty)
        #expect(try result.group("roi").maps == nil)
        #expect(
            result.omissions == [
                "map of nakagami-shape, ROI roi: not available: dynamic range unknown",
                "map of nakagami-shape-moment, ROI roi: not available: dynamic range unknown",
            ]
        )
    }

    @Test("a window is never less than three speckle cells")
    func cells() async throws {
        let pipeline = Pipeline.roi(
            "nakagami-shape, speckle-width, speckle-height",
            more: ", maps: [nakagami-shape]",
            and: MadeSpeckle.given + "\nrules: {mapWindowPixels: 3}"
        )
        let (result, depictions) = try await MadeStudy(MadeSpeckle.still(seed: 44)).seen(pipeline)
        let group = try result.group("roi")
        let cell = max(try group.required("speckle-width"), try group.required("speckle-height"))
        let window = Int((3 * cell).rounded(.up)) | 1
        #expect(window > 3)
        #expect(try #require(depictions.first).maps.map(\.values.windowPixels) == [window])
        #expect(try #require(group.maps).map(\.windowPixels) == [window])
    }

    @Test("the maps don't depend on the number of lanes", .tags(.law2), arguments: [1, 7])
    func lanes(lanes: Int) async throws {
        let study = try MadeStudy(Self.cine)
        let two = try await study.seen(Self.pipeline(MadeSpeckle.given))
        let others = try await study.seen(Self.pipeline(MadeSpeckle.given), lanes: lanes)
        #expect(others.depictions.map { $0.maps.map(\.values) } == two.depictions.map { $0.maps.map(\.values) })
        #expect(try others.result.json() == two.result.json())
    }
}
