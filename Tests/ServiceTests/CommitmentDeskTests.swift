import Foundation
import Identifiers
import Ledger
import Logging
import Reception
import ServiceHealth
import Synchronization
import TestSupport
import Testing

@testable import Service

/// A centre with one archived study, and the desk that vouches for it.
private final class CommitmentFixture: Sendable {
    static let start = Date(timeIntervalSince1970: 1_795_000_000)

    let centre: ImagingCentre
    let ledger: Ledger
    let archived: URL
    let instance: InstanceRecord
    let conditions = Conditions { CommitmentFixture.start }
    let sent = Mutex<[CommitmentResult]>([])

    init() async throws {
        centre = try ImagingCentre()
        try centre.drop(simulated: "cine")
        _ = try centre.batch("--quiet")
        let state = StateDirectory(root: centre.state)
        ledger = try Ledger(file: state.ledger, now: { Self.start })
        instance = try #require(try await ledger.read { try $0.instances(of: StudyKey(number: 1)) }.first)
        archived = state.archive.appending(path: instance.archiveName)
    }

    func desk(reachable: Set<String> = ["PACS"], after seconds: TimeInterval = 0) -> CommitmentDesk {
        CommitmentDesk(
            ledger: ledger,
            archive: StateDirectory(root: centre.state).archive,
            reachable: reachable,
            now: { Self.start.addingTimeInterval(seconds) },
            conditions: conditions,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func ask(_ transaction: Int = 1, of desk: CommitmentDesk) async {
        let object = ReferencedObject(
            sopClassUID: instance.sopClassUID.value,
            sopInstanceUID: instance.sopInstanceUID.value
        )
        let request = CommitmentRequest(
            number: transaction,
            transactionUID: "1.2.\(transaction)",
            peer: "PACS",
            objects: [object]
        )
        #expect(await desk.keep(request))
    }

    func deliverDue(_ desk: CommitmentDesk) async throws {
        try await desk.deliverDue { result in
            self.sent.withLock { $0.append(result) }
            return true
        }
    }

    var numbers: [Int64] { sent.withLock { $0.map(\.number) } }

    func state(_ number: Int64) async throws -> CommitmentRecord.State {
        try await ledger.read { try $0.commitment(number) }.state
    }
}

@Suite("Vouching for instances", .timeLimit(.minutes(20)))
struct CommitmentDeskTests {
    @Test("bytes that are as they came are committed")
    func good() async throws {
        let fixture = try await CommitmentFixture()
        let desk = fixture.desk()
        await fixture.ask(of: desk)
        try await fixture.deliverDue(desk)
        let result = try #require(fixture.sent.withLock { $0.first })
        #expect(result.committed.count == 1 && result.failed.isEmpty)
        #expect(fixture.conditions.all.isEmpty)
        try await fixture.deliverDue(desk)
        #expect(fixture.numbers == [1])
        await desk.ended(1, trouble: nil)
        #expect(try await fixture.state(1) == .delivered)
        try await fixture.deliverDue(desk)
        #expect(fixture.numbers == [1])
    }

    @Test(
        "bytes that are gone, cut or others are a processing failure, and a condition",
        .tags(.law1),
        arguments: ["gone", "cut", "other"]
    )
    func damaged(how: String) async throws {
        let fixture = try await CommitmentFixture()
        var bytes = try Data(contentsOf: fixture.archived)
        try FileManager.default.removeItem(at: fixture.archived)
        if how == "cut" { try bytes.dropLast().write(to: fixture.archived) }
        if how == "other" {
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: fixture.archived)
        }
        let desk = fixture.desk()
        await fixture.ask(of: desk)
        try await fixture.deliverDue(desk)
        let result = try #require(fixture.sent.withLock { $0.first })
        #expect(result.committed.isEmpty && result.failed.map(\.reason) == [0x0110])
        let words = fixture.conditions.all.map(\.words).joined()
        #expect(words.contains("sonoquant verify") && !words.contains(fixture.instance.sopInstanceUID.value))
    }

    @Test("results that wait for another try hold no other up", .tags(.law8))
    func starving() async throws {
        let fixture = try await CommitmentFixture()
        let desk = fixture.desk()
        for number in 1...9 { await fixture.ask(number, of: desk) }
        for batch in [[1, 2, 3, 4], [5, 6, 7, 8], [9]] as [[Int64]] {
            try await fixture.deliverDue(desk)
            #expect(fixture.numbers == batch)
            for number in batch { await desk.ended(number, trouble: "no answer") }
            fixture.sent.withLock { $0 = [] }
        }
        #expect(try await fixture.state(1) == .pending)
        #expect(try await fixture.ledger.read { try $0.commitment(1) }.attempts == 1)
    }

    @Test("a peer without host and port is given up at once, and said so")
    func nowhere() async throws {
        let fixture = try await CommitmentFixture()
        let desk = fixture.desk(reachable: [])
        await fixture.ask(of: desk)
        try await fixture.deliverDue(desk)
        await desk.ended(1, trouble: "the association ended")
        #expect(try await fixture.state(1) == .dead)
        #expect(fixture.conditions.all.contains { $0.words.contains("no host and port") })
    }

    @Test("tries and age are bounded", .tags(.law8))
    func bounds() async throws {
        let fixture = try await CommitmentFixture()
        let desk = fixture.desk()
        await fixture.ask(1, of: desk)
        for _ in 1...20 { await desk.ended(1, trouble: "no answer") }
        #expect(try await fixture.state(1) == .dead)
        await fixture.ask(2, of: desk)
        try await fixture.deliverDue(fixture.desk(after: 8 * 86_400))
        #expect(try await fixture.state(2) == .dead)
        #expect(fixture.numbers.isEmpty)
    }

    @Test("what a lost child had is sent again")
    func lostChild() async throws {
        let fixture = try await CommitmentFixture()
        let desk = fixture.desk()
        await fixture.ask(of: desk)
        try await fixture.deliverDue(desk)
        await desk.lostChild()
        try await fixture.deliverDue(desk)
        #expect(fixture.numbers == [1, 1])
    }
}
