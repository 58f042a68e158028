internal import GRDB

extension LedgerError {
    /// What SQLite's own refusals mean to a person; nil for those that only our own mistake brings about.
    init?(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.diskFull, "the disk of the state directory is full: nothing was lost, make room and run again")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "another command keeps the ledger busy: try again")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .storage,
                "this account can't open or write the ledger: run as the owner of the state directory"
            )
        case .SQLITE_IOERR:
            self.init(.storage, "the disk refuses the ledger: look at the system's log, then run again")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.damaged, "the ledger is damaged: restore it from its backup")
        default:
            return nil
        }
    }

    /// Performs `body`; SQLite's refusals come as ours.
    static func translating<Output>(_ body: () throws -> Output) throws -> Output {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LedgerError(error) ?? error
        }
    }

    /// Performs `body`; SQLite's refusals come as ours.
    static func translating<Output>(_ body: () async throws -> Output) async throws -> Output {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw LedgerError(error) ?? error
        }
    }
}
