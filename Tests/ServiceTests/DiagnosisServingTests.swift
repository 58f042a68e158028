import Configuration
import Foundation
import Glibc
import Service
import SystemCalls
import TestSupport
import Testing

@Suite("The diagnosis of what serve needs")
struct DiagnosisServingTests {
    private let folder: TemporaryFolder
    private let state: StateDirectory

    init() throws {
        folder = try TemporaryFolder()
        state = StateDirectory(root: folder.url.appending(path: "state"))
    }

    private func make(_ name: String) throws -> URL {
        let url = folder.url.appending(path: name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    /// A configuration that takes no fixed port.
    private func serving(_ change: (inout ServeConfiguration) -> Void = { _ in }) -> ServeConfiguration {
        var serve = ServeConfiguration()
        serve.receiver.port = 0
        serve.monitoring.port = 0
        serve.watermarks.stopFreeMiB = 64
        change(&serve)
        return serve
    }

    private func bad(_ serve: ServeConfiguration) -> [String] {
        var diagnosis = Diagnosis()
        diagnosis.lookAt(serve, state: state)
        return diagnosis.findings.filter { $0.grade == .bad }.map { "\($0.subject): \($0.words)" }
    }

    @Test("folders that are there and free ports have nothing bad, and nothing is made")
    func good() throws {
        let inbox = try make("inbox")
        let taken = try make("taken")
        let serve = serving {
            var watched = WatchedInbox(folder: inbox)
            watched.taken = .moved(to: taken)
            $0.inboxes = [watched]
        }
        #expect(bad(serve).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: state.root.path))
    }

    @Test("an inbox that is absent, a file, in the state directory or within another is bad")
    func inboxes() throws {
        let inbox = try make("inbox")
        let file = folder.url.appending(path: "file")
        try Data().write(to: file)
        let link = folder.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: inbox)
        _ = try make("state/inner")
        for (wrong, words) in [
            (folder.url.appending(path: "absent"), "no folder"), (file, "no folder"),
            (state.root.appending(path: "inner"), "the state directory"),
        ] {
            let found = bad(serving { $0.inboxes = [WatchedInbox(folder: wrong)] })
            #expect(found.count == 1 && found[0].contains(words), "\(found)")
        }
        let both = bad(serving { $0.inboxes = [WatchedInbox(folder: inbox), WatchedInbox(folder: link)] })
        #expect(both.count == 1 && both[0].contains("when links are followed"), "\(both)")
        var watched = WatchedInbox(folder: inbox)
        watched.taken = .moved(to: folder.url.appending(path: "nowhere"))
        #expect(bad(serving { $0.inboxes = [watched] }).first?.contains("takenFolder") == true)
    }

    @Test("a key that others can read is bad, as are files of TLS that are absent")
    func security() throws {
        let key = folder.url.appending(path: "key.pem")
        let certificate = folder.url.appending(path: "certificate.pem")
        for file in [key, certificate] { try Data("PEM".utf8).write(to: file) }
        var security = ReceiverConfiguration.Security(certificate: certificate, privateKey: key)
        for (rights, words) in [(0o600, nil), (0o640, "chmod 600"), (0o604, "chmod 600")] {
            try FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: key.path)
            let found = bad(serving { $0.receiver.security = security })
            #expect(found.isEmpty == (words == nil) && found.allSatisfy { $0.contains(words ?? "") }, "\(found)")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        security.authorities = folder.url.appending(path: "absent.pem")
        let found = bad(serving { $0.receiver.security = security })
        #expect(found.count == 1 && found[0].hasPrefix("receiver.tls.authorities"), "\(found)")
        #expect(
            bad(
                serving {
                    $0.receiver.isOn = false; $0.receiver.security = security
                }
            ).isEmpty
        )
    }

    @Test("a port that somebody listens at is bad; one of another machine too")
    func ports() throws {
        let output = try TemporaryFolder()
        let listener = try Program(executable: URL(filePath: "/usr/bin/python3")).start(
            [
                "-c",
                "import socket, time; s = socket.create_server(('127.0.0.1', 0)); "
                    + "print(s.getsockname()[1], flush=True); time.sleep(600)",
            ],
            outputIn: output.url
        )
        defer {
            // Not to be refused: a test's thread may block other signals, and its child inherits that.
            kill(listener.processIdentifier, SIGKILL)
            listener.waitUntilExit()
        }
        var port: Int?
        while port == nil {
            try #require(listener.isRunning)
            let text = try String(contentsOf: output.url.appending(path: "stdout"), encoding: .utf8)
            port = text.hasSuffix("\n") ? Int(text.dropLast()) : nil
        }
        let taken = try #require(port)
        let found = bad(
            serving {
                $0.receiver.port = taken; $0.monitoring.port = taken
            }
        )
        #expect(found.count == 2 && found.allSatisfy { $0.contains("in use") }, "\(found)")
        #expect(
            bad(
                serving {
                    $0.receiver.port = taken; $0.receiver.address = nil
                }
            ).count == 1
        )
        #expect(
            bad(
                serving {
                    $0.monitoring.isOn = false; $0.monitoring.port = taken
                }
            ).isEmpty
        )
        let elsewhere = bad(serving { $0.receiver.address = "192.0.2.1" })
        #expect(elsewhere.first?.hasPrefix("receiver.port") == true, "\(elsewhere)")
        // While another run holds the state directory, the port may be its own.
        try state.prepare()
        guard let lock = try FileLock.take(state.lock) else {
            Issue.record("nobody else holds the lock")
            return
        }
        #expect(bad(serving { $0.receiver.port = taken }).isEmpty)
        _ = consume lock
    }

    @Test("less free space than intake needs is bad")
    func space() {
        let found = bad(serving { $0.watermarks.stopFreeMiB = 1 << 30 })
        #expect(found.count == 1 && found[0].contains("nothing would be taken in"), "\(found)")
    }
}
