internal import Configuration
internal import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
internal import Logging
internal import ServiceHealth
internal import SystemCalls

/// Takes one group of an inbox's files, step by step as `FolderIntake` tells.
struct GroupIntake: Sendable {
    let intake: FolderIntake
    let inboxName: String
    let taken: WatchedInbox.Taken
    let way: IntakeWay
    let unpacksArchives: Bool
    let inspect: Inspect
    /// One of its own: a share that hangs holds no other inbox up.
    let disk = DiskQueue(label: "sonoquant.folder")
    let lanes = DiskLanes(label: "sonoquant.spool", count: 4)

    /// A file with its number, on its way.
    struct Traveller: Sendable {
        let finding: InboxFinding
        let number: ArrivalNumber
        var copy: Spool.Copy?
        var verdict: Verdict?
        var study: StudyKey?
        /// What goes into archive and ledger.
        var admission: Admission?
        /// What is known before the ledger is asked.
        var outcome: ArrivalOutcome?
    }

    /// Copies that are open until they are synchronised.
    private static let copiesAtOnce = 16

    /// - Returns: an answer for each finding, in their order.
    func take(_ findings: [InboxFinding], from inbox: InboxFolder) async throws -> [Arrival] {
        let known = try await knownArrivals(findings, in: inbox)
        var travellers = try await number(zip(findings, known).filter { $0.1 == nil }.map { $0.0 })
        let members: [ArrivalNumber: [Arrival]]
        let outcomes: [ArrivalOutcome]
        do {
            try await copy(&travellers, from: inbox)
            try await look(&travellers)
            members = try await unpack(&travellers)
            outcomes = try await carry(travellers)
        } catch {
            await dropCopies(of: travellers.map(\.number))
            return try intake.stateful { throw error }
        }
        let settledBefore = zip(findings, known).compactMap { finding, record in
            record?.outcome.map { (finding, $0) }
        }
        try await consumeIfAsked(settledBefore + zip(travellers.map(\.finding), outcomes), from: inbox)
        var settled = zip(travellers, outcomes).makeIterator()
        var answers: [Arrival] = []
        for (finding, record) in zip(findings, known) {
            if let record, let outcome = record.outcome {
                answers.append(
                    Arrival(
                        number: record.number,
                        relativePath: finding.path.text,
                        outcome: outcome,
                        isNew: false,
                        members: try await knownMembers(of: record)
                    )
                )
            } else if let (traveller, outcome) = settled.next() {
                answers.append(
                    Arrival(
                        number: traveller.number,
                        relativePath: finding.path.text,
                        outcome: outcome,
                        isNew: true,
                        members: members[traveller.number] ?? []
                    )
                )
            }
        }
        return answers
    }

    /// The last steps: files that were looked at go to where they stay, and the ledger says so. A stop doesn't end them halfway,
    /// which would leave bytes that no row names until the next start.
    func carry(_ travellers: [Traveller]) async throws -> [ArrivalOutcome] {
        let whole = Task { try await finish(travellers) }
        return try await whole.value
    }

    private func finish(_ looked: [Traveller]) async throws -> [ArrivalOutcome] {
        var travellers = looked
        try await assignStudies(&travellers)
        try prepare(&travellers)
        let prepared = travellers
        try await disk.perform { try moveToPlace(prepared) }
        FaultPoint.reached(.afterRename)
        return try await settle(travellers)
    }

    /// The settled arrival of each finding that is still the file it was; nil for what must be taken.
    private func knownArrivals(
        _ findings: [InboxFinding],
        in inbox: InboxFolder
    ) async throws -> [ArrivalRecord?] {
        let inboxName = inboxName
        let known = try await intake.ledger.read { snapshot in
            try findings.map { finding -> ArrivalRecord? in
                let last = try snapshot.lastArrival(inbox: inboxName, relativePath: finding.path.text)
                guard let last, last.outcome?.isFinal == true, last.identity == finding.identity else { return nil }
                return last
            }
        }
        guard taken != .left else { return known }
        // These would be removed unread.
        let kept = KeptContent(archive: intake.archive, quarantine: intake.quarantine)
        return try await disk.perform {
            zip(findings, known).map { finding, record in
                guard let record, let outcome = record.outcome else { return nil }
                return !Self.isKept(outcome) || kept.stands(for: finding, record, in: inbox) ? record : nil
            }
        }
    }

    /// Whether the state directory has the bytes, so that the inbox need not.
    static func isKept(_ outcome: ArrivalOutcome) -> Bool {
        switch outcome {
        case .archived, .duplicate, .keptNotMeasured, .quarantined, .unpacked(everyFileKept: true, _): true
        case .skipped, .discarded, .unreadable, .unsettled, .unpacked(everyFileKept: false, _): false
        }
    }

    func number(_ findings: [InboxFinding]) async throws -> [Traveller] {
        guard !findings.isEmpty else { return [] }
        let inboxName = inboxName
        return try await intake.ledger.write { transaction in
            try findings.map { finding in
                let number = try transaction.openArrival(
                    inbox: inboxName,
                    relativePath: finding.path.text,
                    identity: finding.identity
                )
                return Traveller(finding: finding, number: number)
            }
        }
    }

    /// Copies every file to the spool, durably: some are synchronised while the next are copied.
    private func copy(_ travellers: inout [Traveller], from inbox: InboxFolder) async throws {
        let lanes = lanes
        var copied: [Spool.OpenCopy] = []
        for start in stride(from: 0, to: travellers.count, by: Self.copiesAtOnce) {
            try Task.checkCancellation()
            let range = start..<min(start + Self.copiesAtOnce, travellers.count)
            let (earlier, next) = (copied, Array(travellers[range]))
            async let synchronised: Void = lanes.perform(earlier) { try $0.synchronise() }
            let (done, open) = try await disk.perform {
                var (done, open) = (next, [Spool.OpenCopy]())
                for index in done.indices {
                    if let copy = try copy(&done[index], from: inbox) { open.append(copy) }
                }
                return (done, open)
            }
            travellers.replaceSubrange(range, with: done)
            copied = open
            try await synchronised
        }
        try await lanes.perform(copied) { try $0.synchronise() }
    }

    /// Takes what was promised to nobody out of the spool, so that a group that is tried again leaves nothing on a full disk.
    private func dropCopies(of numbers: [ArrivalNumber]) async {
        let spool = intake.spool
        // The next start sweeps what can't be removed now.
        try? await disk.perform { for number in numbers { try spool.dropUnlessPromoted(number) } }
    }

    private func copy(
        _ traveller: inout Traveller,
        from inbox: InboxFolder
    ) throws -> Spool.OpenCopy? {
        switch (traveller.finding.content, traveller.finding.status) {
        case (.skipped(let reason), _): traveller.outcome = .skipped(reason: reason)
        case (.unreadable(let reason), _): traveller.outcome = .unreadable(reason: reason)
        case (.file, nil): traveller.outcome = .unreadable(reason: "it can't be looked at")
        case (.file, let status?):
            do {
                let (copy, open) = try intake.stateful {
                    try intake.spool.copy(
                        traveller.finding.path,
                        of: inbox,
                        expected: status,
                        arrival: traveller.number,
                        limit: intake.limits.fileBytes
                    )
                }
                traveller.copy = copy
                return open
            } catch Spool.Failure.unreadable(let reason) {
                traveller.outcome = .unreadable(reason: reason)
            } catch Spool.Failure.unsettled(let reason) {
                traveller.outcome = .unsettled(reason: reason)
            }
        }
        return nil
    }

    /// Has the workers look at every copy.
    func look(_ travellers: inout [Traveller]) async throws {
        let inspect = inspect
        let onAnnouncement = intake.onAnnouncement
        let verdicts = try await withThrowingTaskGroup(of: (Int, Verdict).self) { group in
            for (index, traveller) in travellers.enumerated() {
                guard let copy = traveller.copy else { continue }
                group.addTask {
                    if copy.size == 0 {
                        return (index, .quarantine(.init(code: "emptyFile", explanation: "the file is empty")))
                    }
                    let inspection = try await inspect(copy.file.path)
                    if case .mediaDirectory(let announcements) = inspection { try await onAnnouncement(announcements) }
                    return (index, Verdict(inspection))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (index, verdict) in verdicts { travellers[index].verdict = verdict }
    }

    /// Gives each instance its study's key, in the order of the files, and finds our own reports.
    private func assignStudies(_ travellers: inout [Traveller]) async throws {
        let verdicts = travellers.map(\.verdict)
        guard verdicts.contains(where: { $0 != nil }) else { return }
        let own = try await indicesOfOwnReports(travellers)
        for index in own { travellers[index].verdict = .skip("SonoQuant's own report") }
        let studies = try await intake.ledger.write { transaction in
            try verdicts.enumerated().map { index, verdict -> StudyKey? in
                guard case .keep(let facts, _) = verdict, !own.contains(index) else { return nil }
                return try transaction.reserveKey(studyInstanceUID: facts.studyInstanceUID)
            }
        }
        for (index, study) in studies.enumerated() { travellers[index].study = study }
    }

    private func indicesOfOwnReports(_ travellers: [Traveller]) async throws -> Set<Int> {
        var supporting: [Int: InstanceFacts] = [:]
        for (index, traveller) in travellers.enumerated() {
            guard case .keep(let facts, _) = traveller.verdict, SOPClassRole(facts.sopClassUID) == .supporting else {
                continue
            }
            supporting[index] = facts
        }
        guard !supporting.isEmpty else { return [] }
        let (asked, ownReports) = (supporting, intake.ownReports)
        let reports = try await intake.ledger.read { snapshot in
            var reports: [Int: ReportRecord] = [:]
            for (index, facts) in asked { reports[index] = try snapshot.ownReport(facts.sopInstanceUID) }
            return reports
        }
        guard !reports.isEmpty else { return [] }
        return try await disk.perform {
            var own: Set<Int> = []
            for (index, report) in reports {
                guard let copy = travellers[index].copy, let facts = asked[index] else { continue }
                if ownReports.isReport(copy.file, digest: copy.digest, dataSetOffset: facts.dataSetOffset, report) {
                    own.insert(index)
                }
            }
            return own
        }
    }

    /// Moves every copy to where it stays; all names are durable when this returns.
    private func moveToPlace(_ travellers: [Traveller]) throws {
        try intake.stateful {
            var studies: Set<StudyKey> = []
            var quarantined = false
            for traveller in travellers {
                guard let copy = traveller.copy else { continue }
                switch (traveller.verdict, traveller.study) {
                case (.keep, let study?):
                    try intake.archive.take(copy.file, study: study, digest: copy.digest)
                    studies.insert(study)
                case (.quarantine(let reason), _):
                    try intake.quarantine.take(
                        copy.file,
                        arrival: traveller.number,
                        reason: reason,
                        digest: copy.digest,
                        size: copy.size
                    )
                    quarantined = true
                case (.skip, _), (.keep, nil), (.unpack, _), (nil, _): try DurableFile.remove(copy.file)
                }
            }
            try intake.archive.synchronise(studies.sorted())
            if quarantined { try DurableFile.synchroniseFolder(intake.quarantine.folder) }
        }
    }

    private func prepare(_ travellers: inout [Traveller]) throws {
        for index in travellers.indices {
            let traveller = travellers[index]
            guard let copy = traveller.copy, let study = traveller.study,
                case .keep(let facts, let notMeasured) = traveller.verdict
            else { continue }
            travellers[index].admission = try Admission(
                facts,
                notMeasured: notMeasured,
                digest: copy.digest,
                size: copy.size,
                study: study,
                file: copy.file,
                isFromNetwork: false
            )
        }
    }

    /// Writes the group's outcomes in one transaction, and takes the spool's names away after it.
    private func settle(_ travellers: [Traveller]) async throws -> [ArrivalOutcome] {
        guard !travellers.isEmpty else { return [] }
        let desk = AdmissionDesk(archive: intake.archive, ledger: intake.ledger)
        let results = try await desk.write(travellers.compactMap(\.admission)) { transaction, comparisons in
            try travellers.map { traveller in
                let admitted =
                    if let admission = traveller.admission {
                        try comparisons.admit(admission, arrival: traveller.number, in: transaction)
                    } else {
                        AdmissionDesk.Admitted(outcome: Self.outcome(of: traveller))
                    }
                try transaction.settleArrival(traveller.number, admitted.outcome, digest: traveller.copy?.digest)
                return admitted
            }
        }
        FaultPoint.reached(.afterCommit)
        let admissions = zip(travellers, results).compactMap { traveller, admitted in
            traveller.admission.map { ($0, admitted) }
        }
        try await desk.withdraw(admissions)
        try await disk.perform {
            for (admission, _) in admissions { try intake.stateful { try DurableFile.remove(admission.file) } }
        }
        for (traveller, admitted) in zip(travellers, results) {
            ServiceMeasure.arrival(way: way.rawValue, outcome: admitted.outcome.name)
            if let copy = traveller.copy { ServiceMeasure.bytes(way: way.rawValue, copy.size) }
            intake.logger.info(
                "file settled",
                metadata: ["arrival": "\(traveller.number)", "outcome": "\(admitted.outcome.name)"]
            )
        }
        return results.map(\.outcome)
    }

    /// What becomes of a file that is not admitted.
    private static func outcome(of traveller: Traveller) -> ArrivalOutcome {
        switch traveller.verdict {
        case .skip(let word): .skipped(reason: word)
        case .quarantine(let reason): .quarantined(code: reason.code, reason: reason.explanation)
        case .keep, .unpack, nil: traveller.outcome ?? .unsettled(reason: "it was not looked at")
        }
    }

    /// Takes kept files out of the inbox, each if it is still the one that was copied.
    private func consumeIfAsked(
        _ settled: [(InboxFinding, ArrivalOutcome)],
        from inbox: InboxFolder
    ) async throws {
        guard taken != .left else { return }
        try await disk.perform {
            for (finding, outcome) in settled where Self.isKept(outcome) { consume(finding, from: inbox) }
        }
    }

    private func consume(_ finding: InboxFinding, from inbox: InboxFolder) {
        guard let status = finding.status else { return }
        do throws(SystemCallError) {
            switch taken {
            case .left: return
            case .removed: _ = try inbox.remove(finding.path, ifStill: status)
            case .moved(let target): try TakenFolder(folder: target).take(finding.path, of: inbox, ifStill: status)
            }
        } catch {
            // It is kept and settled; that it also stays in the inbox harms nothing, and the next look tries again.
            intake.logger.warning("a file can't be taken out of the inbox", metadata: ["reason": "\(error.reason)"])
        }
    }
}

extension InboxFinding {
    var identity: FileIdentity {
        FileIdentity(
            size: status?.size ?? 0,
            modifiedNanoseconds: status?.modifiedNanoseconds ?? 0,
            inode: status?.inode ?? 0
        )
    }
}

extension ReceivedInstance {
    init(_ facts: InstanceFacts, text: String, digest: ContentDigest, size: Int64, study: StudyKey) {
        self.init(
            studyInstanceUID: facts.studyInstanceUID,
            seriesInstanceUID: facts.seriesInstanceUID,
            sopInstanceUID: facts.sopInstanceUID,
            sopClassUID: facts.sopClassUID,
            transferSyntaxUID: facts.transferSyntaxUID,
            patientID: facts.subject.patientID,
            issuerOfPatientID: facts.subject.issuerOfPatientID,
            accession: facts.subject.accessionNumber,
            studyDate: facts.subject.studyDate,
            digest: digest,
            size: size,
            archiveName: Archive.name(study: study, digest: digest),
            facts: text
        )
    }
}
