import Foundation
import Imaging
import Reporting
import TestSupport
import Testing
import TissueMetrics

@Suite("Map picture")
struct MapPictureTests {
    static let grey: UInt8 = 101
    static let side = (width: 64, height: 48)

    /// A map of 40 × 20 pixels at column 10, row 12.
    static func map(_ value: (_ column: Int, _ row: Int) -> Float?) -> ParametricMap {
        var (values, valid): ([Float], [UInt8]) = ([], [])
        for row in 0..<20 {
            for column in 0..<40 {
                let value = value(column, row)
                values.append(value ?? 0)
                valid.append(value == nil ? 0 : 1)
            }
        }
        return ParametricMap(
            statistic: .nakagamiMoment,
            windowPixels: 15,
            left: 10,
            top: 12,
            width: 40,
            height: 20,
            values: values,
            valid: valid
        )
    }

    static func draw(_ map: ParametricMap, frame: FrameBuffer? = nil, unit: String = "1") throws -> Data {
        try MapPicture.png(
            map: map,
            frame: try frame ?? ExclusionPictureTests.frame(grey: grey),
            caption: .init(
                metric: "Nakagami shape",
                unit: unit,
                title: ["Image 1: Nakagami shape", "ROI 1  liver"],
                pixelMillimetres: (0.2, 0.2)
            ),
            result: ReportFixture.digest("result"),
            version: "0.1.0"
        )
    }

    @Test("a larger value is lighter, and a pixel without value shows the image")
    func order() async throws {
        let map = Self.map { column, row in row == 5 ? nil : 0.5 + 0.02 * Float(column) }
        let picture = try await PicturePixels(Self.draw(map))
        let (x, y, scale) = try ExclusionPictureTests.corner(picture, grey: Self.grey)
        let lights = (0..<40).map { picture.luminance(x: x + (10 + $0) * scale + 1, y: y + 12 * scale + 1) }
        #expect(zip(lights, lights.dropFirst()).allSatisfy { $0 < $1 })
        let hole = (0..<40).map { picture[x + (10 + $0) * scale + 1, y + 17 * scale + 1] }
        #expect(hole.allSatisfy { $0 == [Self.grey, Self.grey, Self.grey] })
        #expect(picture[x + 9 * scale, y + 12 * scale + 1] == [Self.grey, Self.grey, Self.grey])
        #expect(picture[x + 50 * scale, y + 12 * scale + 1] == [Self.grey, Self.grey, Self.grey])
    }

    @Test("the colour bar beside it rises from dark to light in even steps of lightness")
    func bar() async throws {
        let picture = try await PicturePixels(Self.draw(Self.map { column, _ in Float(column) }))
        let (x, y, scale) = try ExclusionPictureTests.corner(picture, grey: Self.grey)
        // The bar begins a margin of 20 behind the frame and is 28 wide; its column holds nothing else in colour.
        let column = x + Self.side.width * scale + 20 + 14
        let coloured = (y..<picture.height).filter { row in
            let pixel = picture[column, row].map(Int.init)
            return (pixel.max() ?? 0) - (pixel.min() ?? 0) > 60
        }
        let bar = try #require(coloured.first)
        var lightness: [Double] = []
        for row in bar..<picture.height {
            let light = picture.luminance(x: column, y: row)
            if picture[column, row] == [23, 26, 31] { break }
            lightness.append(116 * cbrt(light) - 16)
        }
        #expect(lightness.count >= 100)
        // Downwards; each byte of a channel is rounded, which is at most half of one in 255, about 0.4 of lightness where it is dark.
        #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 > $1 - 0.8 })
        // viridis' lightness runs from about 15 to 90.
        #expect((lightness.first ?? 0) - (lightness.last ?? 0) > 70)
        // Evenly: no tenth of the bar holds more than twice its share.
        let tenth = lightness.count / 10
        let steps = (0..<9).map { lightness[$0 * tenth] - lightness[($0 + 1) * tenth] }
        #expect(steps.allSatisfy { $0 > 0 && $0 < 15 })
    }

    @Test("few values far away don't take the colours from the others")
    func outliers() async throws {
        let map = Self.map { column, row in (column, row) == (39, 19) ? 1_000 : 0.5 + 0.02 * Float(column) }
        let picture = try await PicturePixels(Self.draw(map))
        let (x, y, scale) = try ExclusionPictureTests.corner(picture, grey: Self.grey)
        let lights = (0..<40).map { picture.luminance(x: x + (10 + $0) * scale + 1, y: y + 12 * scale + 1) }
        #expect(zip(lights, lights.dropFirst()).allSatisfy { $0 < $1 })
        #expect(picture[x + 49 * scale + 1, y + 31 * scale + 1] == [0xFD, 0xE7, 0x25])
    }

    @Test("constant, tiny, huge, negative and edge values are drawn", arguments: [0, -3, 1e-30, 1e30, 5e-4] as [Float])
    func values(value: Float) throws {
        #expect(try !Self.draw(Self.map { _, _ in value }).isEmpty)
        #expect(try !Self.draw(Self.map { column, _ in column == 0 ? -value : value }, unit: "kPa").isEmpty)
        let extreme = Self.map { column, _ in
            column.isMultiple(of: 2) ? .greatestFiniteMagnitude : .leastNormalMagnitude
        }
        #expect(try !Self.draw(extreme).isEmpty)
    }

    @Test("a map is drawn over every format, and where it lies beyond the frame is left out", .tags(.law8))
    func formats() throws {
        let map = Self.map { column, row in Float(column + row) }
        #expect(try !Self.draw(map, frame: FrameBuffer(width: 1, height: 1, rgb: [255, 0, 0])).isEmpty)
        #expect(try !Self.draw(map, frame: FrameBuffer(width: 2, height: 1, words: [7, 65_535])).isEmpty)
        #expect(
            try !Self.draw(map, frame: FrameBuffer(width: 20, height: 5_000, grey: Array(repeating: 9, count: 100_000)))
                .isEmpty
        )
    }

    @Test("a map without a value, and a frame without pixels, are refused", .tags(.law6))
    func refusals() {
        #expect(throws: ReportingError.self) { try Self.draw(Self.map { _, _ in nil }) }
        #expect(throws: ReportingError.self) { try Self.draw(Self.map { _, _ in 1 }, frame: FrameBuffer()) }
    }

    @Test("the same input has the same bytes", .tags(.law2))
    func determinism() throws {
        let map = Self.map { column, row in Float(column * row) }
        #expect(try Self.draw(map) == Self.draw(map))
    }
}
