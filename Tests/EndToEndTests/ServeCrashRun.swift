import Foundation
import Glibc
import Identifiers
import Ledger
import SystemCalls
import TestSupport
import Testing

/// One round of the service's crash harness: files come while it is killed; then it runs in health, and is compared with the truth.
final class ServeCrashRun {
    /// What a round came to.
    struct Counts: Sendable {
        var kills = 0
        var acknowledged = 0
        var resent = 0
        var instances = 0
    }

    private let plan: ServeCrashPlan
    private let centre: ImagingCentre
    private let files: ServeCrashFiles
    private let port: UInt16
    /// SOP Instance UIDs that a sender was told are stored.
    private var acknowledged: Set<String> = []
    private var counts = Counts()

    init(_ plan: ServeCrashPlan) throws {
        self.plan = plan
        centre = try ImagingCentre()
        files = try ServeCrashFiles(centre, ways: plan.ways)
        port = try Self.freePort()
        let text = try String(contentsOf: centre.configuration, encoding: .utf8)
        let serving = """

            inboxes: [{ folder: inbox, settleSeconds: 1, pollSeconds: 1, taken: remove }]
            receiver: { port: \(port) }
            monitoring: { on: false }
            assembly: { quietSeconds: 1 }
            disk: { stopFreeMiB: 64, resumeFreeMiB: 64 }
            serve: { stopSeconds: 10 }

            """
        try Data((text + serving).utf8).write(to: centre.configuration)
        let named = plan.ways.first?.rawValue ?? ""
        try centre.order("liver-prior") {
            $0["accession"] = "SIM\(named)"
            $0["patient"] = ["id": "SIM-\(named)", "assigner": "SONOQUANT-SIM"]
        }
    }

    /// Runs the round.
    func run() async throws -> Counts {
        if plan.isBatchAlone { try await killBatchAlone() }
        try await killWhileFilesCome()
        if let secondKill = plan.secondKill {
            let service = try StartedService(centre)
            service.waits(until: .now + .seconds(secondKill))
            try service.kill()
            counts.kills += 1
            try await expectNothingLost()
        }
        try await finishInHealth()
        return counts
    }

    // MARK: Deaths

    private var fault: String? {
        if case .fault(let point, let count) = plan.death { "\(point.rawValue):\(count)" } else { nil }
    }

    private var batchArguments: [String] {
        centre.arguments(["batch", files.batch.path] + (plan.isConsuming ? ["--consume"] : []))
    }

    private func killBatchAlone() async throws {
        let output = try TemporaryFolder()
        let process = try Program(environment: fault.map { ["SONOQUANT_FAULT_POINT": $0] } ?? [:])
            .start(batchArguments, outputIn: output.url)
        let number = process.processIdentifier
        if case .service(let seconds) = plan.death {
            try await Task.sleep(for: .seconds(seconds / 2))
            if process.isRunning { _ = kill(number, SIGKILL) }
        }
        process.waitUntilExit()
        if process.terminationReason == .uncaughtSignal { counts.kills += 1 }
        let areGone = try ProcessTable.waits { try ProcessTable.running(with: ["--parent", String(number)]).isEmpty }
        #expect(areGone, "workers of a killed batch go on")
        try await expectNothingLost()
    }

    private func killWhileFilesCome() async throws {
        let service = try StartedService(centre, fault: fault)
        var end = ContinuousClock.now + .seconds(6)
        if case .service(let seconds) = plan.death { end = .now + .seconds(seconds) }
        service.waits(until: end) { service.listenings > 0 }
        try files.drop()
        let sending = try Sending(files.sent, port: port)
        let output = try TemporaryFolder()
        let batch =
            plan.ways.contains(.batch) && service.process.isRunning
            ? try Program().start(batchArguments, outputIn: output.url) : nil
        if case .receiver(let seconds) = plan.death {
            service.waits(until: .now + .seconds(seconds))
            if try service.killReceiver() { counts.kills += 1 }
            let listens = service.waits(until: .now + .seconds(20)) { service.listenings > 1 }
            #expect(listens, "the service has no new receiver: \(service.log)")
        } else if plan.ways == [.network], fault != nil {
            // These points are the child's too: it alone dies then.
            sending.wait()
        } else {
            service.waits(until: end)
        }
        let hasDied = !service.process.isRunning
        try service.kill()
        counts.kills += 1
        sending.wait()
        acknowledged.formUnion(try sending.acknowledged())
        if let batch {
            let ends = ProcessTable.waits { !batch.isRunning }
            #expect(ends, "batch waits for a service that is gone")
        }
        if case .receiver = plan.death { #expect(!hasDied, "the service ended with its receiver: \(service.log)") }
        try await expectNothingLost()
    }

    // MARK: Health

    private func finishInHealth() async throws {
        var service = try StartedService(centre)
        let listens = service.waits(until: .now + .seconds(30)) { service.listenings > 0 }
        try #require(listens, "\(service.log)")
        let missing = files.sent.filter { !acknowledged.contains($0.key) }
        counts.acknowledged = acknowledged.count
        counts.resent = missing.count
        let sending = try Sending(missing, port: port)
        sending.wait()
        #expect(try sending.acknowledged() == Set(missing.keys), "\(service.log)")
        acknowledged.formUnion(missing.keys)
        if plan.ways.contains(.batch) {
            let ending = try Program().run(batchArguments)
            #expect(ending.status == 0 || ending.status == 2, "\(ending.errors)")
        }
        try await expectReports(by: service)
        if let seconds = plan.killAfterSigning {
            let way = try #require(plan.ways.first).rawValue
            let signed = try centre.interpret("SIM\(way)")
            #expect(signed.status == 0, "\(signed.errors)")
            service.waits(until: .now + .seconds(seconds))
            try service.kill()
            counts.kills += 1
            service = try StartedService(centre)
            let isCharged = try service.waits(until: .now + .seconds(30)) {
                try centre.show("SIM\(way)").study.state == "charged"
            }
            let shown = try centre.show("SIM\(way)")
            #expect(isCharged, "\(shown.study) \(service.log)")
            #expect(shown.charges.map(\.live) == [true])
            let events = try centre.events()
            #expect(events.count == 1)
        }
        #expect(service.stop() == 0, "\(service.log)")
        try await expectTruth()
    }

    private func expectReports(by service: StartedService) async throws {
        let end = ContinuousClock.now + .seconds(60)
        var states: [String] = []
        while ContinuousClock.now < end {
            let studies = try await studies()
            states = studies.map(\.state.name)
            let wanted = Set(files.instances.values.map(\.study))
            if Set(studies.map(\.studyInstanceUID.value)) == wanted, states.allSatisfy({ $0 == "reported" }),
                try await kept().count == files.instances.count, try remaining(files.watched).isEmpty
            {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("not all is reported: \(states), \(try remaining(files.watched)): \(service.log)")
    }

    // MARK: What must hold

    /// Holds at any moment, a killed service's included: what was promised has its row and its bytes, and what was dropped is
    /// here or there.
    private func expectNothingLost() async throws {
        let kept = try await kept()
        for uid in acknowledged {
            #expect(kept[uid]?.dataSet == files.instances[uid]?.dataSet, "told stored, and isn't: \(plan)")
        }
        let places = files.dropped.merging(files.given) { $1 }
        for (file, uids) in places where !FileManager.default.fileExists(atPath: file.path) {
            // Not yet renamed into the watched folder, before its round.
            guard isOut else { continue }
            for uid in uids {
                #expect(kept[uid] == files.instances[uid], "taken out of the inbox, and not kept: \(plan)")
            }
        }
        if let letter = files.letter, isOut, !FileManager.default.fileExists(atPath: letter.path) {
            #expect(try letters() == 1)
        }
    }

    private var isOut: Bool { counts.kills > (plan.isBatchAlone ? 1 : 0) }

    private func expectTruth() async throws {
        let kept = try await kept()
        counts.instances = kept.count
        #expect(kept == files.instances)
        let rows = try await studies()
        let ledger = try ledger()
        for study in rows {
            let instances = try await ledger.read { try $0.instances(of: study.key) }
            let wanted = files.instances.filter { $0.value.study == study.studyInstanceUID.value }
            #expect(instances.map(\.sopInstanceUID.value).sorted() == wanted.keys.sorted(), "twice: \(plan)")
            let (result, all) = try await ledger.read {
                (
                    try $0.result(of: study.key, revision: study.revision),
                    try $0.resultFolders(after: 0, limit: 100, of: study.key).count
                )
            }
            #expect(all <= study.revision, "measured twice: \(plan)")
            let digest = try #require(result).digest.hexadecimal
            let text = try String(
                contentsOf: centre.state.appending(path: "results/\(digest)/result.json"),
                encoding: .utf8
            )
            for instance in instances { #expect(text.contains(instance.digest.hexadecimal)) }
        }
        #expect(try remaining(centre.state.appending(path: "archive")).count == files.instances.count)
        #expect(try remaining(centre.state.appending(path: "spool")) == [])
        #expect(try remaining(files.watched) == [])
        #expect(try letters() == (files.letter == nil ? 0 : 1))
        #expect(!FileManager.default.fileExists(atPath: centre.state.appending(path: "service.json").path))
        let verified = try Program().run(["verify", "--state", centre.state.path])
        #expect(verified.status == 0 && verified.output.contains("\nclean"), "\(verified.output)\(verified.errors)")
    }

    /// What the ledger has, as far as the archive has its bytes.
    private func kept() async throws -> [String: ServeCrashFiles.Instance] {
        guard FileManager.default.fileExists(atPath: centre.state.appending(path: "ledger.sqlite").path) else {
            return [:]
        }
        let ledger = try ledger()
        var kept: [String: ServeCrashFiles.Instance] = [:]
        for study in try await studies() {
            for row in try await ledger.read({ try $0.instances(of: study.key) }) {
                let file = centre.state.appending(path: "archive/\(row.archiveName)")
                #expect(ContentDigest(of: try Data(contentsOf: file)) == row.digest)
                kept[row.sopInstanceUID.value] = ServeCrashFiles.Instance(
                    study: study.studyInstanceUID.value,
                    dataSet: try ServeCrashFiles.dataSetDigest(of: file)
                )
            }
        }
        return kept
    }

    private func studies() async throws -> [StudyRecord] { try await ledger().read { try $0.studies() } }

    private func ledger() throws -> Ledger {
        try Ledger(file: centre.state.appending(path: "ledger.sqlite"), now: { Date() })
    }

    /// The files below a folder.
    private func remaining(_ folder: URL) throws -> [String] {
        try FileTree(folder).entries.filter { $0.value != "folder" }.keys.sorted()
    }

    /// How often the letter is in quarantine.
    private func letters() throws -> Int {
        try FileTree(centre.state.appending(path: "quarantine")).entries.values
            .count { $0 == ContentDigest(of: ServeCrashFiles.letterBytes).hexadecimal }
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        try #require(result)
        return UInt16(bigEndian: address.sin_port)
    }
}

/// `storescu` with the answer to each file.
private final class Sending {
    private let process: Process?
    private let output: TemporaryFolder
    private let files: [String: URL]

    init(_ files: [String: URL], port: UInt16) throws {
        self.files = files
        output = try TemporaryFolder()
        let arguments = [
            "-v", "-nh", "-to", "10", "-ta", "20", "-td", "20", "-aec", "SONOQUANT", "127.0.0.1", "\(port)",
        ]
        process =
            files.isEmpty
            ? nil
            : try Program(executable: URL(filePath: "/usr/bin/storescu"))
                .start(arguments + files.values.map(\.path).sorted(), outputIn: output.url)
    }

    func wait() {
        let hasEnded = ProcessTable.waits(seconds: 60) { process?.isRunning != true }
        #expect(hasEnded, "the sender waits for ever")
        if !hasEnded, let process { kill(process.processIdentifier, SIGKILL) }
        process?.waitUntilExit()
    }

    /// The SOP Instance UIDs of the files that were answered with success.
    func acknowledged() throws -> Set<String> {
        guard process != nil else { return [] }
        var acknowledged: Set<String> = []
        var current: String?
        let text = try ["stdout", "stderr"].map { name in
            try String(contentsOf: output.url.appending(path: name), encoding: .utf8)
        }
        for line in text.joined(separator: "\n").split(separator: "\n") {
            if let path = line.firstMatch(of: /Sending file: (.*)/)?.1 {
                current = files.first { $0.value.path == path }?.key
            } else if line.contains("Received Store Response (Success)"), let uid = current {
                acknowledged.insert(uid)
                current = nil
            }
        }
        return acknowledged
    }
}
