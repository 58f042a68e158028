import Foundation
import Glibc
import Identifiers
import TestSupport
import Testing

/// What a night at an imaging centre may bring, on the real program.
@Suite("What goes wrong costs what it must and no more", .timeLimit(.minutes(20)))
struct HardeningTests {
    private let folder: TemporaryFolder
    private var place: URL { folder.url }
    private var state: URL { place.appending(path: "state") }
    private var orders: URL { place.appending(path: "orders") }

    init() throws {
        folder = try TemporaryFolder()
        let files = FileManager.default
        try files.createDirectory(at: place.appending(path: "inbox"), withIntermediateDirectories: true)
        try files.createDirectory(at: orders, withIntermediateDirectories: true)
        let source = try String(
            contentsOf: Repository.root.appending(path: "TestDICOM/site.yaml"),
            encoding: .utf8
        )
        try Data(source.replacingOccurrences(of: "@ACCOUNT@", with: NSUserName()).utf8)
            .write(to: place.appending(path: "site.yaml"))
    }

    private var program: Program {
        Program(environment: [
            "SONOQUANT_STATE": state.path, "SONOQUANT_CONFIG": place.appending(path: "site.yaml").path,
        ])
    }

    private func drop(_ study: String) throws {
        let data = Repository.root.appending(path: "TestDICOM")
        try FileManager.default.copyItem(
            at: data.appending(path: study),
            to: place.appending(path: "inbox/\(study)")
        )
        try FileManager.default.copyItem(
            at: data.appending(path: "orders/\(study).json"),
            to: orders.appending(path: "\(study).json")
        )
    }

    private func batch() throws -> Program.Ending {
        try program.run(["batch", place.appending(path: "inbox").path])
    }

    private func sign(_ study: String, _ impression: String = "Read.") throws -> Program.Ending {
        try program.run(["interpret", study, "--impression", impression])
    }

    /// The names in the outbox; none where nothing ever was.
    private func events() throws -> [String] {
        let pending = state.appending(path: "outbox/billing/pending").path
        guard FileManager.default.fileExists(atPath: pending) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: pending).sorted()
    }

    private func detail(_ study: String) throws -> [String: Any] {
        let output = try program.run(["show", study, "--json"]).output
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    @Test("signatures given at once leave one reading, its own report, and one event", .tags(.law5))
    func signaturesAtOnce() throws {
        try drop("cine")
        #expect(try batch().status == 0)
        let runs = try (0..<4).map { number in
            let folder = place.appending(path: "run-\(number)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try program.start(
                ["interpret", "S000001", "--impression", "Reading \(number % 2)."],
                outputIn: folder
            )
        }
        for run in runs { run.waitUntilExit() }
        #expect(runs.map(\.terminationStatus).sorted() == [0, 0, 65, 65])
        #expect(try events().count == 1)
        let reports = try #require(try detail("S000001")["reports"] as? [[String: Any]])
        #expect(reports.count == 2)
        for report in reports {
            let file = try #require(report["file"] as? String)
            let bytes = try Data(contentsOf: URL(filePath: file))
            #expect(ContentDigest(of: bytes).description == report["digest"] as? String)
        }
    }

    @Test("a worker that crashes is dead at once, and says nothing of what it held", .tags(.law3, .law7))
    func crashingWorker() throws {
        let worker = Process()
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        worker.executableURL = Program.url
        worker.arguments = ["inspect"]
        worker.standardInput = input
        worker.standardOutput = output
        worker.standardError = errors
        try worker.run()
        // Its greeting: from here on it has its limits.
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        let start = ContinuousClock.now
        kill(worker.processIdentifier, SIGSEGV)
        worker.waitUntilExit()
        #expect(worker.terminationReason == .uncaughtSignal)
        #expect(worker.terminationStatus == SIGSEGV)
        #expect(ContinuousClock.now - start < .seconds(10))
        try errors.fileHandleForWriting.close()
        #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test("an event whose file was tampered with is told of, and the others leave all the same", .tags(.law5))
    func stuckEvent() throws {
        try drop("cine")
        try drop("liver-current")
        #expect(try batch().status == 0)
        // The consumer's place for the first event is taken by something else before it is written.
        let pending = state.appending(path: "outbox/billing/pending")
        let identifier = try eventOfCine()
        try FileManager.default.createDirectory(at: pending, withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: pending.appending(path: "\(identifier).json"))
        let signed = try sign("S000001")
        #expect(signed.status == 74)
        #expect(signed.errors.contains(identifier))
        #expect(try sign("S000002").status == 74)
        #expect(try events().count == 2)
        let answer = try batch()
        #expect(answer.status == 2)
        #expect(answer.output.contains("What could not go on:"))
        #expect(answer.output.contains(identifier))
    }

    /// As docs/charge-event.md derives it.
    private func eventOfCine() throws -> String {
        let uid = try #require(try detail("S000001")["studyInstanceUID"] as? String)
        let charge = UUID(namespace: .sonoquant, name: "\(uid)|quantitative-ultrasound|global")
        return UUID(namespace: charge, name: "1|charge").lowercased
    }

    @Test("a result that was damaged on the disk holds up its own study alone", .tags(.law3))
    func damagedResult() throws {
        try drop("cine")
        try drop("liver-current")
        #expect(try batch().status == 0)
        try FileManager.default.removeItem(at: place.appending(path: "orders/cine.json"))
        try FileManager.default.removeItem(at: place.appending(path: "orders/liver-current.json"))
        #expect(try sign("S000001").status == 0)
        #expect(try sign("S000002").status == 0)
        let result = try #require(try detail("S000001")["resultFolder"] as? String)
        try Data("{}".utf8).write(to: URL(filePath: result).appending(path: "result.json"))
        for name in ["cine", "liver-current"] {
            try FileManager.default.copyItem(
                at: Repository.root.appending(path: "TestDICOM/orders/\(name).json"),
                to: orders.appending(path: "\(name).json")
            )
        }
        let answer = try batch()
        #expect(answer.status == 2)
        #expect(answer.output.contains("study S000001 can't go on"))
        #expect(try events().count == 1)
    }

    @Test("a newer order file that can't be used is never overruled by what the ledger remembers", .tags(.law4))
    func brokenOrder() throws {
        try drop("cine")
        #expect(try batch().status == 0)
        let file = orders.appending(path: "cine.json")
        let whole = try Data(contentsOf: file)
        var order = try #require(try JSONSerialization.jsonObject(with: whole) as? [String: Any])
        // Held for the site's time zone, so that the ledger learns the order.
        let site = place.appending(path: "site.yaml")
        let configuration = try String(contentsOf: site, encoding: .utf8)
        try Data(configuration.replacingOccurrences(of: "  timeZone: America/New_York\n", with: "").utf8).write(
            to: site
        )
        #expect(try sign("S000001").status == 0)
        #expect(try events().isEmpty)
        try Data(configuration.utf8).write(to: site)
        order["cancelled"] = "yes"
        try JSONSerialization.data(withJSONObject: order).write(to: file)
        #expect(try batch().status == 2)
        #expect(try events().isEmpty)
        try FileManager.default.removeItem(at: file)
        #expect(try batch().status == 0)
        #expect(try events().count == 1)
    }
}
