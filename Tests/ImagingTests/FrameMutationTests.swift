import Foundation
import Identifiers
import TestSupport
import Testing

@testable import Imaging

/// The pseudo-random numbers of a seed (SplitMix64), so that a failure can be repeated.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

@Suite("Hostile pixel data", .enabled(if: Repository.sharedTestData != nil && Repository.python != nil))
struct FrameMutationTests {
    /// Decodes the first frames; an `ImagingError` is as good as frames of the right shape.
    private func decodeOrRefuse(
        _ path: String,
        _ pixels: PixelDescription,
        as all: [FrameChannels] = [.luma, .colour, .colourAndLuma]
    ) throws -> ImagingError? {
        do throws(ImagingError) {
            var decoder = try FrameDecoder(DataSet(path: path), pixels: pixels)
            var buffer = FrameBuffer()
            for frame in 0..<min(pixels.frames, 3) {
                for channels in all {
                    try decoder.decode(frame: frame, as: channels, into: &buffer)
                    let samples = buffer.format == .rgb8 ? 3 : 1
                    #expect(buffer.bytes.count + buffer.words.count == samples * pixels.rows * pixels.columns)
                }
            }
            return nil
        } catch {
            return error
        }
    }

    /// A file of each codec.
    static let sources = [
        "us/sonosite-turbo-cine-jpeg.dcm", "us/derived-rgb-jpeg-rgb.dcm", "other/nm-jpeg-extended.dcm",
        "us/derived-rgb-jpeg-lossless-sv1.dcm", "us/philips-epiq7c-mono-jpegll.dcm",
        "us/derived-rgb-jpegls-lossless.dcm", "us/derived-mono-jpegls.dcm", "us/derived-rgb-j2k-lossless.dcm",
        "us/ge-logiq700-j2k-lossy.dcm", "us/derived-rgb-rle.dcm", "us/philips-cx50-ob-palette-rle.dcm",
    ]

    @Test("mutated streams end in an error or in a frame of the right shape", .tags(.law8), arguments: sources)
    func mutated(name: String) throws {
        let source = try #require(Repository.sharedTestData).appending(path: name)
        let pixels = try #require(FramePeers(describing: [source]).entries[0].pixels?.pixels)
        let original = try Array(Data(contentsOf: source))
        // The pixel data's tag, VR, reserved bytes and undefined length; then the offset table's item.
        let mark: [UInt8] = [0xE0, 0x7F, 0x10, 0x00, 0x4F, 0x42, 0, 0, 255, 255, 255, 255]
        let tag = try #require(original.indices.last { original[$0...].starts(with: mark) })
        let start = tag + mark.count + 8
        let folder = try TemporaryFolder()
        for seed in 0..<32 as Range<UInt64> {
            var numbers = SeededNumbers(state: seed)
            var bytes = original
            // Half of the seeds hit the stream's headers, where sizes and tables stand.
            let end = seed.isMultiple(of: 2) ? min(start + 700, bytes.count) : bytes.count
            for _ in 0...Int.random(in: 0..<8, using: &numbers) {
                bytes[Int.random(in: start..<end, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            let file = folder.url.appending(path: "\(seed)")
            try Data(bytes).write(to: file)
            _ = try decodeOrRefuse(file.path, pixels, as: [seed.isMultiple(of: 3) ? .luma : .colour])
        }
    }

    @Test(
        "files that are broken in their pixels are refused for that reason",
        .tags(.law8),
        arguments: [
            ("bomb-jpeg-dimensions", .pixelDataMismatch), ("bomb-rle-segments", .decodeFailed),
            ("bomb-product-wraps", .pixelDataMismatch), ("encapsulated-empty-fragment", .decodeFailed),
            ("encapsulated-no-fragment", .pixelDataMismatch), ("j2k-garbage", .decodeFailed),
            ("jpegls-garbage", .decodeFailed), ("palette-lut-short", .pixelDataMismatch),
            ("palette-no-lut", .missingAttribute), ("pixels-empty", .pixelDataMismatch),
            ("pixels-long", .pixelDataMismatch), ("pixels-short", .pixelDataMismatch),
            ("samples-3-mono", .pixelDataMismatch),
            ("ts-native-but-encapsulated", .pixelDataMismatch), ("ts-private-unknown", .unsupportedTransferSyntax),
        ] as [(String, ImagingError.Code)]
    )
    func refused(name: String, code: ImagingError.Code) throws {
        let file = try #require(Repository.sharedTestData).appending(path: "malformed/\(name).dcm")
        let pixels = try #require(FramePeers(describing: [file]).entries[0].pixels?.pixels)
        let refusal = try decodeOrRefuse(file.path, pixels)
        #expect(refusal?.code == code)
    }

    @Test("no malformed or foreign file ends worse than in an error", .tags(.law8), arguments: ["malformed", "other"])
    func noCrash(folder: String) throws {
        let peers = try FramePeers(describing: FramePeers.files(in: folder))
        var described = 0
        for entry in peers.entries {
            guard let pixels = entry.pixels?.pixels else { continue }
            described += 1
            _ = try decodeOrRefuse(entry.path, pixels)
        }
        #expect(described > 5)
    }
}
