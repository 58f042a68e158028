import Configuration
import Foundation
import Service
import SystemCalls
import TestSupport
import Testing

@Suite("The diagnosis")
struct DiagnosisTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a healthy installation has nothing bad")
    func healthy() async throws {
        let fixture = try ServiceFixture("cine")
        var diagnosis = Diagnosis()
        diagnosis.lookAtDecoders()
        diagnosis.lookAt(try SiteConfiguration.read(fixture.centre.configuration), account: fixture.reader)
        await diagnosis.lookAt(StateDirectory(root: fixture.centre.state))
        #expect(diagnosis.isWell, "\(diagnosis.findings)")
        #expect(diagnosis.findings.contains { $0.grade == .good && $0.words.contains("may sign as NPI 1234567893") })
    }

    @Test("what a charge lacks of the configuration is a note, each field by its name")
    func configuration() {
        var diagnosis = Diagnosis()
        diagnosis.lookAt(SiteConfiguration(), account: CallerAccount(name: "reader", host: "workstation"))
        let words = diagnosis.findings.map(\.words).joined(separator: " ")
        for field in ["site.id", "site.timeZone", "site.billing.npi", "site.facility.npi", "physicians"] {
            #expect(words.contains(field))
        }
        #expect(words.contains("reader may not sign"))
        #expect(diagnosis.isWell, "a centre that only measures is well")
    }

    @Test("a state directory that others can read is bad", .tags(.law7))
    func rights() async throws {
        let fixture = try ServiceFixture("cine")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fixture.centre.state.path)
        var diagnosis = Diagnosis()
        await diagnosis.lookAt(StateDirectory(root: fixture.centre.state))
        #expect(!diagnosis.isWell)
        #expect(diagnosis.findings.contains { $0.grade == .bad && $0.words.contains("chmod 700") })
    }

    @Test("a ledger that is no ledger is bad")
    func damagedLedger() async throws {
        let state = StateDirectory(root: folder.url.appending(path: "state"))
        try state.prepare()
        try Data("not SQLite, and long enough to be looked at".utf8).write(to: state.ledger)
        var diagnosis = Diagnosis()
        await diagnosis.lookAt(state)
        #expect(diagnosis.findings.contains { $0.grade == .bad && $0.subject == "ledger" })
    }

    @Test("a state directory that isn't there yet is a note, and is not made")
    func absent() async throws {
        let state = StateDirectory(root: folder.url.appending(path: "state"))
        var diagnosis = Diagnosis()
        await diagnosis.lookAt(state)
        #expect(diagnosis.isWell)
        #expect(!FileManager.default.fileExists(atPath: state.root.path))
    }
}
