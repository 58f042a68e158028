internal import Foundation
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("Mutated files", .tags(.law8), .timeLimit(.minutes(20)))
struct DataSetMutationTests {
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
        var random = SeededMutation(state: seed)
        for base in Self.bases {
            var bytes = Array(try Data(contentsOf: root.appending(path: base)))
            random.mutate(&bytes)
            try Data(bytes).write(to: url)
            readAll(url.path)
        }
    }

    @Test("nests of every kind, mutated, open or fail and never crash", arguments: 0..<64 as Range<UInt64>)
    func mutatedNests(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "mutated.dcm")
        var random = SeededMutation(state: seed)
        for nest in Self.nests {
            var bytes = nest
            random.mutate(&bytes)
            try Data(bytes).write(to: url)
            readAll(url.path)
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
