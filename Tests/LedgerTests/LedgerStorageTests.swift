import Foundation
import Ledger
import TestSupport
import Testing

@Suite("What SQLite refuses")
struct LedgerStorageTests {
    private func refusal(of file: URL) -> LedgerError? {
        do {
            _ = try Ledger(file: file) { Date(timeIntervalSince1970: 0) }
            return nil
        } catch {
            return error as? LedgerError
        }
    }

    @Test("a file that is no ledger is called damaged")
    func noLedger() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "ledger.sqlite")
        try Data(repeating: 0x41, count: 8192).write(to: file)
        #expect(refusal(of: file)?.code == .damaged)
    }

    @Test("a place where no file can be made is named as such")
    func noPlace() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(of: folder.url.appending(path: "absent/ledger.sqlite"))?.code == .storage)
    }
}
