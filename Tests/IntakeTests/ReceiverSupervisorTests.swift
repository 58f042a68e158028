import Configuration
import Foundation
import Identifiers
import Logging
import Reception
import ServiceHealth
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Intake

/// A script plays `sonoquant receive`: the protocol, the restart and the stop are the supervisor's own.
@Suite("Supervising the receiver", .timeLimit(.minutes(20)))
struct ReceiverSupervisorTests {
    @Test("a file is committed and answered, the gate is passed on, and the child is asked to stop")
    func conversation() async throws {
        let stub = try ReceiverStub(
            """
            settings = line()
            say({"listening": {"port": 11112}})
            say({"commit": {"_0": {"number": 3, "name": "a", "digest": "sha256:" + "0" * 64, "size": 1,
                "sopClassUID": "1.2", "sopInstanceUID": "1.3", "transferSyntaxUID": "1.4", "peer": "PEER"}}})
            while True:
                order = line()
                note(order)
                if order is None or "stop" in order: break
            """
        )
        try await stub.run { supervisor in
            await stub.until { supervisor.snapshot().port == 11_112 && stub.notes.contains("stored") }
            stub.gate.set(open: false)
            await stub.until { stub.notes.contains(#"{"outOfResources": {"_0": true}}"#) }
        }
        #expect(stub.notes.contains(#"{"answer": {"_1": {"stored": {}}, "file": 3}}"#))
        #expect(stub.notes.contains(#""withinSeconds": 1"#))
        #expect(stub.committed.withLock { $0 } == ["a"])
        #expect(stub.conditions.all.isEmpty)
    }

    @Test("a child that dies is said so and started again, its spool cleared up between", .tags(.law1))
    func restart() async throws {
        let stub = try ReceiverStub(
            """
            line()
            import os
            if not os.path.exists("died"):
                open("died", "w").close()
                os._exit(9)
            say({"listening": {"port": 5}})
            while line() is not None: pass
            """
        )
        try await stub.run { supervisor in
            await stub.until { !stub.conditions.all.isEmpty }
            await stub.until { supervisor.snapshot().port == 5 }
            #expect(stub.conditions.all.isEmpty)
        }
        #expect(stub.recoveries.withLock { $0 } == 2)
    }

    @Test("a child that can't listen is a condition that names the reason")
    func notListening() async throws {
        let stub = try ReceiverStub(
            """
            line()
            say({"notListening": {"_0": "the port is taken"}})
            """
        )
        try await stub.run { _ in
            await stub.until { stub.conditions.all.contains { $0.words.contains("the port is taken") } }
        }
    }

    @Test("an announcement that isn't kept is refused at once, and told again is kept", .tags(.law1))
    func announcement() async throws {
        let stub = try ReceiverStub(
            """
            line()
            say({"listening": {"port": 5}})
            for number in 7, 8:
                say({"announcement": {"number": number, "_1": {"studyInstanceUID": "1.2", "source": "mpps 1.3",
                    "instances": []}}})
            while (order := line()) is not None: note(order)
            """
        )
        stub.refusals.withLock { $0 = 1 }
        try await stub.run { _ in await stub.until { stub.notes.contains("announcementKept") } }
        #expect(stub.notes.contains(#"{"requestRefused": {"_0": 7}}"#))
        #expect(stub.notes.contains(#"{"announcementKept": {"_0": 8}}"#))
    }

    @Test("how deliveries went is heard however much else the child asks for")
    func deliveries() async throws {
        let stub = try ReceiverStub(
            """
            line()
            say({"listening": {"port": 5}})
            for number in range(1000):
                say({"commitment": {"_0": {"number": number, "transactionUID": "1.2", "peer": "PEER", "objects": []}}})
            for number in range(20):
                say({"notDelivered": {"commitment": number, "_1": "no"}})
            answers = [line() for _ in range(1000)]
            note({"refused": sum("requestRefused" in answer for answer in answers)})
            while line() is not None: pass
            """
        )
        stub.isHeld.withLock { $0 = true }
        try await stub.run { _ in
            await stub.until { stub.delivered.withLock { $0.count } == 20 }
            stub.isHeld.withLock { $0 = false }
            await stub.until { stub.notes.contains("refused") }
        }
        #expect(stub.delivered.withLock { $0 } == Set(0..<20))
        #expect(!stub.notes.contains(#""refused": 0"#))
    }

    @Test("a child that doesn't stop is killed")
    func stuck() async throws {
        let stub = try ReceiverStub(
            """
            line()
            say({"listening": {"port": 5}})
            import signal
            while True: signal.pause()
            """
        )
        try await stub.run { supervisor in await stub.until { supervisor.snapshot().port == 5 } }
        #expect(stub.log.text.contains("receiver did not stop in time"))
    }
}

private final class ReceiverStub: Sendable {
    let folder: TemporaryFolder
    let gate = IntakeGate()
    let conditions = Conditions { Date() }
    let log = LogLines()
    let committed = Mutex<[String]>([])
    let recoveries = Mutex(0)
    /// Announcements that are still to be refused.
    let refusals = Mutex(0)
    let delivered = Mutex<Set<Int64>>([])
    /// Whether requests for commitment wait.
    let isHeld = Mutex(false)

    init(_ body: String) throws {
        folder = try TemporaryFolder()
        let script = """
            #!/usr/bin/env python3
            import sys, json, os
            os.chdir(os.path.dirname(os.path.abspath(__file__)))
            def line():
                text = sys.stdin.readline()
                return json.loads(text) if text else None
            def say(report):
                print(json.dumps(report), flush=True)
            def note(order):
                with open("notes", "a") as file: file.write(json.dumps(order, sort_keys=True) + "\\n")
            \(body)
            """
        let file = folder.url.appending(path: "receive")
        try Data(script.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// What the script noted.
    var notes: String {
        (try? String(contentsOf: folder.url.appending(path: "notes"), encoding: .utf8)) ?? ""
    }

    func until(_ isSo: @Sendable () -> Bool) async {
        while !isSo() { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Runs the supervisor as the service does, and stops it gracefully after `body`.
    func run(_ body: @Sendable (ReceiverSupervisor) async -> Void) async throws {
        let log = log
        let logger = Logger(label: "test") { _ in log }
        let supervisor = ReceiverSupervisor(
            program: folder.url.appending(path: "receive").path,
            configuration: ReceiverConfiguration(),
            largestFileBytes: 1 << 30,
            spool: folder.url.appending(path: "spool"),
            handlers: ReceiverSupervisor.Handlers(
                commit: { file, _ in
                    self.committed.withLock { $0.append(file.name) }
                    return .stored
                },
                onCommitment: { _ in
                    await self.until { !self.isHeld.withLock { $0 } }
                    return true
                },
                onAnnouncement: { _ in
                    self.refusals.withLock { refusals in
                        defer { refusals -= 1 }
                        return refusals <= 0
                    }
                },
                onDelivery: { number, _ in self.delivered.withLock { _ = $0.insert(number) } },
                recover: { _ in self.recoveries.withLock { $0 += 1 } }
            ),
            gate: gate,
            conditions: conditions,
            stopSeconds: 1,
            now: { Date() },
            logger: logger
        )
        let group = ServiceGroup(services: [supervisor], logger: logger)
        async let ending: Void = group.run()
        await body(supervisor)
        await group.triggerGracefulShutdown()
        try await ending
    }
}
