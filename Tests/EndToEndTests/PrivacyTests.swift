import Foundation
import Imaging
import PhantomSimulator
import TestSupport
import Testing

@Suite("Patient data stays out of logs, names and errors", .tags(.law7), .timeLimit(.minutes(20)))
struct PrivacyTests {
    private let centre: ImagingCentre
    private let fixture: StudyFixture

    /// What identifies the patient, in the files and in the names of their files and folder.
    private static let secrets = [
        "Quxley", "Zebedee", "QX-77-4431", "ACCQX9071", "19330917", "1933-09-17", "quxley-zebedee", "Referring^Wanda",
    ]

    init() throws {
        centre = try ImagingCentre()
        var fixture = StudyFixture(name: "quxley-zebedee")
        fixture.instances = 2
        fixture.subject.patientName = "Quxley^Zebedee"
        fixture.subject.patientID = "QX-77-4431"
        fixture.subject.patientBirthDate = "19330917"
        fixture.subject.accessionNumber = "ACCQX9071"
        fixture.subject.referringPhysicianName = "Referring^Wanda"
        self.fixture = fixture
    }

    private func expectSilent(_ text: String, _ place: Comment) {
        for secret in Self.secrets {
            #expect(!text.localizedCaseInsensitiveContains(secret), "\(secret) in \(place): \(text)")
        }
    }

    /// A study, a truncated copy of it, and another content under one of its SOP Instance UIDs.
    private func fillInbox(withConflict: Bool) throws {
        let folder = centre.inbox.appending(path: "Quxley^Zebedee")
        let written = try fixture.write(into: folder)
        try Data(contentsOf: written.files[0]).dropLast(1000)
            .write(to: folder.appending(path: "quxley-zebedee-cut.dcm"))
        try Data("Quxley^Zebedee, born 19330917, QX-77-4431".utf8).write(to: folder.appending(path: "QX-77-4431.txt"))
        if withConflict {
            var other = fixture.grey8 { _, _, x, y in UInt8((x &* 3 &+ y) & 0xFF) }
            other.instances = 1
            try other.write(into: folder.appending(path: "again"))
        }
    }

    /// Every name in the state directory, and every reason in quarantine.
    private func expectSilentState() throws {
        for path in try FileTree(centre.state).paths {
            expectSilent(path, "a file's name")
            if path.hasSuffix("reason.json") {
                let text = try String(contentsOf: centre.state.appending(path: path), encoding: .utf8)
                expectSilent(text, "reason.json")
            }
        }
    }

    /// Adds to the centre's configuration.
    private func configure(_ more: String) throws {
        try centre.configure()
        let text = try String(contentsOf: centre.configuration, encoding: .utf8)
        try Data((text + "\n" + more).utf8).write(to: centre.configuration)
    }

    @Test(
        "not a word of a patient in what batch logs, nor in names and reasons under the state directory",
        arguments: ["text", "json"]
    )
    func batch(format: String) throws {
        try configure("log: { format: \(format) }\n")
        try fillInbox(withConflict: true)
        let ending = try centre.batch("--verbose", "--json")
        #expect(ending.status == 2)
        #expect(ending.errors.contains("file settled"), "the log is there to be searched")
        expectSilent(ending.errors, "the log")
        #expect(try BatchAnswer(ending).counts.files["quarantined"] == 2)
        #expect(try centre.studies().map(\.state) == ["held"])
        try expectSilentState()
        let list = try centre.run("studies", "--verbose")
        expectSilent(list.output + list.errors, "the list of studies")
    }

    @Test("not a word in what serve logs and tells, when files come by folder and over the network")
    func serve() throws {
        try configure(
            """
            inboxes: [ { folder: inbox, settleSeconds: 1 } ]
            receiver: { address: 127.0.0.1, port: 0 }
            monitoring: { on: false }
            assembly: { quietSeconds: 1 }
            log: { format: json }

            """
        )
        try fillInbox(withConflict: true)
        let output = try TemporaryFolder()
        let process = try Program().start(centre.arguments(["serve", "--verbose"]), outputIn: output.url)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let snapshot = centre.state.appending(path: "service.json")
        var port: Int?
        #expect(
            try ProcessTable.waits(seconds: 120) {
                let told = (try? JSONSerialization.jsonObject(with: Data(contentsOf: snapshot))) as? [String: Any]
                port = (told?["receiver"] as? [String: Any])?["port"] as? Int
                return try port != nil && centre.studies().contains { $0.state == "held" }
            }
        )
        let sender = URL(filePath: "/usr/bin/dcmsend")
        let folder = centre.inbox.appending(path: "Quxley^Zebedee")
        let sent = try Program(executable: sender).run(
            [
                "--call", "SONOQUANT", "127.0.0.1", "\(try #require(port))", "--no-halt", "--scan-directories",
                "--recurse", folder.path,
            ]
        )
        #expect(sent.status == 0, "\(sent.errors)")
        expectSilent(try String(contentsOf: snapshot, encoding: .utf8), "service.json")
        let status = try centre.run("status", "--verbose")
        expectSilent(status.output + status.errors, "the status")
        process.terminate()
        process.waitUntilExit()
        let log = try String(contentsOf: output.url.appending(path: "stderr"), encoding: .utf8)
        #expect(log.contains("file settled") && log.contains("association ended"), "the log is there to be searched")
        expectSilent(log, "the log")
        try expectSilentState()
    }

    @Test("not a word in what signing says, when it succeeds and when it doesn't")
    func interpret() throws {
        try fillInbox(withConflict: false)
        let taken = try centre.batch("--verbose")
        expectSilent(taken.errors, "the log")
        try centre.order("liver-current") {
            $0["accession"] = "ACCQX9071"
            $0["patient"] = ["id": "QX-77-4431", "assigner": "SONOQUANT-SIM"]
            $0["payer"] = nil
        }
        let commands = [
            ["interpret", "S000999", "--impression", "none such"], ["interpret", "ACCQX9071", "--impression", " "],
            ["interpret", "ACCQX9071", "--impression", "Normal for Quxley.", "--npi", "1245319599"],
            ["interpret", "ACCQX9071", "--impression", "Normal for Quxley."],
            ["interpret", "ACCQX9071", "--impression", "Changed my mind about Quxley."], ["retry", "ACCQX9071"],
            ["set-aside", "ACCQX9071", "--arrival", "4711"], ["interpret", "QX-77-4431", "--reject", "whose is it"],
        ]
        for command in commands {
            let ending = try Program().run(centre.arguments(command + ["--verbose"]))
            expectSilent(ending.errors + ending.output, "\(command[0])")
        }
        #expect(try centre.studies().map(\.state) == ["held"])
        try centre.order("liver-current") {
            $0["accession"] = "ACCQX9071"; $0["patient"] = ["id": "SOMEBODY-ELSE"]
        }
        expectSilent(try centre.batch("--verbose").errors, "the log of a wrong patient's order")
        try centre.order("liver-current") {
            $0["accession"] = "ACCQX9071"; $0["patient"] = nil
        }
        let charged = try centre.batch("--verbose")
        expectSilent(charged.errors, "the log of a charge")
        #expect(try centre.events().count == 1)
        try expectSilentState()
    }

    @Test("a worker says nothing of the study that it fails on")
    func worker() throws {
        try fillInbox(withConflict: false)
        let folder = centre.inbox.appending(path: "Quxley^Zebedee")
        let program = Program()
        for output in ["result", "site.yaml"] {
            let ending = try program.run([
                "analyse", "--study", folder.path, "--output", centre.folder.url.appending(path: output).path,
            ])
            expectSilent(ending.errors, "standard error of analyse")
        }
    }
}
