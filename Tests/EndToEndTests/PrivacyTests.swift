import Foundation
import Imaging
import PhantomSimulator
import TestSupport
import Testing

@Suite("Patient data stays out of logs, names and errors", .tags(.law7), .timeLimit(.minutes(5)))
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

    @Test("not a word of a patient in what batch logs, nor in names and reasons under the state directory")
    func batch() throws {
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
        try centre.order("liver-current") { $0["accession"] = "ACCQX9071"; $0["patient"] = ["id": "SOMEBODY-ELSE"] }
        expectSilent(try centre.batch("--verbose").errors, "the log of a wrong patient's order")
        try centre.order("liver-current") { $0["accession"] = "ACCQX9071"; $0["patient"] = nil }
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
