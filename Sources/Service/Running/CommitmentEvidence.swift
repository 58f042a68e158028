internal import Foundation
internal import Identifiers
internal import Intake
internal import Ledger
internal import ServiceLifecycle

/// What a storage commitment vouches for (PS3.4 section J.3.3): rows of the ledger, and bytes in the archive that are theirs.
struct CommitmentEvidence: Sendable {
    let ledger: Ledger
    /// The archive's folder.
    let archive: URL
    private let lanes = VerificationLanes()

    /// Objects that are looked at together, which bounds rows in memory (law 8).
    private static let objectsAtOnce = 256

    init(ledger: Ledger, archive: URL) {
        self.ledger = ledger
        self.archive = archive
    }

    /// Looks at every object's row and at all of its bytes.
    ///
    /// - Parameter objects: what is asked about.
    /// - Returns: a finding for each object, in their order.
    /// - Throws: the ledger's errors, or `CancellationError`.
    func findings(_ objects: [CommitmentObject]) async throws -> [CommitmentFinding] {
        var findings: [CommitmentFinding] = []
        findings.reserveCapacity(objects.count)
        for start in stride(from: 0, to: objects.count, by: Self.objectsAtOnce) {
            if Task.isShuttingDownGracefully { throw CancellationError() }
            try Task.checkCancellation()
            let asked = Array(objects[start..<min(start + Self.objectsAtOnce, objects.count)])
            let (rows, files) = try await ledger.read { snapshot in
                (try snapshot.commitmentFindings(asked), try snapshot.commitmentFiles(asked))
            }
            let archive = archive
            let areGood = await lanes.look(at: files) { files, buffer in
                for file in files where !Self.isGood(file, archive, &buffer) { return false }
                return true
            }
            for (finding, isGood) in zip(rows, areGood) {
                findings.append(finding == .kept && !isGood ? .damaged : finding)
            }
        }
        return findings
    }

    private static func isGood(_ row: KeptFileRow, _ archive: URL, _ buffer: inout [UInt8]) -> Bool {
        guard let digest = ContentDigest(hexadecimal: row.sha256),
            row.name == Archive.name(study: row.study, digest: digest)
        else { return false }
        let file = VerifiedFile(
            root: archive,
            components: row.name.split(separator: "/").map(String.init),
            size: row.size,
            digest: digest
        )
        guard case .good = file.look(&buffer) else { return false }
        return true
    }
}
