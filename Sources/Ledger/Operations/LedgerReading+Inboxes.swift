internal import GRDB
package import Identifiers

extension LedgerReading where Self: ~Copyable {
    /// The studies still being received that have a file from a folder of an inbox, or from below it.
    ///
    /// - Parameters:
    ///   - inbox: the inbox's absolute path.
    ///   - folder: under the inbox, written as arrivals are; empty for the inbox itself.
    /// - Returns: their keys, in order.
    /// - Throws: SQLite's error.
    package func receivingStudies(inbox: String, under folder: String) throws -> [StudyKey] {
        // `0` follows `/`: the range of all paths that begin with `folder/`, which the index of (inbox, path) finds.
        let sql = """
            SELECT DISTINCT arrivals.study FROM arrivals JOIN studies ON studies.number = arrivals.study
            WHERE arrivals.inbox = ? AND (? = '' OR (arrivals.relative_path >= ? AND arrivals.relative_path < ?))
                AND studies.state_name = 'receiving' ORDER BY arrivals.study
            """
        let numbers = try Int64.fetchAll(
            database,
            sql: sql,
            arguments: [inbox, folder, folder + "/", folder + "0"]
        )
        return numbers.map { StudyKey(number: $0) }
    }
}
