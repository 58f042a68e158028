import Configuration
import Foundation
import Identifiers
import Intake
import Ledger
import TestSupport
import Testing

@Suite("Moving what was taken", .timeLimit(.minutes(20)))
struct TakenFolderTests {
    @Test(
        "files that are safe go to the same path, on this file system or another",
        .tags(.law1),
        arguments: [nil, "/dev/shm"]
    )
    func moved(place: String?) async throws {
        let fixture = try IntakeFixture()
        let target = Self.target(fixture, place)
        defer { try? FileManager.default.removeItem(at: target) }
        let bytes = try Self.study("moved")
        try fixture.drop("DOE/scan.dcm", bytes)
        try fixture.drop("DOE/notes~", Data("not ours".utf8))
        let arrivals = try await Self.take(fixture, to: target)
        #expect(arrivals.map(\.outcome.name) == ["skipped", "archived"])
        #expect(try FileTree(target).paths == ["DOE", "DOE/scan.dcm"])
        #expect(try Data(contentsOf: target.appending(path: "DOE/scan.dcm")) == bytes)
        #expect(try FileTree(fixture.inbox).paths == ["DOE", "DOE/notes~"])
        #expect(!fixture.log.text.contains("DOE"))
    }

    @Test(
        "nothing is written over: another file of that name gets a number, the same one none",
        arguments: [nil, "/dev/shm"]
    )
    func numbered(place: String?) async throws {
        let fixture = try IntakeFixture()
        let target = Self.target(fixture, place)
        defer { try? FileManager.default.removeItem(at: target) }
        let contents = try ["one", "two", "one"].map(Self.study)
        for bytes in contents {
            try fixture.drop("scan.dcm", bytes)
            _ = try await Self.take(fixture, to: target)
        }
        #expect(try FileTree(target).paths == ["scan-2.dcm", "scan.dcm"])
        #expect(try Data(contentsOf: target.appending(path: "scan.dcm")) == contents[0])
        #expect(try Data(contentsOf: target.appending(path: "scan-2.dcm")) == contents[1])
        #expect(try FileTree(fixture.inbox).paths.isEmpty)
    }

    private static func target(_ fixture: IntakeFixture, _ place: String?) -> URL {
        guard let place else { return fixture.folder.url.appending(path: "done") }
        return URL(filePath: place).appending(path: "sonoquant-\(UUID().uuidString)")
    }

    private static func study(_ name: String) throws -> Data {
        let folder = try TemporaryFolder()
        return try Data(contentsOf: StudyFixture(name: name).write(into: folder.url).files[0])
    }

    private static func take(_ fixture: IntakeFixture, to target: URL) async throws -> [Arrival] {
        let intake = try fixture.intake()
        return try await fixture.pool().withWorkers { inspect in
            let folder = try InboxFolder(fixture.inbox)
            let findings = InboxWalk.findings(in: folder.root, excluding: [], limits: InboxLimits())
            return try await intake.take(
                findings,
                from: folder,
                inboxName: fixture.inbox.path,
                taken: .moved(to: target),
                inspect: inspect
            )
        }
    }
}
