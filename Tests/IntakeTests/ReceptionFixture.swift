import Foundation
import Identifiers
import Intake
import Ledger
import Logging
import Reception
import ServiceHealth
import Synchronization
import TestSupport
import Testing

/// A state directory whose files come from the network: the child's part is played by writing into its spool.
final class ReceptionFixture: Sendable {
    let intake: IntakeFixture
    let spool: URL
    let scratch: URL
    let gate = IntakeGate()
    let conditions = Conditions { Date(timeIntervalSince1970: 1_795_000_000) }
    private let pool: InspectionPool
    private let next = Mutex(0)

    init(additionalClasses: [String] = []) throws {
        intake = try IntakeFixture()
        spool = intake.state.appending(path: "spool/receive")
        scratch = intake.folder.url.appending(path: "scratch")
        try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
        let log = intake.log
        pool = InspectionPool(
            executable: IntakeFixture.program.path,
            workers: 2,
            additionalClasses: additionalClasses,
            logger: Logger(label: "test") { _ in log }
        )
    }

    /// The objects of a made study, as the child would have received them.
    func receive(_ fixture: StudyFixture) throws -> [ReceivedFile] {
        let written = try fixture.write(into: scratch)
        return try zip(written.files, written.sopInstanceUIDs).map { file, instance in
            try receive(Data(contentsOf: file), instance: instance)
        }
    }

    /// The first object of a made study, in other bytes.
    func receive(_ fixture: StudyFixture, as bytes: Data) throws -> ReceivedFile {
        try receive(bytes, instance: fixture.sopInstanceUID(0))
    }

    func receive(_ bytes: Data, instance: String = "1.2.3.4") throws -> ReceivedFile {
        let number = next.withLock { number in
            number += 1
            return number
        }
        try bytes.write(to: spool.appending(path: "\(number)"))
        return ReceivedFile(
            number: number,
            name: "\(number)",
            digest: ContentDigest(of: bytes),
            size: Int64(bytes.count),
            sopClassUID: "1.2.840.10008.5.1.4.1.1.6.1",
            sopInstanceUID: instance,
            transferSyntaxUID: "1.2.840.10008.1.2.1",
            peer: "PEER"
        )
    }

    /// Has a worker of its own look at a file.
    func inspect(_ path: String) async throws -> Inspection {
        try await pool.withWorkers { inspect in try await inspect(path) }
    }

    /// Commits all at a time, with one intake.
    func commit(_ files: [ReceivedFile]) async throws -> [CommitAnswer] {
        try await withIntake { network in
            await withTaskGroup(of: (Int, CommitAnswer).self) { group in
                for (index, file) in files.enumerated() {
                    group.addTask { (index, await network.commit(file, in: self.spool)) }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }.sorted { $0.key < $1.key }.map(\.value)
            }
        }
    }

    func withIntake<Output: Sendable>(
        _ body: @Sendable (NetworkIntake) async throws -> Output
    ) async throws -> Output {
        let folder = try intake.intake(pool: pool)
        let log = intake.log
        return try await pool.withWorkers { inspect in
            try await body(
                NetworkIntake(
                    folder,
                    inspect: inspect,
                    gate: self.gate,
                    conditions: self.conditions,
                    logger: Logger(label: "test") { _ in log }
                )
            )
        }
    }

    /// The same data set under another meta information: an element of it more.
    func rewrapped(_ file: URL) throws -> Data {
        let bytes = try Data(contentsOf: file)
        // (0002,0016) AE, Source Application Entity Title, behind the group length (0002,0000), which grows by it.
        let element = Data([0x02, 0x00, 0x16, 0x00, 0x41, 0x45, 0x04, 0x00]) + Data("PEER".utf8)
        let length = bytes[140..<144].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let end = 144 + Int(length)
        let longer = littleEndian(of: length + UInt32(element.count))
        return bytes[..<140] + longer + bytes[144..<end] + element + bytes[end...]
    }

    private func littleEndian(of value: UInt32) -> Data {
        Data((0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    }

    /// How many of the first arrivals had each outcome.
    func outcomes(_ arrivals: Int64) async throws -> [String: Int] {
        try await intake.ledger().read { snapshot in
            try (1...arrivals).reduce(into: [:]) { counts, number in
                let name = try snapshot.arrival(ArrivalNumber(number: number)).outcome?.name ?? "open"
                counts[name, default: 0] += 1
            }
        }
    }
}
