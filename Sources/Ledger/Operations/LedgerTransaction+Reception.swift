package import Foundation
internal import GRDB
package import Identifiers

extension LedgerReading where Self: ~Copyable {
    /// The arrivals that nothing was made of yet, oldest first.
    package func unsettledArrivals() throws -> [ArrivalRecord] {
        let sql = "SELECT * FROM arrivals WHERE outcome IS NULL ORDER BY number"
        return try Row.fetchAll(database, sql: sql).map { try ArrivalRecord($0) }
    }

    /// The arrival that first brought these bytes into quarantine and left them there; nil when none did.
    package func arrivalInQuarantine(of digest: ContentDigest) throws -> ArrivalNumber? {
        let sql = "SELECT MIN(number) FROM arrivals WHERE outcome = 'quarantined' AND sha256 = ?"
        return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [digest.hexadecimal])
            .map { ArrivalNumber(number: $0) }
    }

    /// The key that a study has or had reserved; nil when it is unknown.
    package func key(studyInstanceUID: DICOMUID) throws -> StudyKey? {
        let sql = "SELECT number FROM study_keys WHERE study_instance_uid = ?"
        return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [studyInstanceUID.value])
            .map { StudyKey(number: $0) }
    }

    /// The contents that a study has under one SOP Instance UID, set aside or not, oldest first.
    package func contents(of sopInstanceUID: DICOMUID, in study: StudyKey) throws -> [InstanceRecord] {
        let sql = "SELECT * FROM instances WHERE sop_instance_uid = ? AND study = ? ORDER BY number"
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement, arguments: [sopInstanceUID.value, study.number]).map {
            try InstanceRecord($0)
        }
    }
}

extension LedgerTransaction {
    /// Gives a file from the network its number; unlike a path of an inbox, the same name again is another arrival.
    ///
    /// - Parameters:
    ///   - source: `c-store:` and the calling AE title.
    ///   - sopInstanceUID: as the request says it, legal or not.
    ///   - size: bytes of the file.
    /// - Returns: the number.
    /// - Throws: SQLite's own errors.
    package func openArrival(from source: String, sopInstanceUID: String, size: Int64) throws -> ArrivalNumber {
        let sql = """
            INSERT INTO arrivals (inbox, relative_path, size, mtime_ns, inode, seen_at) VALUES (?, ?, ?, 0, 0, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [source, sopInstanceUID, size, nowText])
        return ArrivalNumber(number: database.lastInsertedRowID)
    }

    /// Keeps what stands before the data set of a file whose data set the archive has from another arrival: with it the file is
    /// whole again.
    ///
    /// - Parameters:
    ///   - head: preamble and file meta information (PS3.10 section 7.1).
    ///   - number: the arrival.
    /// - Throws: SQLite's own errors.
    package func keepHead(_ head: Data, of number: ArrivalNumber) throws {
        try database.execute(sql: "UPDATE arrivals SET head = ? WHERE number = ?", arguments: [head, number.number])
    }
}

extension LedgerReading where Self: ~Copyable {
    /// What `keepHead` kept of an arrival; nil where nothing had to be.
    package func head(of number: ArrivalNumber) throws -> Data? {
        try Data.fetchOne(database, sql: "SELECT head FROM arrivals WHERE number = ?", arguments: [number.number])
    }
}
