internal import GRDB
package import Identifiers

// The change feed: the audit trail is append-only, and whatever changes what a study waits for writes a line there.
extension LedgerReading where Self: ~Copyable {
    /// The number of the trail's last line; 0 where it is empty.
    package func lastAuditNumber() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT MAX(number) FROM audit") ?? 0
    }

    /// The studies of the audit lines after one, each once, in the order of their first line.
    ///
    /// - Parameters:
    ///   - number: the last line that the caller knows.
    ///   - limit: how many lines are read at most; ask again from `last` until it no longer grows.
    /// - Returns: the studies, and the last line that was read: `number` where there is none after it.
    /// - Throws: SQLite's own errors.
    package func studiesTouched(
        after number: Int64,
        limit: Int = 1000
    ) throws -> (keys: [StudyKey], last: Int64) {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT number, study FROM audit WHERE number > ? ORDER BY number LIMIT ?",
            arguments: [number, limit]
        )
        var seen: Set<StudyKey> = []
        var keys: [StudyKey] = []
        for row in rows {
            guard let study = row["study"] as Int64? else { continue }
            let key = StudyKey(number: study)
            if seen.insert(key).inserted { keys.append(key) }
        }
        return (keys, rows.last?["number"] ?? number)
    }
}
