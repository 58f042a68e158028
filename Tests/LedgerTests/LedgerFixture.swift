import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

/// A ledger in a folder of its own, with a clock that a test sets.
final class LedgerFixture: Sendable {
    let folder: TemporaryFolder
    let ledger: Ledger

    var file: URL { folder.url.appending(path: "ledger.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        let time = Date(timeIntervalSince1970: 1_795_000_000)
        ledger = try Ledger(file: folder.url.appending(path: "ledger.sqlite")) { time }
    }

    /// Another connection to the same file.
    func second() throws -> Ledger {
        try Ledger(file: file) { Date(timeIntervalSince1970: 1_795_000_001) }
    }

    /// An instance of study `1.2.<study>`, whose bytes are its name.
    static func instance(
        _ name: String,
        study: Int = 1,
        patient: String? = "P1",
        issuer: String? = nil
    ) throws -> ReceivedInstance {
        let bytes = Data(name.utf8)
        return ReceivedInstance(
            studyInstanceUID: try #require(DICOMUID("1.2.\(study)")),
            seriesInstanceUID: try #require(DICOMUID("1.2.\(study).1")),
            sopInstanceUID: try #require(DICOMUID("1.2.\(study).1.\(bytes.count)")),
            sopClassUID: try #require(DICOMUID("1.2.840.10008.5.1.4.1.1.6.1")),
            transferSyntaxUID: "1.2.840.10008.1.2.1",
            patientID: patient,
            issuerOfPatientID: issuer,
            accession: "ACC\(study)",
            studyDate: "20261120",
            digest: ContentDigest(of: bytes),
            size: Int64(bytes.count),
            archiveName: name,
            facts: "{}"
        )
    }

    /// Takes an instance as its own arrival.
    @discardableResult
    func admit(_ instance: ReceivedInstance) async throws -> InstanceAdmission {
        try await ledger.write { transaction in
            let identity = FileIdentity(size: instance.size, modifiedNanoseconds: 1, inode: 1)
            let number = try transaction.openArrival(
                inbox: "/in",
                relativePath: instance.archiveName,
                identity: identity
            )
            let admission = try transaction.admit(instance, arrival: number)
            let outcome: ArrivalOutcome =
                switch admission {
                case .added(let study): .archived(study)
                case .addedAside(let study): .keptNotMeasured(study, reason: "a report of ours")
                case .duplicate(let first, let study): .duplicate(of: first, study)
                }
            try transaction.settleArrival(number, outcome, digest: instance.digest)
            return admission
        }
    }

    /// Walks a study through these states.
    func move(_ key: StudyKey, through states: [StudyState]) async throws {
        for state in states {
            try await ledger.write { transaction in
                let study = try transaction.study(key)
                try transaction.move(key, revision: study.revision, from: study.state, to: state, by: .program)
            }
        }
    }

    func study(_ key: StudyKey) async throws -> StudyRecord {
        try await ledger.read { try $0.study(key) }
    }

    /// Runs a script in Python, another program with another SQLite connection: `db` is open on the ledger.
    func python(_ script: String) throws -> (status: Int32, output: String) {
        let process = Process()
        let interpreter: URL = try #require(Repository.python)
        process.executableURL = interpreter
        process.arguments = [
            "-c", "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], timeout=10)\n" + script, file.path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
