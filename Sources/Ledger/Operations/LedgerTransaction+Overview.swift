package import Foundation
internal import GRDB
package import Identifiers

// What status, health and metrics ask, again and again: each answer costs the same whatever the number of studies.
extension LedgerReading where Self: ~Copyable {
    /// How many studies are in each state, by `StudyState.name`; states without any are left out.
    package func studyCounts() throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT state_name, SUM(n) AS n FROM study_counts GROUP BY state_name HAVING SUM(n) > 0"
        )
        return Dictionary(uniqueKeysWithValues: rows.map { (row) -> (String, Int) in (row["state_name"], row["n"]) })
    }

    /// How many held studies there are for each reason, by `HoldReason.name`; reasons without any are left out.
    package func holdCounts() throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT hold, n FROM study_counts WHERE state_name = 'held' AND n > 0"
        )
        return Dictionary(uniqueKeysWithValues: rows.map { (row) -> (String, Int) in (row["hold"], row["n"]) })
    }

    /// How many files came to each outcome since the ledger began, by `ArrivalOutcome.name`.
    package func arrivalCounts() throws -> [String: Int] {
        let rows = try Row.fetchAll(database, sql: "SELECT outcome, n FROM arrival_counts WHERE n > 0")
        return Dictionary(uniqueKeysWithValues: rows.map { (row) -> (String, Int) in (row["outcome"], row["n"]) })
    }

    /// Files that are being taken, or were when the program was killed, and since when the first of them.
    package func openArrivals() throws -> (count: Int, oldest: Date?) {
        let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM arrivals WHERE outcome IS NULL") ?? 0
        let oldest = try String.fetchOne(
            database,
            sql: "SELECT seen_at FROM arrivals WHERE outcome IS NULL ORDER BY number LIMIT 1"
        )
        return (count, try oldest.map { try StoredTime.date($0) })
    }

    /// Since when the study that has been longest in each state is there, by `StudyState.name`.
    package func oldestSince() throws -> [String: Date] {
        var oldest: [String: Date] = [:]
        for name in StudyState.names {
            let since = try String.fetchOne(
                database,
                sql: "SELECT MIN(since) FROM studies WHERE state_name = ?",
                arguments: [name]
            )
            if let since { oldest[name] = try StoredTime.date(since) }
        }
        return oldest
    }

    /// The studies that have been longest in a state, the longest first.
    ///
    /// - Parameters:
    ///   - name: a state's name, as `StudyState.names` has it.
    ///   - limit: how many at most.
    /// - Returns: the studies.
    /// - Throws: `LedgerError` of `damaged`, or SQLite's own errors.
    package func oldestStudies(inState name: String, limit: Int) throws -> [StudyRecord] {
        let sql = "SELECT * FROM studies WHERE state_name = ? ORDER BY since, number LIMIT ?"
        return try Row.fetchAll(database, sql: sql, arguments: [name, limit]).map { try StudyRecord($0) }
    }

    /// The studies that have been held longest for one reason, the longest first.
    ///
    /// - Parameters:
    ///   - reason: a reason's name, as `HoldReason.name` has it.
    ///   - limit: how many at most.
    /// - Returns: the studies.
    /// - Throws: `LedgerError` of `damaged`, or SQLite's own errors.
    package func oldestStudies(heldFor reason: String, limit: Int) throws -> [StudyRecord] {
        let sql = "SELECT * FROM studies WHERE state_name = 'held' AND hold = ? ORDER BY since, number LIMIT ?"
        return try Row.fetchAll(database, sql: sql, arguments: [reason, limit]).map { try StudyRecord($0) }
    }

    /// Studies whose revision ended without a charge while an event of an earlier one is out: the biller has to void it.
    package func studiesToVoid(limit: Int) throws -> [StudyKey] {
        let sql = """
            SELECT number FROM studies WHERE revision > 1 AND state_name IN ('notCharged', 'rejected')
                AND EXISTS (SELECT 1 FROM charges WHERE charges.study = studies.number AND is_live = 1)
            ORDER BY number LIMIT ?
            """
        return try Int64.fetchAll(database, sql: sql, arguments: [limit]).map { StudyKey(number: $0) }
    }
}
