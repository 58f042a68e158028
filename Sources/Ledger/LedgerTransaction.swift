package import Foundation
internal import GRDB

/// The rows, as far as one access may touch them. Opaque above this module.
package struct LedgerRows {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }
}

/// What can be asked of the ledger, in a read and in the middle of a transaction alike.
package protocol LedgerReading: ~Copyable {
    /// The rows of this access.
    var rows: LedgerRows { get }
}

/// One consistent state, for the duration of a `Ledger.read`.
package struct LedgerSnapshot: LedgerReading, ~Copyable {
    /// As one read sees them.
    package let rows: LedgerRows
}

/// One transaction, for the duration of a `Ledger.write`. Its operations compose: all are kept, or none.
package struct LedgerTransaction: LedgerReading, ~Copyable {
    /// As the transaction has left them so far.
    package let rows: LedgerRows
    /// The transaction's time; every row that it writes bears it.
    package let now: Date
    /// As the columns hold it.
    let nowText: String

    init(rows: LedgerRows, now: Date) {
        self.rows = rows
        self.now = now
        nowText = StoredTime.text(now)
    }
}

extension LedgerReading where Self: ~Copyable {
    var database: Database { rows.database }
}

extension Database {
    /// The first row of a statement that every file asks: it is parsed once.
    func firstRow(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Executes a statement that every file needs: it is parsed once.
    func perform(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
