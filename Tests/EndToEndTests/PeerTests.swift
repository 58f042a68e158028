import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "Peers that are not ours",
    .tags(.law1),
    .timeLimit(.minutes(20)),
    .enabled(if: PeerScript.isInstalled, "scripts/python installs pynetdicom")
)
struct PeerTests {
    private let centre: ImagingCentre
    private let material: TemporaryFolder

    init() throws {
        centre = try ImagingCentre()
        material = try TemporaryFolder()
    }

    private func study(_ name: String, instances: Int = 4) throws -> StudyFixture.Written {
        try StudyFixture(name: name).setting(\.instances, instances).write(into: material.url.appending(path: name))
    }

    private func dcmtk(_ name: String, _ port: Int, _ files: [URL]) throws -> Int32 {
        try Program(executable: URL(filePath: "/usr/bin/" + name))
            .run(["-aec", "SONOQUANT", "127.0.0.1", "\(port)"] + files.map(\.path)).status
    }

    private func expectClean(_ sent: [URL], offsets: [URL: Int] = [:]) throws {
        let archived = try DataSets(archiveOf: centre)
        let expected = try DataSets(sent, offsets: offsets)
        let missing = expected.counts.keys.filter { archived.counts[$0] == nil }.map(\.count)
        let areOnceEach = archived.areOnceEach(of: expected)
        #expect(areOnceEach, "\(archived.counts.count) of \(expected.counts.count), not there: \(missing) bytes")
        let verify = try centre.run("verify")
        #expect(verify.status == 0, "\(verify.output)")
    }

    @Test("five kinds of sender and two of folder drops at once: every data set is there once, as it was sent")
    func allAtOnce() async throws {
        try centre.configureService()
        let service = try RunningService(centre)
        let port = try service.receiverPort()
        let orthanc = try Orthanc(sendingTo: port)

        let simulated = try FileManager.default.subpathsOfDirectory(atPath: Repository.testDICOM.path)
            .filter { $0.hasSuffix(".dcm") }.sorted().map { Repository.testDICOM.appending(path: $0) }
        let own = try (0..<4).map { try study("own-\($0)").files }
        let common = try study("common", instances: 6).files
        let zipped = try study("zipped").files
        let real = try Repository.sharedTestData.map { folder in
            let us = folder.appending(path: "us")
            let names = try FileManager.default.contentsOfDirectory(atPath: us.path).sorted()
            return try PeerScript.run(["whole"] + names.map { us.appending(path: $0).path })
        }
        let outcomes = try await withThrowingTaskGroup(of: [PeerScript.Line].self) { group in
            group.addTask {
                let status = try dcmtk("dcmsend", port, own[0] + common)
                #expect(status == 0)
                return []
            }
            for _ in 0..<2 {
                group.addTask {
                    let status = try dcmtk("storescu", port, own[1] + common)
                    #expect(status == 0)
                    return []
                }
            }
            group.addTask {
                // Byte by byte as they are; DCMTK's senders encode some sequences anew.
                let files = (own[2] + common + simulated).map(\.path) + (real ?? []).compactMap(\.file)
                return try PeerScript.run(["send", "--port", "\(port)"] + files)
            }
            group.addTask {
                try orthanc.send(own[3] + common)
                return []
            }
            group.addTask {
                try centre.drop(simulated: "liver-current", "cine", withOrders: false)
                for file in common {
                    try FileManager.default.copyItem(at: file, to: centre.inbox.appending(path: file.lastPathComponent))
                }
                let zip = try Program(executable: URL(filePath: "/usr/bin/python3")).run(
                    ["-m", "zipfile", "-c", centre.inbox.appending(path: "studies.zip.part").path]
                        + (zipped + common).map(\.path)
                )
                #expect(zip.status == 0)
                try FileManager.default.moveItem(
                    at: centre.inbox.appending(path: "studies.zip.part"),
                    to: centre.inbox.appending(path: "studies.zip")
                )
                return []
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        // What is refused is not ours to keep, and the sender knows.
        let taken = outcomes.filter { $0.status == 0 }.compactMap(\.file)
        let answers = outcomes.filter { $0.status != 0 }.map { "\($0.file ?? ""): \($0.status ?? 0)" }
        #expect(answers.allSatisfy { !$0.contains(": -1") }, "\(answers)")
        #expect(taken.count >= (real == nil ? 10 : 40), "\(answers)")
        let sent = taken.map { URL(filePath: $0) } + own.flatMap(\.self) + common + zipped + simulated
        try service.waitFor("the dropped files") {
            try DataSets(archiveOf: centre).counts.count == DataSets(sent).counts.count
        }
        let ending = service.end()
        #expect(ending.status == 0 && ending.seconds < 11)
        let offsets = (real ?? []).compactMap { line in line.file.map { (URL(filePath: $0), line.offset ?? 0) } }
        try expectClean(sent, offsets: Dictionary(uniqueKeysWithValues: offsets))
    }

    @Test(
        "Storage Commitment says which instances are safe, on the same association or a new one, in TLS too",
        arguments: [(isNew: false, isSecure: false), (true, false), (false, true)]
    )
    func commitment(isNew: Bool, isSecure: Bool) throws {
        let listen = try PeerScript.freePort()
        var receiver = "address: 127.0.0.1, port: 0, peers: [{title: PYNETDICOM, host: 127.0.0.1, port: \(listen)}]"
        var options = isNew ? ["--listen", "\(listen)"] : []
        if isSecure {
            let pem = material.url.appending(path: "ours.pem").path
            let key = material.url.appending(path: "ours.key").path
            let made = try Program(executable: URL(filePath: "/usr/bin/openssl")).run([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=ours", "-keyout", key,
                "-out", pem,
            ])
            try #require(made.status == 0)
            receiver += ", tls: { certificate: \(pem), key: \(key), authorities: \(pem) }"
            options += ["--tls", material.url.path]
        }
        try centre.configureService(["receiver": "{ \(receiver) }"])
        let service = try RunningService(centre)
        let port = try service.receiverPort()
        let written = try study("committed")
        let stranger = "1.2.826.0.1.3680043.8.498.4711"
        let lines = try PeerScript.run(
            ["commit", "--port", "\(port)", "--stranger", stranger] + options + written.files.map(\.path)
        )
        #expect(lines.compactMap(\.status) == [0, 0, 0, 0])
        #expect(lines.compactMap(\.action) == [0])
        let result = try #require(lines.last { $0.event != nil }, "\(service.log)")
        #expect(result.event == 2 && result.isOurs == true)
        #expect(result.committed?.sorted() == written.sopInstanceUIDs.sorted())
        // 0112H, no such object instance (PS3.3 section C.14.1.1).
        #expect(result.failed == [stranger] && result.reasons == [0x0112])
        service.end()
        try expectClean(written.files)
    }

    @Test("an announcement ends its study as soon as the last instance is there", arguments: ["mpps", "ian"])
    func announcement(kind: String) throws {
        try centre.configureService(["assembly": "{ quietSeconds: 3600 }"])
        let service = try RunningService(centre)
        let written = try study("announced")
        let lines = try PeerScript.run(
            ["announce", "--kind", kind, "--port", "\(try service.receiverPort())"] + written.files.map(\.path)
        )
        #expect(lines.compactMap(\.status) == [0, 0, 0, 0])
        #expect(lines.compactMap(\.create) == [0])
        try service.waitFor("the report", seconds: 60) { try centre.studies().map(\.state) == ["reported"] }
        service.end()
        try expectClean(written.files)
    }
}

/// A running Orthanc that forwards to us.
private final class Orthanc: Sendable {
    private let folder: TemporaryFolder
    private let process: Process
    private let address: String

    init(sendingTo port: Int) throws {
        folder = try TemporaryFolder()
        let http = try PeerScript.freePort()
        let settings: [String: Any] = [
            "Name": "test", "StorageDirectory": folder.url.path, "IndexDirectory": folder.url.path, "HttpPort": http,
            "DicomPort": try PeerScript.freePort(), "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
            "DicomModalities": ["ours": ["SONOQUANT", "127.0.0.1", port]],
        ]
        let file = folder.url.appending(path: "orthanc.json")
        try JSONSerialization.data(withJSONObject: settings).write(to: file)
        process = try Program(executable: URL(filePath: "/usr/sbin/Orthanc")).start([file.path], outputIn: folder.url)
        address = "http://127.0.0.1:\(http)"
        let answers = try ProcessTable.waits(seconds: 60) { try curl(["\(address)/system"]).status == 0 }
        try #require(answers)
    }

    deinit {
        // Not to be refused: a test's thread may block other signals, and its child inherits that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func curl(_ arguments: [String]) throws -> Program.Ending {
        try Program(executable: URL(filePath: "/usr/bin/curl")).run(["-sS", "--fail"] + arguments)
    }

    /// Uploads the files and forwards all of them in one job, to its end.
    func send(_ files: [URL]) throws {
        struct Uploaded: Decodable { let ID: String }
        let instances = try files.map { file in
            let answer = try curl(["--data-binary", "@\(file.path)", "\(address)/instances"])
            return try JSONDecoder().decode(Uploaded.self, from: Data(answer.output.utf8)).ID
        }
        let list = String(decoding: try JSONEncoder().encode(instances), as: UTF8.self)
        let stored = try curl(["--data", list, "\(address)/modalities/ours/store"])
        #expect(stored.status == 0 && stored.output.contains("\"FailedInstancesCount\" : 0"), "\(stored)")
    }
}

extension Repository {
    /// The simulated studies.
    fileprivate static let testDICOM = root.appending(path: "TestDICOM")
}
