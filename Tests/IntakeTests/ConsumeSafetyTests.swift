import Foundation
import Identifiers
import Intake
import Ledger
import TestSupport
import Testing

@Suite("What leaves the inbox", .enabled(if: Repository.sharedTestData != nil), .timeLimit(.minutes(20)))
struct ConsumeSafetyTests {
    private let image = "us/ge-logiq700-crop-rgb.dcm"

    private func kept(_ fixture: IntakeFixture) throws -> Set<String> {
        Set(try fixture.contents().filter { !$0.key.hasSuffix("reason.json") }.values)
    }

    @Test("a file whose bytes changed behind its size, time and inode is taken in before it is removed", .tags(.law1))
    func changedInPlace() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image, as: "a.dcm")
        try await fixture.run()
        let file = fixture.inbox.appending(path: "a.dcm")
        let date = try #require(FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date)
        let handle = try FileHandle(forUpdating: file)
        let end = try handle.seekToEnd()
        try handle.seek(toOffset: end - 2)
        try handle.write(contentsOf: Data([1, 2]))
        try handle.close()
        let changed = ContentDigest(of: try Data(contentsOf: file)).hexadecimal
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path)
        try await fixture.run(consume: true)
        #expect(!FileManager.default.fileExists(atPath: file.path))
        #expect(try kept(fixture).contains(changed))
        #expect(try kept(fixture).count == 2)
    }

    @Test(
        "a file whose kept copy is gone is kept anew before it is removed",
        .tags(.law1),
        arguments: ["archive", "quarantine"]
    )
    func keptCopyGone(place: String) async throws {
        let fixture = try IntakeFixture()
        if place == "archive" {
            try fixture.drop(shared: image, as: "a")
        } else {
            try fixture.drop("a", Data("no DICOM at all".utf8))
        }
        try await fixture.run()
        let before = try kept(fixture)
        try FileManager.default.removeItem(at: fixture.state.appending(path: place))
        try await fixture.run(consume: true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.inbox.path).isEmpty)
        #expect(try kept(fixture) == before)
    }

    @Test("a file that another program still has open for writing waits for the next run", .tags(.law1))
    func openForWriting() async throws {
        let fixture = try IntakeFixture()
        try fixture.drop(shared: image, as: "a.dcm")
        let file = fixture.inbox.appending(path: "a.dcm")
        let writer = try FileHandle(forWritingTo: file)
        let first = try await fixture.run(consume: true)
        #expect(first.map(\.outcome.name) == ["unsettled"])
        #expect(FileManager.default.fileExists(atPath: file.path))
        try writer.close()
        let second = try await fixture.run(consume: true)
        #expect(second.map(\.outcome.name) == ["archived"])
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }
}
