import Configuration
import Foundation
import Identifiers
import Ledger
import Service
import SystemCalls
import TestSupport
import Testing

@Suite("The interpretation desk", .timeLimit(.minutes(5)))
struct InterpretationDeskTests {
    private static let accession = "SIM26111201"

    private static func error(_ body: () async throws -> Void) async -> ServiceError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    private func second() throws -> Physician {
        Physician(
            name: try #require(PhysicianName("Colleague^Example")), npi: try #require(NPI("1245319599")),
            taxonomy: try #require(ProviderTaxonomy("2085R0202X")), organisation: "Example", accounts: ["reader", "other"]
        )
    }

    @Test("the account decides who signs; where it may be several, the person says which")
    func physicians() throws {
        let fixture = try ServiceFixture("cine")
        let colleague = try second()
        let own = try #require(NPI("1234567893"))
        let one = InterpretationDesk(try fixture.installation(), orders: fixture.orders())
        #expect(try one.physician(for: fixture.reader, npi: nil).npi == own)
        #expect(try one.physician(for: fixture.reader, npi: own).npi == own)
        let stranger = CallerAccount(name: "stranger", host: "workstation")
        #expect(throws: ServiceError.self) { try one.physician(for: stranger, npi: own) }
        #expect(throws: ServiceError.self) { try one.physician(for: fixture.reader, npi: colleague.npi) }

        let two = InterpretationDesk(
            try fixture.installation { $0.physicians.append(colleague) }, orders: fixture.orders())
        #expect(throws: ServiceError.self) { try two.physician(for: fixture.reader, npi: nil) }
        #expect(try two.physician(for: fixture.reader, npi: colleague.npi) == colleague)
        let other = CallerAccount(name: "other", host: "workstation")
        #expect(try two.physician(for: other, npi: nil) == colleague)
        #expect(throws: ServiceError.self) { try two.physician(for: other, npi: own) }
    }

    @Test("account, host, time and the digests of what was shown are kept, in the ledger and in the audit trail")
    func evidence() async throws {
        let fixture = try ServiceFixture("cine")
        let installation = try fixture.installation(at: "2026-11-21T09:00:00Z")
        let before = try await fixture.study(Self.accession, in: installation)
        let (result, preliminary) = try await installation.ledger.read {
            (try $0.result(of: before.key, revision: 1), try $0.latestReport(of: before.key))
        }
        _ = try await fixture.sign(Self.accession, in: installation, impression: "  No focal lesion.\n")
        let found = try await installation.ledger.read { try $0.interpretation(of: before.key, revision: 1) }
        let reading = try #require(found)
        #expect(reading.account == "reader" && reading.host == "workstation")
        #expect(reading.signedAt == (try Date("2026-11-21T09:00:00Z", strategy: .iso8601)))
        #expect(reading.impression == "No focal lesion.")
        #expect(try reading.shown == [#require(result?.digest), #require(preliminary?.digest)])
        let trail = try await installation.ledger.read { try $0.auditTrail(of: before.key) }
        let final = try await installation.ledger.read { try $0.latestReport(of: before.key) }
        let move = try #require(trail.first { $0.detail["to"] == "interpreted" })
        #expect(move.who.contains("reader") && move.who.contains("workstation"))
        #expect(move.digest == final?.digest && final?.kind == .final)
        let isWhole = try await installation.ledger.read { try $0.firstBrokenAuditLine() == nil }
        #expect(isWhole)
    }

    @Test("the same reading again changes nothing; another is refused")
    func again() async throws {
        let fixture = try ServiceFixture("cine")
        let installation = try fixture.installation()
        let signed = try await fixture.sign(Self.accession, in: installation)
        let state = try FileTree(fixture.centre.state) { !$0.hasPrefix("ledger") }
        let later = try fixture.installation(at: "2026-12-01T00:00:00Z")
        #expect(try await fixture.sign(Self.accession, in: later) == signed)
        let refused = await Self.error {
            _ = try await fixture.sign(Self.accession, in: later, impression: "Another reading.")
        }
        #expect(refused?.code == .wrongState)
        #expect(try FileTree(fixture.centre.state) { !$0.hasPrefix("ledger") } == state)
    }

    @Test(
        "a text that is empty, endless or has control characters is refused, and nothing is written", .tags(.law8),
        arguments: ["", " \n", String(repeating: "x", count: 10_001), "bell\u{07}", "escape\u{1B}[2J"]
    )
    func badText(text: String) async throws {
        let fixture = try ServiceFixture("cine")
        let installation = try fixture.installation()
        let refused = await Self.error { _ = try await fixture.sign(Self.accession, in: installation, impression: text) }
        #expect(refused?.code == .badInput)
        #expect(try await fixture.study(Self.accession, in: installation).state == .reported)
    }

    @Test("a refused analysis is signed by nobody", .tags(.law4))
    func reject() async throws {
        let fixture = try ServiceFixture("cine")
        let installation = try fixture.installation()
        let desk = InterpretationDesk(installation, orders: fixture.orders())
        let physician = try desk.physician(for: fixture.reader, npi: nil)
        let study = try await fixture.study(Self.accession, in: installation)
        let rejected = try await desk.reject(study, as: physician, account: fixture.reader, reason: "Not liver.")
        #expect(rejected.state == .rejected(RejectReason(explanation: "Not liver.")))
        #expect(
            try await desk.reject(rejected, as: physician, account: fixture.reader, reason: "Not liver.") == rejected)
        let refused = await Self.error { _ = try await fixture.sign(Self.accession, in: installation) }
        #expect(refused?.code == .wrongState)
        #expect(try fixture.centre.events().isEmpty)
    }
}
