import Foundation
import TestSupport
import Testing

@testable import Imaging

@Suite("Colour and luma from one decode")
struct FrameChannelsTests {
    /// Of each kind of colour, samples that are all different.
    static let kinds: [PixelDescription] = {
        let grey = PixelDescription.grey(rows: 5, columns: 6, frames: 2)
        return [
            grey, grey.with(\.photometric, .monochrome1), grey.with(\.photometric, .paletteColor),
            grey.coloured(.rgb), grey.coloured(.rgb).with(\.isPlanar, true), grey.coloured(.ybrFull),
            grey.coloured(.ybrFull).with(\.isPlanar, true), grey.coloured(.ybrFull422),
        ]
    }()

    @Test("native frames of every colour model are what two decodes give", arguments: kinds)
    func native(pixels: PixelDescription) throws {
        var file = FrameFixture(pixels)
        let bytes = pixels.photometric == .ybrFull422 ? 2 : pixels.samplesPerPixel
        file.native = (0..<60 * bytes).map { UInt8(truncatingIfNeeded: 89 * $0 + 7) }
        if pixels.photometric == .paletteColor {
            let entries = (0..<256).map { UInt16($0) << 8 }
            file.palette = (first: 0, entries: [entries, entries.reversed(), entries.map { $0 / 2 }])
        }
        let folder = try TemporaryFolder()
        var decoder = try file.decoder(in: folder)
        try expectBoth(&decoder, "\(pixels.photometric)")
    }

    @Test("luma of a frame before doesn't outlive it")
    func reuse() throws {
        var file = FrameFixture(.grey(rows: 1, columns: 2).coloured(.rgb))
        file.native = [1, 2, 3, 4, 5, 6]
        let folder = try TemporaryFolder()
        var decoder = try file.decoder(in: folder)
        var buffer = FrameBuffer()
        try decoder.decode(frame: 0, as: .colourAndLuma, into: &buffer)
        #expect(buffer.luma.count == 2)
        for channels in [FrameChannels.colour, .luma] {
            try decoder.decode(frame: 0, as: channels, into: &buffer)
            #expect(buffer.luma.isEmpty)
        }
    }

    @Test(
        "real and derived files of every transfer syntax give what two decodes give",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: FramePeerTests.initials
    )
    func files(initial: String) throws {
        var decoded = 0
        for file in try FramePeers.files(in: "us", prefix: initial) {
            guard let pixels = try InstanceFacts(DataSet(path: file.path)).image?.pixels else { continue }
            var decoder = try FrameDecoder(DataSet(path: file.path), pixels: pixels)
            try expectBoth(&decoder, file.lastPathComponent)
            decoded += 1
        }
        #expect(decoded > 0)
    }

    private func expectBoth(_ decoder: inout FrameDecoder, _ name: String) throws {
        var (colour, luma, both) = (FrameBuffer(), FrameBuffer(), FrameBuffer())
        for frame in 0..<decoder.pixels.frames {
            try decoder.decode(frame: frame, as: .colour, into: &colour)
            try decoder.decode(frame: frame, as: .luma, into: &luma)
            try decoder.decode(frame: frame, as: .colourAndLuma, into: &both)
            let isSame = both.bytes == colour.bytes && both.words == colour.words && both.format == colour.format
            #expect(isSame, "\(name), frame \(frame)")
            let isSameLuma = both.luma == (colour.format == .rgb8 ? luma.bytes : [])
            #expect(isSameLuma, "\(name), frame \(frame)")
        }
    }
}
