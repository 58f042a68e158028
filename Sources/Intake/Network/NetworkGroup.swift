internal import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
internal import Reception
internal import SystemCalls

/// Received files that are committed together, step by step as `NetworkIntake` asks. A value: the ledger and the disk are given to
/// each step.
struct NetworkGroup: Sendable {
    private struct Member: Sendable {
        let file: NetworkFile
        var isOwnReport = false
        /// Where the same bytes are in quarantine already.
        var earlier: ArrivalNumber?
        /// Of a file that goes to quarantine.
        var number: ArrivalNumber?
        var admission: Admission?
    }

    /// What the ledger made of a file.
    struct Settled: Sendable {
        let arrival: ArrivalNumber
        let admitted: AdmissionDesk.Admitted
    }

    private var members: [Member]

    init(_ files: [NetworkFile]) {
        members = files.map { Member(file: $0) }
    }

    /// What only the ledger knows.
    struct LookUps: Sendable {
        var studies: Set<DICOMUID> = []
        /// Instances of classes that this program writes too.
        var instances: Set<DICOMUID> = []
        var quarantined: Set<ContentDigest> = []

        var isEmpty: Bool { studies.isEmpty && instances.isEmpty && quarantined.isEmpty }

        func answers(in snapshot: borrowing LedgerSnapshot) throws -> Found {
            var found = Found()
            for uid in studies { found.keys[uid] = try snapshot.key(studyInstanceUID: uid) }
            for uid in instances { found.reports[uid] = try snapshot.ownReport(uid) }
            for digest in quarantined { found.inQuarantine[digest] = try snapshot.arrivalInQuarantine(of: digest) }
            return found
        }
    }

    /// The ledger's answers.
    struct Found: Sendable {
        var keys: [DICOMUID: StudyKey] = [:]
        /// The reports of ours under the UIDs of the files.
        var reports: [DICOMUID: ReportRecord] = [:]
        var inQuarantine: [ContentDigest: ArrivalNumber] = [:]
    }

    func lookUps(knowing keys: StudyKeyMemory) -> LookUps {
        var lookUps = LookUps()
        for member in members {
            switch member.file.decision {
            case .keep(let facts, _):
                if keys[facts.studyInstanceUID] == nil { lookUps.studies.insert(facts.studyInstanceUID) }
                if SOPClassRole(facts.sopClassUID) == .supporting { lookUps.instances.insert(facts.sopInstanceUID) }
            case .quarantine: lookUps.quarantined.insert(member.file.received.digest)
            }
        }
        return lookUps
    }

    /// Finds the files that are reports of ours; reads them.
    mutating func recognise(_ found: Found, _ reports: OwnReports) {
        for index in members.indices {
            let file = members[index].file
            guard case .keep(let facts, _) = file.decision, let report = found.reports[facts.sopInstanceUID] else {
                continue
            }
            members[index].isOwnReport = reports.isReport(
                file.url,
                digest: file.received.digest,
                dataSetOffset: facts.dataSetOffset,
                report
            )
        }
    }

    mutating func apply(_ found: Found) {
        for index in members.indices {
            switch members[index].file.decision {
            case .keep: continue
            case .quarantine: members[index].earlier = found.inQuarantine[members[index].file.received.digest]
            }
        }
    }

    /// What must be written before the bytes can move: keys of new studies, numbers of what goes to quarantine.
    struct Needs: Sendable {
        struct Numbered: Sendable {
            let digest: ContentDigest
            let source: String
            let sopInstanceUID: String
            let size: Int64
        }

        var studies: [DICOMUID] = []
        var quarantined: [Numbered] = []

        var isEmpty: Bool { studies.isEmpty && quarantined.isEmpty }

        func reserve(in transaction: borrowing LedgerTransaction) throws -> Given {
            var given = Given()
            for uid in studies { given.keys[uid] = try transaction.reserveKey(studyInstanceUID: uid) }
            for file in quarantined {
                given.numbers[file.digest] = try transaction.openArrival(
                    from: file.source,
                    sopInstanceUID: file.sopInstanceUID,
                    size: file.size
                )
            }
            return given
        }
    }

    /// What the ledger gave.
    struct Given: Sendable {
        var keys: [DICOMUID: StudyKey] = [:]
        var numbers: [ContentDigest: ArrivalNumber] = [:]
    }

    func needs(knowing keys: StudyKeyMemory) -> Needs {
        var needs = Needs()
        var studies: Set<DICOMUID> = []
        var digests: Set<ContentDigest> = []
        for member in members {
            let received = member.file.received
            switch member.file.decision {
            case .keep(let facts, _):
                let uid = facts.studyInstanceUID
                if !member.isOwnReport, keys[uid] == nil, studies.insert(uid).inserted { needs.studies.append(uid) }
            case .quarantine:
                guard member.earlier == nil, digests.insert(received.digest).inserted else { continue }
                needs.quarantined.append(
                    Needs.Numbered(
                        digest: received.digest,
                        source: member.file.source,
                        sopInstanceUID: received.sopInstanceUID,
                        size: received.size
                    )
                )
            }
        }
        return needs
    }

    /// The first of several with the same bytes is kept in quarantine.
    mutating func apply(_ given: Given) {
        var numbers = given.numbers
        for index in members.indices {
            guard case .quarantine = members[index].file.decision, members[index].earlier == nil else { continue }
            let digest = members[index].file.received.digest
            members[index].number = numbers.removeValue(forKey: digest)
            if members[index].number == nil { members[index].earlier = given.numbers[digest] }
        }
    }

    mutating func prepare(with keys: StudyKeyMemory) throws {
        for index in members.indices {
            let member = members[index]
            guard case .keep(let facts, let notMeasured) = member.file.decision, !member.isOwnReport,
                let study = keys[facts.studyInstanceUID]
            else { continue }
            members[index].admission = try Admission(
                facts,
                notMeasured: notMeasured,
                digest: member.file.received.digest,
                size: member.file.received.size,
                study: study,
                file: member.file.url,
                isFromNetwork: true
            )
        }
    }

    /// Puts every file where it stays; all names are durable when this returns.
    func moveToPlace(archive: Archive, quarantine: Quarantine) throws {
        var studies: Set<StudyKey> = []
        var quarantined = false
        for member in members {
            let received = member.file.received
            if let admission = member.admission {
                try archive.take(member.file.url, study: admission.study, digest: received.digest)
                studies.insert(admission.study)
            } else if let number = member.number, case .quarantine(let reason, _) = member.file.decision {
                try quarantine.take(
                    member.file.url,
                    arrival: number,
                    reason: reason,
                    digest: received.digest,
                    size: received.size
                )
                quarantined = true
            }
        }
        try archive.synchronise(studies.sorted())
        if quarantined { try DurableFile.synchroniseFolder(quarantine.folder) }
    }

    /// Writes a row for each file.
    func settle(
        in transaction: borrowing LedgerTransaction,
        _ comparisons: AdmissionDesk.Comparisons
    ) throws -> [Settled] {
        try members.map { member in
            let received = member.file.received
            let arrival =
                try member.number
                ?? transaction.openArrival(
                    from: member.file.source,
                    sopInstanceUID: received.sopInstanceUID,
                    size: received.size
                )
            let admitted =
                if let admission = member.admission {
                    try comparisons.admit(admission, arrival: arrival, in: transaction)
                } else {
                    AdmissionDesk.Admitted(outcome: outcome(of: member))
                }
            try transaction.settleArrival(arrival, admitted.outcome, digest: received.digest)
            return Settled(arrival: arrival, admitted: admitted)
        }
    }

    private func outcome(of member: Member) -> ArrivalOutcome {
        switch (member.file.decision, member.earlier) {
        case (.keep, _): .skipped(reason: "SonoQuant's own report")
        case (.quarantine, let earlier?): .skipped(reason: "these bytes are in quarantine as arrival \(earlier)")
        case (.quarantine(let reason, _), nil): .quarantined(code: reason.code, reason: reason.explanation)
        }
    }

    /// Takes the spool's names away.
    func finish() throws {
        for member in members { try DurableFile.remove(member.file.url) }
    }

    /// What goes into archive and ledger.
    var admissions: [Admission] { members.compactMap(\.admission) }

    /// What was admitted, with what became of it.
    func admissions(_ settled: [Settled]) -> [(Admission, AdmissionDesk.Admitted)] {
        zip(members, settled).compactMap { member, result in member.admission.map { ($0, result.admitted) } }
    }

    func answers(_ settled: [Settled]) -> [CommitAnswer] {
        zip(members, settled).map { member, result in
            switch (member.file.decision, result.admitted.outcome) {
            case (.quarantine(_, let answer), _): answer
            case (.keep, .duplicate): .duplicate
            case (.keep, _): .stored
            }
        }
    }
}
