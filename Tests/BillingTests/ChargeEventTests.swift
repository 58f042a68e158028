import Billing
import Configuration
import Foundation
import Identifiers
import TestSupport
import Testing

@Suite("The charge event")
struct ChargeEventTests {
    /// Computed with Python: u=uuid.uuid5; n=u(NAMESPACE_URL,"urn:sonoquant"); c=u(n,"<UID>|quantitative-ultrasound|global").
    @Test("identifiers are those that any other program derives", .tags(.law5))
    func identifiers() throws {
        let event = try ChargeFixture().event()
        #expect(event.subject.text == "5fbcf5fa-ae81-57bb-9fbb-15b7797c50a9")
        #expect(event.id.text == "2bf6e707-b1e5-54df-bc65-4955c56218a2")
        #expect(event.data.evidence.study.text == "09a48d5f-397f-58bb-81e8-fb6908a80bf2")
    }

    @Test("the bytes are fixed and end in one newline", .tags(.law5))
    func bytes() throws {
        var fixture = try ChargeFixture()
        let bytes = try fixture.event().encoded()
        #expect(bytes.last == 0x0A && bytes.dropLast().last == UInt8(ascii: "}"))
        fixture.evidence.signature?.signedAt += 0.75
        #expect(try fixture.event().encoded() == bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""time":"2026-11-20T16:04:10Z""#))
        #expect(text.contains(#""metrics":["grey-entropy","grey-mean"]"#))
    }

    @Test("an event read back from its bytes is the same")
    func roundTrip() throws {
        let event = try ChargeFixture().event()
        let again = try ChargeEvent(decoding: try event.encoded())
        #expect(again == event)
        #expect(again.live == event.live)
        #expect(throws: ChargeEventError.notReadable) { try ChargeEvent(decoding: Data("{}".utf8)) }
    }

    @Test(
        "the judge passes every kind of event",
        .enabled(if: Repository.python != nil),
        arguments: BilledComponent.allCases,
        [false, true]
    )
    func judge(component: BilledComponent, isReplaced: Bool) throws {
        var fixture = try ChargeFixture()
        fixture.configuration.site.component = component
        fixture.order["referring"] = ["npi": "1558598797"]
        var event = try fixture.event()
        if isReplaced {
            fixture.order["payer"] = ["id": "PAYER02"]
            fixture.evidence.signature?.status = .corrected
            event = try fixture.event(live: [event.live])
        }
        let verdict = try Self.verdict(on: try event.encoded())
        #expect(verdict.status == 0, "\(verdict.output)")
        let modifiers = ["global": [], "professional": ["26"], "technical": ["TC"]][component.rawValue]
        #expect(event.data.service.modifiers.map(\.text) == modifiers)
        #expect((event.data.rendering == nil) == (component == .technical))
    }

    @Test("the judge refuses a broken event, so its pass means something", .enabled(if: Repository.python != nil))
    func judgeRefuses() throws {
        let text = String(decoding: try ChargeFixture().event().encoded(), as: UTF8.self)
        let broken = text.replacingOccurrences(of: "1234567893", with: "1234567890")
        #expect(try Self.verdict(on: Data(broken.utf8)).status == 1)
    }

    private static func verdict(on event: Data) throws -> (status: Int32, output: String) {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "event.json")
        try event.write(to: file)
        let judge = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Judges/cloudevent.py")
        let process = Process()
        let python: URL = try #require(Repository.python)
        process.executableURL = python
        process.arguments = ["-B", judge.path, file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
