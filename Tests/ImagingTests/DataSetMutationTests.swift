internal import Foundation
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("Mutated files", .tags(.law8), .timeLimit(.minutes(20)))
struct DataSetMutationTests {
    /// SplitMix64, so that a seed means the same everywhere.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let bases = [
        "us/synthetic-two-regions.dcm", "us/ge-logiq700-tiny-bigendian.dcm", "us/derived-palette-deflated.dcm",
        "us/philips-cx50-ob-palette-rle.dcm", "other/sr-comprehensive.dcm", "other/charset-korean.dcm",
        "other/DICOMDIR",
        "other/mr-small-implicit.dcm", "other/un-sequence.dcm",
    ]

    private static let nests = BoundsTests.Nest.all.flatMap { [Array($0.file(60)), Array($0.file(2000))] }

    @Test(
        "open or fail, and never crash",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: 0..<64 as Range<UInt64>
    )
    func mutations(seed: UInt64) throws {
        let root = try #require(Repository.sharedTestData)
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "mutated.dcm")
        var random = Seeded(state: seed)
        for base in Self.bases {
            var bytes = Array(try Data(contentsOf: root.appending(path: base)))
            mutate(&bytes, &random)
            try Data(bytes).write(to: url)
            readAll(url.path)
        }
    }

    @Test("nests of every kind, mutated, open or fail and never crash", arguments: 0..<64 as Range<UInt64>)
    func mutatedNests(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "mutated.dcm")
        var random = Seeded(state: seed)
        for nest in Self.nests {
            var bytes = nest
            mutate(&bytes, &random)
            try Data(bytes).write(to: url)
            readAll(url.path)
        }
    }

    /// Changes, inserts, removes and repeats bytes, mostly in the header, with values that parsers stumble over.
    private func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
        let telling: [[UInt8]] = [
            [0xFF, 0xFF, 0xFF, 0xFF], [0xFE, 0xFF, 0x00, 0xE0], [0xFE, 0xFF, 0x0D, 0xE0], [0xFE, 0xFF, 0xDD, 0xE0],
            [0x53, 0x51],
            [0x55, 0x4E], [0x00], [0x7F], [0x80, 0x00, 0x00, 0x00], [0x1B, 0x24, 0x42],
        ]
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let end = min(bytes.count, Bool.random(using: &random) ? 4096 : bytes.count)
            guard end > 140 else { return }
            let place = Int.random(in: 132..<end, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...16, using: &random)))
            case 3:
                let piece = telling.randomElement(using: &random) ?? []
                for (offset, byte) in piece.enumerated() where place + offset < bytes.count {
                    bytes[place + offset] = byte
                }
            default: bytes.insert(contentsOf: telling.randomElement(using: &random) ?? [], at: place)
            }
        }
    }

    private func readAll(_ path: String) {
        do throws(ImagingError) {
            let dataSet = try DataSet(path: path)
            let facts = try InstanceFacts(dataSet)
            #expect(facts.image?.pixels == nil || facts.image?.pixelsFault == nil)
        } catch {
            #expect(!error.explanation.isEmpty)
        }
    }
}
