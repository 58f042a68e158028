import Foundation
import Identifiers
import TestSupport
import Testing

@testable import Imaging

@Suite("FrameDecoder on pixels whose every byte is known")
struct FrameDecoderTests {
    /// Why a file is not decoded.
    private func refusal(of file: FrameFixture) -> ImagingError.Code? {
        let error = #expect(throws: ImagingError.self) { _ = try file.frames(as: FrameChannels.luma) }
        return error?.code
    }

    @Test("odd sizes keep their frames apart", arguments: [(1, 1), (3, 5), (7, 1)])
    func oddSizes(rows: Int, columns: Int) throws {
        var file = FrameFixture(.grey(rows: rows, columns: columns, frames: 3))
        file.native = (0..<3 * rows * columns).map { UInt8(truncatingIfNeeded: 37 * $0 + 11) }
        let expected = file.native
        if file.native.count % 2 == 1 { file.native.append(0) }
        let frames = try file.frames(as: .luma)
        #expect(frames.flatMap(\.bytes) == expected)
        #expect(frames.allSatisfy { $0.width == columns && $0.height == rows && $0.format == .grey8 })
    }

    @Test("MONOCHROME1 is turned round within BitsStored")
    func monochrome1() throws {
        var file = FrameFixture(
            .grey(rows: 1, columns: 4).with(\.photometric, .monochrome1).with(\.bitsStored, 6).with(\.highBit, 5)
        )
        file.native = [0, 1, 62, 63]
        #expect(try file.frames(as: .luma)[0].bytes == [63, 62, 1, 0])
    }

    @Test("bits outside BitsStored and HighBit don't count")
    func overlays() throws {
        var file = FrameFixture(
            .grey(rows: 1, columns: 2).with(\.bitsAllocated, 16).with(\.bitsStored, 12).with(\.highBit, 13)
        )
        // 0x0ABC and 0x0123 above two bits of something else, below another two.
        file.native = [0xF3, 0x6A, 0x8D, 0xC4]
        let frame = try file.frames(as: .luma)[0]
        #expect(frame.words == [0x0ABC, 0x0123])
        #expect(frame.format == .grey16)
    }

    @Test("YBR_FULL_422 gives both pixels of a pair their chroma, and luma is the stored Y")
    func native422() throws {
        var file = FrameFixture(.grey(rows: 1, columns: 4).coloured(.ybrFull422))
        file.native = [100, 200, 128, 128, 76, 76, 85, 255]
        #expect(try file.frames(as: .luma)[0].bytes == [100, 200, 76, 76])
        // 76, 85, 255 is pure red in YBR_FULL (PS3.3 C.7.6.3.1.2), to the rounding of the stored bytes.
        #expect(
            try file.frames(as: .colour)[0].bytes == [100, 100, 100, 200, 200, 200, 254, 0, 0, 254, 0, 0]
        )
    }

    @Test("both planar configurations give the same pixels")
    func planar() throws {
        var byPixel = FrameFixture(.grey(rows: 1, columns: 2).coloured(.rgb))
        byPixel.native = [1, 2, 3, 4, 5, 6]
        var byPlane = FrameFixture(byPixel.pixels.with(\.isPlanar, true))
        byPlane.native = [1, 4, 2, 5, 3, 6]
        #expect(try byPixel.frames(as: .colour)[0].bytes == [1, 2, 3, 4, 5, 6])
        #expect(try byPlane.frames(as: .colour)[0].bytes == [1, 2, 3, 4, 5, 6])
        #expect(try byPlane.frames(as: .luma)[0].bytes == byPixel.frames(as: .luma)[0].bytes)
    }

    @Test("luma of grey in RGB is that grey")
    func greyInRGB() throws {
        var file = FrameFixture(.grey(rows: 16, columns: 16).coloured(.rgb))
        file.native = (0...255).flatMap { [UInt8($0), UInt8($0), UInt8($0)] }
        #expect(try file.frames(as: .luma)[0].bytes == (0...255).map { UInt8($0) })
    }

    @Test("a palette's ends reach beyond its entries, and words that hold bytes are bytes", arguments: [1, 256])
    func palette(scale: UInt16) throws {
        var file = FrameFixture(.grey(rows: 1, columns: 4).with(\.photometric, .paletteColor))
        file.native = [0, 10, 11, 255]
        file.palette = (
            first: 10, entries: [[7 * scale, 9 * scale], [7 * scale, 20 * scale], [7 * scale, 30 * scale]]
        )
        #expect(try file.frames(as: .colour)[0].bytes == [7, 7, 7, 7, 7, 7, 9, 20, 30, 9, 20, 30])
        #expect(try file.frames(as: .luma)[0].bytes[0...1] == [7, 7])
    }

    @Test("signed pixels are refused")
    func signed() {
        var file = FrameFixture(.grey(rows: 1, columns: 2).with(\.isSigned, true))
        file.native = [0, 0]
        #expect(refusal(of: file) == .unsupportedPixels)
    }

    @Test("pixel data of another length are a mismatch", .tags(.law6), arguments: [0, 14, 18, 32])
    func wrongLength(length: Int) {
        var file = FrameFixture(.grey(rows: 4, columns: 4))
        file.native = [UInt8](repeating: 9, count: length)
        #expect(refusal(of: file) == .pixelDataMismatch)
    }

    @Test("a frame beyond the last is an error")
    func noSuchFrame() throws {
        var file = FrameFixture(.grey(rows: 1, columns: 2))
        file.native = [0, 0]
        let folder = try TemporaryFolder()
        var decoder = try file.decoder(in: folder)
        var buffer = FrameBuffer()
        for frame in [-1, 1, .max] {
            do throws(ImagingError) {
                try decoder.decode(frame: frame, as: .luma, into: &buffer)
                Issue.record("frame \(frame) was decoded")
            } catch {
                #expect(error.code == .pixelDataMismatch)
            }
        }
    }

    @Test(
        "video, JPEG XL, HTJ2K and private syntaxes are kept, not measured",
        arguments: ["4.100", "4.102", "4.108", "4.110", "4.112", "4.201", "4.203", "4.55", "7.1"]
    )
    func undecodable(syntax: String) {
        let error = #expect(throws: ImagingError.self) {
            try FrameCoding(transferSyntaxUID: "1.2.840.10008.1.2." + syntax)
        }
        #expect(error?.code == .unsupportedTransferSyntax)
        #expect(error?.explanation.contains("kept, not measured") == true)
    }
}

@Suite("Fragments sorted into frames")
struct FrameFragmentTests {
    /// Fragments 0, 2 and 3 begin a stream.
    static let begins: Set<Int> = [0, 2, 3]

    private func map(offsets: [Int], frames: Int, lengths: [Int] = [10, 20, 30, 40]) throws(ImagingError) -> [Range<
        Int
    >] {
        try FragmentMap(lengths: lengths, offsets: offsets, frames: frames) { Self.begins.contains($0) }.ranges
    }

    @Test(
        "an absent, wild or contradicting offset table gives way to the streams' beginnings",
        arguments: [[], [0, 46, 84], [0, 18, 46], [84, 46, 0], [0, 4_294_967_295, 3]]
    )
    func offsets(table: [Int]) throws {
        #expect(try map(offsets: table, frames: 3) == [0..<2, 2..<3, 3..<4])
    }

    @Test("an offset table whose fragments all begin streams is believed")
    func believed() throws {
        #expect(try map(offsets: [0, 84], frames: 2) == [0..<3, 3..<4])
    }

    @Test("one frame takes all fragments, and as many fragments as frames take one each")
    func plain() throws {
        #expect(try map(offsets: [], frames: 1) == [0..<4])
        #expect(try map(offsets: [9, 9, 9, 9], frames: 4) == [0..<1, 1..<2, 2..<3, 3..<4])
    }

    @Test("fragments that can't be sorted are a mismatch", arguments: [2, 5])
    func unsortable(frames: Int) {
        let error = #expect(throws: ImagingError.self) { try map(offsets: [], frames: frames) }
        #expect(error?.code == .pixelDataMismatch)
    }
}

@Suite("Frames in several fragments", .enabled(if: Repository.sharedTestData != nil))
struct FrameSplitTests {
    /// The first frames' streams of a real cine.
    private func streams(_ count: Int) throws -> [[UInt8]] {
        let file = try #require(Repository.sharedTestData).appending(path: "us/sonosite-turbo-cine-jpeg.dcm")
        let bytes = try Array(Data(contentsOf: file))
        let mark: [UInt8] = [0xE0, 0x7F, 0x10, 0x00, 0x4F, 0x42, 0, 0, 255, 255, 255, 255]
        var place = try #require(bytes.indices.last { bytes[$0...].starts(with: mark) }) + mark.count
        var items: [[UInt8]] = []
        while items.count <= count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
            items.append(Array(bytes[place + 8..<place + 8 + length]))
            place += 8 + length
        }
        return Array(items.dropFirst())
    }

    @Test(
        "frames cut into two fragments decode alike with a right, an empty and a wrong offset table",
        arguments: ["right", "empty", "wrong"]
    )
    func split(table: String) throws {
        var file = FrameFixture(
            .grey(rows: 240, columns: 320, frames: 3).coloured(.ybrFull422)
                .with(\.transferSyntaxUID, "1.2.840.10008.1.2.4.50")
        )
        let streams = try streams(3)
        file.fragments = streams
        let whole = try file.frames(as: .colour).map(\.bytes)
        #expect(Set(whole).count == 3)
        file.fragments = streams.flatMap { [Array($0.prefix(1000)), Array($0.dropFirst(1000))] }
        let starts = [0, 16 + streams[0].count, 32 + streams[0].count + streams[1].count]
        file.offsets = table == "right" ? starts : table == "wrong" ? [0, 1008, starts[1]] : []
        #expect(try file.frames(as: .colour).map(\.bytes) == whole)
    }
}
