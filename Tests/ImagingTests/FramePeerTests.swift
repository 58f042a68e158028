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
        let peers: [String: Bounds]?
    }

    /// Raw files: the least and the largest right value of each sample, all frames one after the other.
    struct Bounds: Decodable {
        let luma: [String]
        let colour: [String]
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

    /// Runs the peers over files.
    init(_ files: [URL], describeOnly: Bool = false) throws {
        folder = try TemporaryFolder()
        let process = Process()
        let python: URL = try #require(Repository.python)
        process.executableURL = python
        process.arguments =
            [Repository.root.appending(path: "Tests/ImagingTests/Peers/frames.py").path]
            + (describeOnly ? ["--describe"] : []) + files.map(\.path) + [folder.url.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the peers failed")
        entries = try JSONDecoder().decode(
            [Entry].self,
            from: Data(contentsOf: folder.url.appending(path: "index.json"))
        )
    }

    func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: folder.url.appending(path: name))) }

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

    /// Samples of a frame below `low` or above `high`.
    func outside(_ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>) -> Int {
        guard format != .grey16 else { return low.elementsEqual(raw) && high.elementsEqual(raw) ? 0 : width * height }
        guard low.count == bytes.count, high.count == bytes.count else { return .max }
        var outside = 0
        for (sample, (low, high)) in zip(bytes, zip(low, high)) where sample < low || sample > high { outside += 1 }
        return outside
    }
}

@Suite("Frames against two other decoders", .enabled(if: Repository.sharedTestData != nil && Repository.python != nil))
struct FramePeerTests {
    /// Initials of all names in us/, so that each batch cleans up its own answers.
    static let initials = ["a", "d", "e", "g", "h", "p", "s"]

    @Test("every sample of every frame lies where pydicom and DCMTK put it", arguments: initials)
    func agreesWithPeers(initial: String) throws {
        let peers = try FramePeers(FramePeers.files(in: "us", prefix: initial))
        #expect(!peers.entries.isEmpty)
        for entry in peers.entries {
            let pixels = try #require(entry.pixels?.pixels)
            var decoder = try FrameDecoder(DataSet(path: entry.path), pixels: pixels)
            for (name, bounds) in try #require(entry.peers) {
                for (channels, files) in [(FrameChannels.luma, bounds.luma), (.colour, bounds.colour)] {
                    let (low, high) = (try peers.bytes(files[0]), try peers.bytes(files[1]))
                    let size = low.count / pixels.frames
                    for frame in 0..<pixels.frames {
                        var buffer = FrameBuffer()
                        try decoder.decode(frame: frame, as: channels, into: &buffer)
                        let part = frame * size..<(frame + 1) * size
                        let outside = buffer.outside(low[part], high[part])
                        #expect(outside == 0, "\(entry.path) frame \(frame) \(channels) against \(name)")
                    }
                }
            }
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
        let peers = try FramePeers(names.map { folder.appending(path: $0 + ".dcm") }, describeOnly: true)
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
}
