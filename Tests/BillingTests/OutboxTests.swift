import Billing
import Configuration
import Foundation
import TestSupport
import Testing

@Suite("The outbox")
struct OutboxTests {
    private let folder: TemporaryFolder
    private let outbox: Outbox
    private let event: ChargeEvent
    private let bytes: Data

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(
            folder: folder.url.appending(path: "outbox"),
            destination: try #require(PlainToken("billing"))
        )
        event = try ChargeFixture().event()
        bytes = try event.encoded()
    }

    private func place(_ path: String) -> URL { folder.url.appending(path: "outbox/billing/\(path)") }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: place(path).path)[.posixPermissions] as? Int
    }

    @Test("an event is written whole, for this user alone, and leaves no temporary file", .tags(.law7))
    func put() throws {
        #expect(try outbox.put(event.id, bytes) == .written)
        #expect(try Data(contentsOf: place("pending/\(event.id).json")) == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place("pending").path) == ["\(event.id).json"])
        #expect(try permissions("pending/\(event.id).json") == 0o600)
        for folder in ["pending", "delivered", "dead"] { #expect(try permissions(folder) == 0o700) }
    }

    @Test(
        "an event that is there, or was taken, is never written again",
        .tags(.law5),
        arguments: [
            "pending/ID.json", "pending/ID.json.claimed", "delivered/ID.json", "delivered/ID.json.claimed",
            "dead/ID.json", "dead/ID.json.claimed",
        ]
    )
    func idempotent(path: String) throws {
        try outbox.put(event.id, bytes)
        let now = place(path.replacingOccurrences(of: "ID", with: event.id.text))
        let pending = place("pending/\(event.id).json")
        if now.path != pending.path { try FileManager.default.moveItem(at: pending, to: now) }
        #expect(try outbox.put(event.id, bytes) == .alreadyThere)
        #expect(throws: OutboxError.differs(event.id)) { try outbox.put(event.id, bytes + Data([0x20])) }
        #expect(try Data(contentsOf: now) == bytes)
        #expect(now.path == pending.path || !FileManager.default.fileExists(atPath: pending.path))
    }

    @Test("an answer alone is enough to know that an event was taken", .tags(.law5))
    func answered() throws {
        try Data("{}".utf8).write(to: place("pending/\(event.id).ack.json"))
        #expect(try outbox.put(event.id, bytes) == .alreadyThere)
    }

    @Test("a file left half-written by a crash is no event")
    func interrupted() throws {
        try bytes.prefix(20).write(to: place("pending/.\(event.id).tmp"))
        #expect(try outbox.put(event.id, bytes) == .written)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place("pending").path) == ["\(event.id).json"])
    }
}
