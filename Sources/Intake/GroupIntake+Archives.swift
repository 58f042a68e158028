internal import Foundation
internal import Identifiers
internal import Imaging
internal import Ledger
internal import SystemCalls

/// Archives of a group: each is unpacked whole by a worker before a file of it is taken, then its files go the way of files of the
/// inbox, as `<path of the archive>!/<path in it>`. Killed anywhere, the next run finds them under the same paths.
extension GroupIntake {
    /// Takes the files of each archive, and says of the archive itself what came of it.
    ///
    /// - Returns: the files' arrivals, by the archive's number.
    func unpack(_ travellers: inout [Traveller]) async throws -> [ArrivalNumber: [Arrival]] {
        var arrivals: [ArrivalNumber: [Arrival]] = [:]
        for index in travellers.indices {
            let archive = travellers[index]
            guard let copy = archive.copy, case .unpack = archive.verdict else { continue }
            guard unpacksArchives else {
                travellers[index].verdict = .quarantine(.archiveNotUnpacked)
                continue
            }
            try Task.checkCancellation()
            let folder = intake.spool.folder.appending(path: "unpack-\(archive.number)")
            switch try await unpackStateful(copy.file, into: folder) {
            case .refused(let reason): travellers[index].verdict = .quarantine(reason)
            case .whole(let members, let others):
                // The spool's next sweep takes what can't be removed now.
                defer { try? FileManager.default.removeItem(at: folder) }
                let findings = Self.findings(of: members, in: archive.finding)
                if try await holdsDICOM(members, in: folder) {
                    let taken = try await take(zip(members, findings), from: folder)
                    arrivals[archive.number] = taken
                    travellers[index].verdict = nil
                    travellers[index].outcome = Self.outcome(of: taken, others: others)
                } else {
                    travellers[index].verdict = .quarantine(.archiveWithoutDICOM)
                }
            }
        }
        return arrivals
    }

    /// What earlier runs made of the files of an archive that is known.
    func knownMembers(of archive: ArrivalRecord) async throws -> [Arrival] {
        guard case .unpacked = archive.outcome else { return [] }
        let inboxName = inboxName
        let records = try await intake.ledger.read { snapshot in
            try snapshot.lastArrivals(inbox: inboxName, below: archive.relativePath + "!/")
        }
        return records.compactMap { record in
            guard let outcome = record.outcome else { return nil }
            return Arrival(
                number: record.number,
                relativePath: record.relativePath,
                outcome: outcome,
                isNew: false,
                members: []
            )
        }
    }

    private func unpackStateful(_ archive: URL, into folder: URL) async throws -> ArchiveUnpacker.Result {
        do {
            return try await intake.unpacker.unpack(archive, into: folder)
        } catch let error as SystemCallError {
            return try intake.stateful { throw error }
        }
    }

    /// The files as if they lay in a folder of the archive's name.
    private static func findings(of members: [UnpackedMember], in archive: InboxFinding) -> [InboxFinding] {
        var seen: [InboxPath: Int] = [:]
        return members.map { member in
            let path = archive.path.member(Array(member.path))
            let count = seen[path, default: 0] + 1
            seen[path] = count
            return InboxFinding(
                path: count == 1 ? path : path.copy(count),
                status: archive.status?.member(size: member.size),
                content: .file
            )
        }
    }

    /// Whether there is anything that belongs to a study, or to another modality's; looked for before any file is taken.
    private func holdsDICOM(_ members: [UnpackedMember], in folder: URL) async throws -> Bool {
        for start in stride(from: 0, to: members.count, by: FolderIntake.groupSize) {
            let group = members[start..<min(start + FolderIntake.groupSize, members.count)]
            let inspect = inspect
            let found = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for member in group where member.size > 0 {
                    let file = folder.appending(path: UnpackedMember.fileName(member.number))
                    tasks.addTask {
                        switch try await inspect(file.path) {
                        case .instance, .skipped, .mediaDirectory: true
                        case .refused(let error): error.code != .notDICOM
                        case .archive, .readerLost: false
                        }
                    }
                }
                return try await tasks.reduce(false) { $0 || $1 }
            }
            if found { return true }
        }
        return false
    }

    private func take(
        _ members: Zip2Sequence<[UnpackedMember], [InboxFinding]>,
        from folder: URL
    ) async throws -> [Arrival] {
        var arrivals: [Arrival] = []
        let all = Array(members)
        for start in stride(from: 0, to: all.count, by: FolderIntake.groupSize) {
            try Task.checkCancellation()
            arrivals += try await take(
                group: Array(all[start..<min(start + FolderIntake.groupSize, all.count)]),
                folder
            )
        }
        return arrivals
    }

    private func take(group: [(UnpackedMember, InboxFinding)], _ folder: URL) async throws -> [Arrival] {
        let members = group.map(\.0)
        let copies = try await disk.perform {
            try members.map { member in try intake.stateful { try Spool.Copy(unpacked: member, in: folder) } }
        }
        let known = try await knownMembers(zip(group, copies).map { ($0.1.path.text, $0.1.identity, $1.digest) })
        var travellers = try await number(zip(group, known).filter { $0.1 == nil }.map { $0.0.1 })
        var unknown = zip(copies, known).filter { $0.1 == nil }.map { $0.0 }.makeIterator()
        for index in travellers.indices { travellers[index].copy = unknown.next() }
        try await look(&travellers)
        for index in travellers.indices {
            if let verdict = travellers[index].verdict { travellers[index].verdict = verdict.ofMember }
        }
        let outcomes = try await carry(travellers)
        var settled = zip(travellers, outcomes).makeIterator()
        return zip(group, known).compactMap { member, record in
            if let record, let outcome = record.outcome {
                return Arrival(
                    number: record.number,
                    relativePath: member.1.path.text,
                    outcome: outcome,
                    isNew: false,
                    members: []
                )
            }
            return settled.next().map { traveller, outcome in
                Arrival(
                    number: traveller.number,
                    relativePath: member.1.path.text,
                    outcome: outcome,
                    isNew: true,
                    members: []
                )
            }
        }
    }

    /// The settled arrival of each file that a killed run has taken already and that is still kept; nil for what must be taken.
    private func knownMembers(
        _ members: [(path: String, identity: FileIdentity, digest: ContentDigest)]
    ) async throws -> [ArrivalRecord?] {
        let inboxName = inboxName
        let known = try await intake.ledger.read { snapshot in
            try members.map { member -> ArrivalRecord? in
                let last = try snapshot.lastArrival(inbox: inboxName, relativePath: member.path)
                guard let last, last.outcome?.isFinal == true, last.identity == member.identity,
                    last.digest == member.digest
                else { return nil }
                return last
            }
        }
        let kept = KeptContent(archive: intake.archive, quarantine: intake.quarantine)
        let digests = members.map(\.digest)
        return try await disk.perform {
            zip(digests, known).map { digest, record in
                guard let record, let outcome = record.outcome else { return nil }
                return !Self.isKept(outcome) || kept.holds(digest, record) ? record : nil
            }
        }
    }

    private static func outcome(of members: [Arrival], others: Int) -> ArrivalOutcome {
        let kept = members.count { Self.isKept($0.outcome) }
        let broken = members.count {
            if case .quarantined = $0.outcome { true } else { false }
        }
        let files = members.count + others
        var words = ["\(files) \(files == 1 ? "file" : "files")", "\(kept - broken) kept"]
        if broken > 0 { words.append("\(broken) in quarantine") }
        if files > kept { words.append("\(files - kept) not ours") }
        return .unpacked(everyFileKept: kept == files, reason: "an archive: " + words.joined(separator: ", "))
    }
}

extension InboxPath {
    /// A file in the archive of this path. Empty names are left out of it, so that `copy` makes a path that no archive has.
    func member(_ path: [UInt8]) -> InboxPath {
        let names = path.split(separator: UInt8(ascii: "/")).map(Array.init)
        return InboxPath(components.dropLast() + [(components.last ?? []) + Array("!".utf8)] + names)
    }

    /// The `number`th file of this path in an archive that has several.
    func copy(_ number: Int) -> InboxPath { InboxPath(components + [[], Array(String(number).utf8)]) }
}

extension Quarantine.Reason {
    fileprivate static let archiveWithoutDICOM = Self(
        code: "archiveWithoutDICOM",
        explanation: "an archive that holds no DICOM"
    )
    fileprivate static let archiveNotUnpacked = Self(
        code: "archiveNotUnpacked",
        explanation: "an archive, which this inbox doesn't unpack"
    )
    fileprivate static let archiveInArchive = Self(
        code: "archiveInArchive",
        explanation: "an archive in an archive, which is not unpacked: unpack it by hand and drop its files"
    )
}

extension Verdict {
    /// The same of a file that came in an archive: what lies beside images on exported media is left there.
    fileprivate var ofMember: Verdict {
        switch self {
        case .unpack: .quarantine(.archiveInArchive)
        case .quarantine(let reason) where reason.code == ImagingError.Code.notDICOM.rawValue: .skip("no DICOM")
        case .keep, .skip, .quarantine: self
        }
    }
}

extension Spool.Copy {
    private static let bufferBytes = 256 << 10

    /// A file that a worker wrote into the spool: durable from here on, and with a digest of our own.
    fileprivate init(unpacked member: UnpackedMember, in folder: URL) throws {
        let descriptor = try FolderDescriptor(path: folder.path)
        let name = UnpackedMember.fileName(member.number)
        let file = try descriptor.open(Array(name.utf8))
        var stream = DigestStream()
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        var size: Int64 = 0
        while true {
            let count = try file.read(into: &buffer)
            if count == 0 { break }
            stream.update(buffer, count: count)
            size += Int64(count)
        }
        try file.synchronise()
        self.init(file: folder.appending(path: name), digest: stream.finish(), size: size)
    }
}
