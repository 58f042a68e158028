internal import Analysis
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("ROIs that other objects of a made study draw")
struct DrawnMeasurementTests {
    private static let (width, height) = (64, 48)

    /// Levels below those of drawings, so that every pixel counts.
    private static func level(_ x: Int, _ y: Int) -> UInt8 { UInt8(10 + (x * 5 + y * 11) % 83) }

    private static let image = StudyFixture(name: "drawn").grey8 { _, _, x, y in level(x, y) }

    /// A disc with a hole, and a part apart from it.
    private static let mask: [Bool] = (0..<width * height).map { index in
        let (y, x) = index.quotientAndRemainder(dividingBy: width)
        let distance = (x - 24) * (x - 24) + (y - 20) * (y - 20)
        return (distance <= 169 && distance > 16) || ((50..<58).contains(x) && (30..<41).contains(y))
    }

    private static let boxOfReport = DrawnObjects.Box(left: 10, top: 8, right: 30, bottom: 20)
    private static let boxOfPresentation = DrawnObjects.Box(left: 5, top: 25, right: 40, bottom: 40)

    private static func pipeline(label: String = "Lesion", by: String = "", more: String = "") -> String {
        Pipeline.roi("grey-mean, area", shape: "{drawn: {label: \(label)\(by)}}", more: more)
    }

    private static func mean(_ isIn: (Int, Int) -> Bool) -> Double {
        var (sum, count) = (0, 0)
        for y in 0..<height {
            for x in 0..<width where isIn(x, y) {
                sum += Int(level(x, y))
                count += 1
            }
        }
        return Double(sum) / Double(count)
    }

    private static func made(_ fixture: StudyFixture = image) throws -> (study: MadeStudy, objects: DrawnObjects) {
        let study = try MadeStudy(fixture)
        return (study, DrawnObjects(fixture: fixture, folder: study.folder.url))
    }

    @Test("the pixels of a segmentation, hole and parts included, are those measured")
    func segmentation() async throws {
        let (study, objects) = try Self.made()
        try objects.segmentation("Lesion", mask: Self.mask, columns: Self.width)
        let result = try await study.result(Self.pipeline(label: "LESION"))
        let group = try result.group("roi")
        #expect(group.roi.pixels == Self.mask.count { $0 })
        #expect(group.roi.source == "segmentation, segment 1")
        let mean = Self.mean { Self.mask[$1 * Self.width + $0] }
        #expect(abs(try group.required("grey-mean") - mean) < 1e-9)
        #expect(result.omissions.isEmpty)
        #expect(result.instances.map(\.disposition).contains(.supporting))
    }

    @Test("the rectangles of a report and of a presentation state are those measured")
    func boxes() async throws {
        for source in ["report", "presentation"] {
            let (study, objects) = try Self.made()
            let box = source == "report" ? Self.boxOfReport : Self.boxOfPresentation
            if source == "report" { try objects.report("Lesion", box) } else { try objects.presentation("Lesion", box) }
            let group = try await study.result(Self.pipeline()).group("roi")
            #expect(group.roi.pixels == box.pixels)
            #expect(group.roi.source == (source == "report" ? "structured report" : "presentation state"))
            let mean = Self.mean { x, y in
                (Int(box.left)..<Int(box.right)).contains(x) && (Int(box.top)..<Int(box.bottom)).contains(y)
            }
            #expect(abs(try group.required("grey-mean") - mean) < 1e-9)
        }
    }

    @Test("a segmentation goes before a report, and a report before a presentation state, unless the pipeline says")
    func priority() async throws {
        let (study, objects) = try Self.made()
        try objects.presentation("Lesion", Self.boxOfPresentation)
        #expect(try await study.result(Self.pipeline()).groups.map(\.roi.source) == ["presentation state"])
        try objects.report("Lesion", Self.boxOfReport)
        #expect(try await study.result(Self.pipeline()).groups.map(\.roi.source) == ["structured report"])
        try objects.segmentation("Lesion", mask: Self.mask, columns: Self.width)
        #expect(try await study.result(Self.pipeline()).groups.map(\.roi.source) == ["segmentation, segment 1"])
        let other = Self.pipeline(by: ", by: [presentation, segmentation]")
        #expect(try await study.result(other).groups.map(\.roi.source) == ["presentation state"])
    }

    @Test("another label draws nothing here, and the omission says so", .tags(.law6))
    func label() async throws {
        let (study, objects) = try Self.made()
        try objects.segmentation("Cyst", mask: Self.mask, columns: Self.width)
        let result = try await study.result(Self.pipeline())
        #expect(result.groups.isEmpty)
        guard case .nothingToMeasure(let reasons) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        let omission = "ROI roi: not available: no segmentation, report, presentation of the study draws it here"
        #expect(reasons.contains(omission))
    }

    @Test("what can't be taken from a drawing is told", .tags(.law6))
    func faults() async throws {
        let (study, objects) = try Self.made()
        try objects.presentation("Lesion", Self.boxOfPresentation, type: "MULTIPOINT")
        let result = try await study.result(Self.pipeline())
        guard case .nothingToMeasure(let reasons) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        #expect(reasons.contains { $0.contains("is a set of points, which encloses nothing") })
    }

    @Test("a segmentation without an outline, a chessboard, is refused and costs nothing", .tags(.law8))
    func chessboard() async throws {
        let fixture = Self.image.setting(\.width, 200).setting(\.height, 200)
        let (study, objects) = try Self.made(fixture)
        try objects.segmentation("Lesion", mask: (0..<40_000).map { ($0 % 200 + $0 / 200) % 2 == 0 }, columns: 200)
        let result = try await study.result(Self.pipeline())
        #expect(result.groups.isEmpty)
        guard case .nothingToMeasure(let reasons) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        #expect(reasons.contains { $0.hasSuffix("too many corners to be an outline") }, "\(reasons)")
    }

    @Test("a segmentation of another size than the image is not placed", .tags(.law6))
    func size() async throws {
        let (study, objects) = try Self.made()
        try objects.segmentation("Lesion", mask: Array(Self.mask.prefix(32 * 48)), columns: 32)
        let result = try await study.result(Self.pipeline())
        guard case .nothingToMeasure(let reasons) = result.outcome else {
            Issue.record("the outcome is \(result.outcome)")
            return
        }
        #expect(reasons.contains("ROI roi: not available: the segmentation is of another size than the image"))
    }

    @Test("an ROI that is not on the middle frame has no survey of that frame's pixels", .tags(.law6))
    func survey() async throws {
        let cine = StudyFixture(name: "drawn-survey", frames: 4).grey8 { _, frame, x, y in
            frame == 2 ? 0 : Self.level(x, y)
        }
        for (frame, isSurveyed) in [(1, false), (3, true)] {
            let (study, objects) = try Self.made(cine)
            try objects.segmentation("Lesion", mask: Self.mask, columns: Self.width, frames: [frame])
            let group = try await study.result(Self.pipeline()).group("roi")
            #expect(group.frames == [frame])
            let isShadowed = try group.flags("grey-mean").contains { $0.hasPrefix("shadow: ") }
            #expect(isSurveyed || !isShadowed)
            let conditions = try group.measurement("grey-mean").conditions
            #expect(conditions.contains("of pixels, which are not independent samples"))
        }
    }

    @Test("a segmentation of two frames of a cine is measured on these")
    func frames() async throws {
        let cine = StudyFixture(name: "drawn-cine", frames: 4).grey8 { _, frame, x, y in
            Self.level(x, y) + UInt8(frame * 20)
        }
        let (study, objects) = try Self.made(cine)
        try objects.segmentation("Lesion", mask: Self.mask, columns: Self.width, frames: [2, 3])
        let group = try await study.result(Self.pipeline()).group("roi")
        #expect(group.frames == [2, 3])
        let mean = try group.measurement("grey-mean")
        #expect(mean.frameCount == 2)
        // Frames 2 and 3 are 20 and 40 levels above the first.
        let expected = Self.mean { Self.mask[$1 * Self.width + $0] } + 30
        #expect(abs(try group.required("grey-mean") - expected) < 1e-9)
    }

    @Test("a segmentation of a frame that the cine doesn't have is not placed", .tags(.law6))
    func frameBeyond() async throws {
        let cine = StudyFixture(name: "drawn-beyond", frames: 4).grey8 { _, frame, x, y in
            Self.level(x, y) + UInt8(frame * 20)
        }
        let (study, objects) = try Self.made(cine)
        try objects.segmentation("Lesion", mask: Self.mask, columns: Self.width, frames: [9])
        let result = try await study.result(Self.pipeline())
        #expect(result.groups.isEmpty)
        #expect(!result.instances.map(\.disposition).contains(.measured))
    }

    @Test("two drawings of one label on an image are two groups, which can be told apart")
    func twice() async throws {
        let (study, objects) = try Self.made()
        try objects.report("Lesion", Self.boxOfReport)
        try objects.presentation("Other", Self.boxOfPresentation)
        try FileManager.default.createDirectory(
            at: study.folder.url.appending(path: "more"),
            withIntermediateDirectories: true
        )
        let more = DrawnObjects(fixture: Self.image, folder: study.folder.url.appending(path: "more"))
        try more.report("lesion", Self.boxOfPresentation)
        try FileManager.default.moveItem(
            at: study.folder.url.appending(path: "more/report-lesion.dcm"),
            to: study.folder.url.appending(path: "report-second.dcm")
        )
        try FileManager.default.removeItem(at: study.folder.url.appending(path: "more"))
        let groups = try await study.result(Self.pipeline()).groups
        #expect(Set(groups.map(\.roi.pixels)) == [Self.boxOfReport.pixels, Self.boxOfPresentation.pixels])
        #expect(Set(groups.map(\.trackingUID)).count == 2)
    }

    @Test("a map of an ROI that is not on the middle frame is not drawn, and said so", .tags(.law6))
    func mapElsewhere() async throws {
        let cine = StudyFixture(name: "drawn-map", frames: 4).grey8 { _, frame, x, y in
            Self.level(x, y) + UInt8(frame * 20)
        }
        let (study, objects) = try Self.made(cine)
        try objects.segmentation("Lesion", mask: Self.mask, columns: Self.width, frames: [1])
        let result = try await study.result(Self.pipeline(more: ", maps: [nakagami-shape]"))
        #expect(try result.group("roi").maps == nil)
        #expect(result.omissions.contains { $0.hasPrefix("map of nakagami-shape, ROI roi: not available: ") })
    }
}
