import Foundation
import Identifiers
import Reception
import TestSupport
import Testing

@Suite("sonoquant receive with DCMTK's senders", .timeLimit(.minutes(20)))
struct ReceiveProcessTests {
    private func peer(_ name: String, _ child: ReceivingChild, _ arguments: [String]) throws -> Program.Ending {
        let port = try #require(child.port())
        return try Program(executable: URL(filePath: "/usr/bin/" + name))
            .run(
                arguments.filter { !$0.hasPrefix("/") } + ["127.0.0.1", "\(port)"]
                    + arguments.filter { $0.hasPrefix("/") }
            )
    }

    private func studyFiles() throws -> [String] {
        let folder = Repository.root.appending(path: "TestDICOM/liver-current")
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".dcm") }.sorted()
            .map { folder.appending(path: $0).path }
    }

    /// Behind preamble, prefix and file meta information (PS3.10 section 7.1).
    private func dataSet(_ path: String) throws -> Data {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let length = [140, 141, 142, 143].reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        return bytes.dropFirst(144 + length)
    }

    @Test("stored files hold the sender's data sets bit by bit, under their digests", .tags(.law1))
    func store() throws {
        let child = try ReceivingChild()
        let files = try studyFiles()
        let ending = try peer("dcmsend", child, ["-aec", "SONOQUANT"] + files)
        #expect(ending.status == 0)
        var sent = try files.map { try dataSet($0) }
        for file in child.files {
            let path = child.spool.url.appending(path: file.name).path
            let received = try dataSet(path)
            let digest = ContentDigest(of: try Data(contentsOf: URL(filePath: path)))
            #expect(digest == file.digest)
            let place = try #require(sent.firstIndex(of: received))
            sent.remove(at: place)
        }
        #expect(sent.isEmpty && child.files.count == files.count)
    }

    @Test("the service's verdict is the sender's status", .tags(.law1), arguments: [true, false])
    func refused(isDrained: Bool) throws {
        let child = try ReceivingChild(answer: .outOfResources("no room"))
        _ = try #require(child.port())
        if isDrained { try child.order(.outOfResources(true)) }
        let ending = try peer("storescu", child, ["-v", "-aec", "SONOQUANT"] + studyFiles().prefix(1))
        #expect(ending.status != 0 || (ending.output + ending.errors).contains("0xa700"))
    }

    @Test("titles that aren't ours, and peers that aren't listed, are refused")
    func titles() throws {
        let child = try ReceivingChild { $0.peers = [.init(title: "PACS", addresses: ["127.0.0.0/8"])] }
        let good = try peer("echoscu", child, ["-aec", "SONOQUANT", "-aet", "PACS"])
        #expect(good.status == 0)
        let called = try peer("echoscu", child, ["-aec", "ELSE", "-aet", "PACS"])
        #expect((called.output + called.errors).contains("Called AE Title Not Recognized"))
        let calling = try peer("echoscu", child, ["-aec", "SONOQUANT", "-aet", "ELSE"])
        #expect((calling.output + calling.errors).contains("Calling AE Title Not Recognized"))
    }

    @Test("the child ends with its standard input, and after a stop")
    func ends() throws {
        let first = try ReceivingChild()
        _ = try #require(first.port())
        try first.closeInput()
        first.process.waitUntilExit()
        #expect(first.process.terminationStatus == 0)
        let second = try ReceivingChild()
        _ = try #require(second.port())
        try second.order(.stop(withinSeconds: 5))
        second.process.waitUntilExit()
        #expect(second.process.terminationStatus == 0)
    }

    @Test("forty senders at once are all served, four at a time", .tags(.law1, .law8))
    func many() async throws {
        let child = try ReceivingChild {
            $0.associations = 4
            $0.waiting = 64
        }
        let files = try studyFiles().prefix(1)
        let failed = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<40 {
                group.addTask { try peer("storescu", child, ["-aec", "SONOQUANT"] + files).status }
            }
            return try await group.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
        }
        #expect(failed == 0)
        #expect(child.files.count == 40)
        let open = child.reports.compactMap { report -> Int? in
            if case .associations(let open, _) = report { return open }
            return nil
        }
        #expect((open.max() ?? 0) <= 4)
    }

    @Test("TLS takes the authority's clients and nobody else", arguments: ReceptionSettings.Security.Profile.allCases)
    func security(profile: ReceptionSettings.Security.Profile) throws {
        let folder = try TemporaryFolder()
        let at = { (name: String) in folder.url.appending(path: name).path }
        for name in ["ours", "stranger"] {
            let ending = try Program(executable: URL(filePath: "/usr/bin/openssl")).run([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
                "-keyout", at(name + ".key"), "-out", at(name + ".pem"),
            ])
            try #require(ending.status == 0)
        }
        let child = try ReceivingChild {
            $0.security = .init(
                certificate: at("ours.pem"),
                privateKey: at("ours.key"),
                authorities: at("ours.pem"),
                requiresClientCertificate: true,
                profile: profile
            )
        }
        let port = try #require(child.port())
        let echo = Program(executable: URL(filePath: "/usr/bin/echoscu"))
        let rest = ["+cf", at("ours.pem"), "-aec", "SONOQUANT", "127.0.0.1", "\(port)"]
        let good = try echo.run(["+tls", at("ours.key"), at("ours.pem")] + rest)
        #expect(good.status == 0)
        let stranger = try echo.run(["+tls", at("stranger.key"), at("stranger.pem")] + rest)
        #expect(stranger.status != 0)
        let anonymous = try echo.run(["+tla"] + rest)
        #expect(anonymous.status != 0)
        let plain = try echo.run(["-aec", "SONOQUANT", "127.0.0.1", "\(port)"])
        #expect(plain.status != 0)
    }

    @Test("garbage ends its own connection only", .tags(.law3, .law8))
    func garbage() throws {
        let child = try ReceivingChild()
        let port = try #require(child.port())
        let bash = Program(executable: URL(filePath: "/usr/bin/bash"))
        for bytes in ["\\x04\\x00\\xff\\xff\\xff\\xffabc", "\\x01\\x00\\x7f\\xff\\xff\\xff", "GET / HTTP/1.1", "\\x01"]
        {
            let sent = try bash.run(["-c", "printf '\(bytes)' > /dev/tcp/127.0.0.1/\(port)"])
            #expect(sent.status == 0)
        }
        let after = try peer("echoscu", child, ["-aec", "SONOQUANT"])
        #expect(after.status == 0)
    }

    @Test("a peer that says nothing is ended by the time to ask", .tags(.law8))
    func silent() throws {
        let child = try ReceivingChild { $0.acceptSeconds = 1 }
        let port = try #require(child.port())
        let bash = Program(executable: URL(filePath: "/usr/bin/bash"))
        let ending = try bash.run(["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); timeout 20 cat <&3"])
        #expect(ending.status == 0)
        let isTimedOut = {
            child.reports.contains { report in
                if case .ended(_, "timedOut", _) = report { return true }
                return false
            }
        }
        // The report follows the closing.
        for _ in 0..<500 where !isTimedOut() { Thread.sleep(forTimeInterval: 0.01) }
        #expect(isTimedOut())
    }
}
