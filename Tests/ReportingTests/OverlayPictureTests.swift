import Analysis
import Foundation
import Imaging
import Reporting
import TestSupport
import Testing

@Suite("Overlay picture")
struct OverlayPictureTests {
    static let groups: [StudyResult.MeasurementGroup] = StudyResult.made(
        groupsPerImage: 2,
        measurements: [.meanOfFrames, .skewness, .noShape]
    ).groups

    static func frame(width: Int = 64, height: Int = 48) throws -> FrameBuffer {
        try #require(
            FrameBuffer(
                width: width,
                height: height,
                grey: (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 37 % 180) }
            )
        )
    }

    static func draw(
        _ frame: FrameBuffer,
        _ groups: [StudyResult.MeasurementGroup],
        exclusions: [UInt8]? = nil
    ) throws -> Data {
        try OverlayPicture.png(
            frame: frame,
            exclusions: exclusions ?? Array(repeating: 0, count: frame.width * frame.height),
            groups: groups,
            title: ["Study S000012, revision 1", "Image 1 of 3, frame 7, pipeline liver 3"],
            result: ReportFixture.digest("result"),
            version: "0.1.0",
            name: { ReportFixture.catalogue($0)?.name ?? $0 }
        )
    }

    @Test("pydicom's friends read the picture and find frame and outline in it")
    func readable() async throws {
        let temporary = try TemporaryFolder()
        let file = temporary.url.appending(path: "overlay.png")
        try Self.draw(try Self.frame(), Self.groups).write(to: file)
        let python = try #require(Repository.python, "run scripts/python first")
        let script = """
            import sys; from PIL import Image
            p = Image.open(sys.argv[1]).convert("RGB"); w, h = p.size
            yellow = sum(1 for r, g, b in p.getdata() if r > 220 and g > 200 and b < 100)
            print(w > 640 and h > 400 and yellow > 500)
            """
        let answer = try await Judge.run(python.path, ["-W", "ignore", "-c", script, file.path], in: temporary)
        #expect(answer.output.hasPrefix("True"), "\(answer.output)")
    }

    @Test("the same input has the same bytes", .tags(.law2))
    func determinism() throws {
        #expect(try Self.draw(try Self.frame(), Self.groups) == Self.draw(try Self.frame(), Self.groups))
    }

    @Test("every format, odd sizes and no groups are drawn")
    func formats() throws {
        #expect(try !Self.draw(try #require(FrameBuffer(width: 1, height: 1, rgb: [255, 0, 0])), []).isEmpty)
        #expect(try !Self.draw(try #require(FrameBuffer(width: 2, height: 1, words: [7, 65_535])), []).isEmpty)
        #expect(try !Self.draw(try Self.frame(width: 801, height: 3), Self.groups).isEmpty)
        let many = Array(repeating: Self.groups[0], count: 70)
        #expect(try !Self.draw(try Self.frame(), many).isEmpty)
    }

    @Test(
        "a frame of any size is drawn with any number of groups",
        .tags(.law8),
        arguments: [(17_000, 2), (2, 17_000)]
    )
    func sizes(width: Int, height: Int) throws {
        let groups = StudyResult.made(
            groupsPerImage: 70,
            measurements: Array(repeating: .meanOfFrames, count: 12)
        ).groups
        #expect(try !Self.draw(try Self.frame(width: width, height: height), groups).isEmpty)
    }

    @Test("what can't be drawn is refused, what is no outline is left out", .tags(.law8))
    func refusals() throws {
        #expect(throws: ReportingError.self) { try Self.draw(FrameBuffer(), []) }
        #expect(FrameBuffer(width: 3, height: 2, grey: [0]) == nil)
        #expect(FrameBuffer(width: .max, height: 2, grey: [0]) == nil)
        var odd = Self.groups
        odd[0].roi.outline = [.nan, 1, 2]
        odd[1].roi.name = "<b>&\u{7}\0 name " + String(repeating: "x", count: 400)
        #expect(try !Self.draw(try Self.frame(), odd).isEmpty)
    }
}
