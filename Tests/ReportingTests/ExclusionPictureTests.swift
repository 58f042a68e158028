import Analysis
import Foundation
import Imaging
import Reporting
import TestSupport
import Testing

@Suite("Excluded pixels on pictures")
struct ExclusionPictureTests {
    /// One grey over 64 × 48, drawn ten times as large: the frame begins below an unknown title, so it is found by its colour.
    static let side = (width: 64, height: 48)

    static func frame(grey: UInt8) throws -> FrameBuffer {
        let pixels = side.width * side.height
        return try #require(
            FrameBuffer(width: side.width, height: side.height, grey: Array(repeating: grey, count: pixels))
        )
    }

    /// Both pictures of the same frame, without and with exclusions in a rectangle of columns and rows 10 to 29.
    static func pictures(cause: UInt8, grey: UInt8) async throws -> (plain: PicturePixels, shaded: PicturePixels) {
        let frame = try frame(grey: grey)
        var exclusions = [UInt8](repeating: 0, count: side.width * side.height)
        for row in 10..<30 { for column in 10..<30 { exclusions[row * side.width + column] = cause } }
        return (
            try await PicturePixels(OverlayPictureTests.draw(frame, [])),
            try await PicturePixels(OverlayPictureTests.draw(frame, [], exclusions: exclusions))
        )
    }

    /// The upper left corner of the frame, whose grey occurs nowhere above it, and pixels of the picture for one of the frame.
    static func corner(_ picture: PicturePixels, grey: UInt8) throws -> (x: Int, y: Int, scale: Int) {
        let colour = [grey, grey, grey]
        for y in 0..<picture.height {
            for x in 0..<picture.width where picture[x, y] == colour {
                var end = x
                while end < picture.width, picture[end, y] == colour { end += 1 }
                if end - x >= side.width { return (x, y, (end - x) / side.width) }
            }
        }
        throw CocoaError(.featureUnsupported)
    }

    @Test(
        "a pixel that was left out looks different, every other pixel is as it was",
        arguments: [1, 2, 4, 8] as [UInt8]
    )
    func shading(cause: UInt8) async throws {
        for grey in [UInt8(101), 254] {
            let (plain, shaded) = try await Self.pictures(cause: cause, grey: grey)
            let (x, y, scale) = try Self.corner(plain, grey: grey)
            var (untouched, changed) = (true, true)
            for row in 0..<Self.side.height {
                for column in 0..<Self.side.width {
                    let place = (x: x + column * scale + scale / 2, y: y + row * scale + scale / 2)
                    let isSame = shaded[place.x, place.y] == [grey, grey, grey]
                    if (10..<30).contains(row), (10..<30).contains(column) {
                        if isSame { changed = false }
                    } else if !isSame {
                        untouched = false
                    }
                }
            }
            #expect(changed)
            #expect(untouched)
        }
    }

    @Test("causes have different looks")
    func looks() async throws {
        var looks: Set<[UInt8]> = []
        for cause in [UInt8(1), 2, 4, 8] {
            let (plain, shaded) = try await Self.pictures(cause: cause, grey: 101)
            let (x, y, scale) = try Self.corner(plain, grey: 101)
            var patch: [UInt8] = []
            for row in 10..<30 {
                for column in 10..<30 {
                    patch += shaded[x + column * scale + scale / 2, y + row * scale + scale / 2]
                }
            }
            looks.insert(patch)
        }
        #expect(looks.count == 4)
    }

    @Test("a legend stands below a frame with shaded pixels only")
    func legend() async throws {
        let (plain, shaded) = try await Self.pictures(cause: 4, grey: 101)
        #expect(shaded.height > plain.height)
        let none = try OverlayPictureTests.draw(
            Self.frame(grey: 101),
            [],
            exclusions: Array(repeating: 0, count: Self.side.width * Self.side.height)
        )
        #expect(try await PicturePixels(none).height == plain.height)
    }

    @Test("another reader gets every cause back from the mask", .tags(.law6))
    func mask() async throws {
        let causes = (0..<61 * 7).map { UInt8($0 * 5 % 16) }
        let mask = try await PicturePixels(ExclusionPicture.png(exclusions: causes, width: 61, height: 7))
        #expect(mask.mode == "P")
        #expect(mask.width == 61 && mask.height == 7)
        #expect(mask.bytes == causes)
    }

    @Test("a mask of measured pixels alone has a byte a pixel too; one without pixels is refused", .tags(.law8))
    func shapes() async throws {
        let mask = try ExclusionPicture.png(exclusions: [0], width: 1, height: 1)
        // PNG: the header chunk begins at byte 8; its data has width, height, bit depth and colour type (3: palette).
        #expect(mask[24] == 8 && mask[25] == 3)
        #expect(throws: ReportingError.self) { try ExclusionPicture.png(exclusions: [], width: 0, height: 0) }
    }
}
