import Foundation
import Identifiers
import TestSupport
import Testing

@testable import Imaging

/// What two other decoders answer (Peers/frames.py), and how a file describes its pixels by pydicom.
struct FramePeers {
    struct Entry: Decodable {
        let path: String
        let pixels: Description?
        /// Samples of ours that a peer finds wrong, by peer and channels.
        let outside: [String: [String: Int]]?
    }

    /// `PixelDescription`, but for a photometric interpretation that may be anything.
    struct Description: Decodable {
        let rows, columns, frames, samplesPerPixel: Int
        let photometric: String
        let isPlanar: Bool
        let bitsAllocated, bitsStored, highBit: Int
        let isSigned: Bool
        let transferSyntaxUID: String
        let isLossy: Bool

        var pixels: PixelDescription? {
            PixelDescription.Photometric(rawValue: photometric).map {
                PixelDescription(
                    rows: rows,
                    columns: columns,
                    frames: frames,
                    samplesPerPixel: samplesPerPixel,
                    photometric: $0,
                    isPlanar: isPlanar,
                    bitsAllocated: bitsAllocated,
                    bitsStored: bitsStored,
                    highBit: highBit,
                    isSigned: isSigned,
                    transferSyntaxUID: transferSyntaxUID,
                    isLossy: isLossy,
                    lossyRatio: nil,
                    pixelSpacing: nil
                )
            }
        }
    }

    let entries: [Entry]
    let folder: TemporaryFolder

    /// Asks pydicom how files describe their pixels.
    init(describing files: [URL]) throws {
        folder = try TemporaryFolder()
        entries = try Self.run(["--describe"], files, folder)
    }

    /// Decodes files, and has the peers judge every sample.
    init(judging files: [URL]) throws {
        let described = try FramePeers(describing: files)
        folder = described.folder
        for (number, entry) in described.entries.enumerated() {
            let pixels = try #require(entry.pixels?.pixels)
            var decoder = try FrameDecoder(DataSet(path: entry.path), pixels: pixels)
            var buffer = FrameBuffer()
            for channels in [FrameChannels.luma, .colour] {
                var samples = Data()
                for frame in 0..<pixels.frames {
                    try decoder.decode(frame: frame, as: channels, into: &buffer)
                    samples.append(contentsOf: buffer.raw)
                }
                try samples.write(to: folder.url.appending(path: "\(number)-\(channels).raw"))
            }
        }
        entries = try Self.run([], files, folder)
    }

    private static func run(_ options: [String], _ files: [URL], _ folder: TemporaryFolder) throws -> [Entry] {
        let process = Process()
        let python: URL = try #require(Repository.python)
        process.executableURL = python
        process.arguments =
            [Repository.root.appending(path: "Tests/ImagingTests/Peers/frames.py").path]
            + options + files.map(\.path) + [folder.url.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the peers failed")
        return try JSONDecoder().decode(
            [Entry].self,
            from: Data(contentsOf: folder.url.appending(path: "index.json"))
        )
    }

    /// The DICOM files of a folder of ../shared/testdata whose names begin so.
    static func files(in folder: String, prefix: String = "") throws -> [URL] {
        let folder = try #require(Repository.sharedTestData).appending(path: folder)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix(prefix) }.sorted { $0.path < $1.path }
    }
}

extension FrameBuffer {
    /// The samples as the peers write them: bytes, or little-endian words.
    var raw: [UInt8] {
        format == .grey16 ? words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } : bytes
    }
}

@Suite("Frames against two other decoders", .enabled(if: Repository.sharedTestData != nil && Repository.python != nil))
struct FramePeerTests {
    /// Initials of all names in us/, so that each batch cleans up its own answers.
    static let initials = ["a", "d", "e", "g", "h", "p", "s"]

    @Test("every sample of every frame lies where pydicom and DCMTK put it", arguments: initials)
    func agreesWithPeers(initial: String) throws {
        let peers = try FramePeers(judging: FramePeers.files(in: "us", prefix: initial))
        #expect(!peers.entries.isEmpty)
        for entry in peers.entries {
            let outside = try #require(entry.outside)
            #expect(outside.values.allSatisfy { $0 == ["luma": 0, "colour": 0] }, "\(entry.path): \(outside)")
        }
    }

    @Test("every file of us/ is in a batch")
    func allInitials() throws {
        for file in try FramePeers.files(in: "us") {
            #expect(Self.initials.contains(String(file.lastPathComponent.prefix(1))))
        }
    }

    /// One picture in several lossless encodings (MANIFEST.tsv).
    static let pairs: [[String]] = [
        [
            "philips-cx50-ob-palette", "philips-cx50-ob-palette-bigendian", "philips-cx50-ob-palette-rle",
            "derived-palette-deflated",
        ],
        ["philips-cx50-ob-palette-2frame", "philips-cx50-ob-palette-rle-2frame", "derived-palette-jpegls-2frame"],
        ["ge-logiq700-rgb", "ge-logiq700-rgb-rle", "ge-logiq700-j2k-lossless"],
        ["philips-epiq5g-mono", "derived-mono-j2k", "derived-mono-jpegls"],
        [
            "ge-logiq700-crop-rgb", "derived-rgb-bigendian", "derived-rgb-deflated", "derived-rgb-implicit",
            "derived-rgb-j2k-lossless", "derived-rgb-jpeg-lossless-p14", "derived-rgb-jpeg-lossless-sv1",
            "derived-rgb-jpegls-lossless", "derived-rgb-rle",
        ],
    ]

    @Test("one picture in several lossless encodings has the same pixels", arguments: pairs)
    func losslessPairs(names: [String]) throws {
        let folder = try #require(Repository.sharedTestData).appending(path: "us")
        let peers = try FramePeers(describing: names.map { folder.appending(path: $0 + ".dcm") })
        for channels in [FrameChannels.luma, .colour] {
            var pictures: [[UInt8]] = []
            for entry in peers.entries {
                let pixels = try #require(entry.pixels?.pixels)
                var decoder = try FrameDecoder(DataSet(path: entry.path), pixels: pixels)
                var picture: [UInt8] = []
                for frame in 0..<pixels.frames {
                    var buffer = FrameBuffer()
                    try decoder.decode(frame: frame, as: channels, into: &buffer)
                    picture += buffer.raw
                }
                pictures.append(picture)
            }
            for (name, picture) in zip(names, pictures) {
                #expect(picture == pictures[0], "\(name) \(channels)")
            }
        }
    }

    @Test(
        "lanes that decode at once get what one gets alone",
        .tags(.law2),
        arguments: ["acme-echo-palette-rle-10frame", "derived-palette-jpegls-2frame", "derived-rgb-jpeg-lossless-sv1"]
    )
    func lanes(name: String) async throws {
        let file = try #require(Repository.sharedTestData).appending(path: "us/\(name).dcm")
        let pixels = try #require(FramePeers(describing: [file]).entries[0].pixels?.pixels)
        @Sendable func decodeLast() throws -> [UInt8] {
            var decoder = try FrameDecoder(DataSet(path: file.path), pixels: pixels)
            var buffer = FrameBuffer()
            try decoder.decode(frame: pixels.frames - 1, as: .colour, into: &buffer)
            return buffer.bytes
        }
        let alone = try decodeLast()
        try await withThrowingTaskGroup(of: [UInt8].self) { lanes in
            for _ in 0..<4 { lanes.addTask { try decodeLast() } }
            for try await bytes in lanes { #expect(bytes == alone) }
        }
    }
}
