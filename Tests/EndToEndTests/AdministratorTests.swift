import Foundation
import TestSupport
import Testing

@Suite("The administrator's commands", .timeLimit(.minutes(20)))
struct AdministratorTests {
    /// `status --json`, as far as tests ask.
    private struct Status: Decodable {
        struct Service: Decodable { let presence: String }
        struct State: Decodable, Hashable {
            let state: String
            let count: Int
        }
        struct Listed: Decodable {
            let first: [StudyAnswer]
            let more: Int
        }
        struct Quarantine: Decodable { let count: Int }

        let service: Service
        let files: [String: Int]
        let studies: [State]
        let needsPerson: Listed
        let waitsForFacts: Listed
        let heldByPerson: Listed
        let quarantine: Quarantine
        let exitCode: Int32
    }

    private let centre: ImagingCentre
    private let accession = "SIM26111001"

    init() throws {
        centre = try ImagingCentre()
    }

    private func status() throws -> Status {
        let ending = try centre.run("status", "--json")
        let status = try JSONDecoder().decode(Status.self, from: Data(ending.output.utf8))
        #expect(ending.status == status.exitCode)
        return status
    }

    @Test(
        "a reported study that is held isn't signed, keeps what comes, and goes on after its release",
        .tags(.law1, .law4)
    )
    func holdReported() throws {
        try centre.drop(simulated: "liver-current")
        let folder = centre.inbox.appending(path: "liver-current")
        let late = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().last)
        let aside = centre.folder.url.appending(path: late)
        try FileManager.default.moveItem(at: folder.appending(path: late), to: aside)
        #expect(try centre.batch().status == 0)

        let held = try centre.run("hold", accession, "--reason", "the clinic asks to wait")
        #expect(held.status == 0 && held.output.contains("is held") && held.output.contains("sonoquant release"))
        let refused = try centre.interpret(accession)
        #expect(refused.status == 65 && refused.errors.contains("held"))

        try FileManager.default.moveItem(at: aside, to: folder.appending(path: late))
        #expect(try centre.batch().status == 0, "a person wants it so: nothing went wrong")
        let study = try #require(try centre.studies().first)
        #expect(study.state == "held" && study.revision == 2)
        #expect(study.waitsFor.first?.contains("the clinic asks to wait") == true)
        let status = try status()
        #expect(status.heldByPerson.first.map(\.study) == [study.study] && status.needsPerson.first.isEmpty)
        #expect(status.exitCode == 0)

        let released = try centre.run("release", study.study)
        #expect(released.status == 0 && released.output.contains("complete"), "\(released.errors)")
        #expect(released.output.contains("sonoquant batch or serve goes on"))
        #expect(try centre.batch().status == 0)
        #expect(try centre.studies().map(\.state) == ["reported"])
    }

    @Test("a study that a person holds at its charge isn't billed when its order comes", .tags(.law4, .law5))
    func holdCharge() throws {
        try centre.drop(simulated: "liver-current", withOrders: false)
        #expect(try centre.batch().status == 0)
        #expect(try centre.interpret(accession).status == 0)
        #expect(try status().waitsForFacts.first.count == 1)
        #expect(try centre.run("hold", accession, "--reason", "billing asks to wait").status == 0)
        try centre.order("liver-current")
        #expect(try centre.batch().status == 0)
        #expect(try centre.studies().map(\.state) == ["held"])
        #expect(try centre.events().isEmpty)
        #expect(try centre.run("release", accession).status == 0)
        #expect(try centre.batch().status == 0)
        #expect(try centre.studies().map(\.state) == ["charged"])
        #expect(try centre.events().count == 1)
        let ended = try centre.run("hold", accession, "--reason", "too late")
        #expect(ended.status == 65 && ended.errors.contains("the line has ended"))
    }

    @Test("one that can't be released stops no other")
    func releaseSeveral() throws {
        try centre.drop(simulated: "cine")
        #expect(try centre.batch().status == 0)
        let study = try #require(try centre.studies().first).study
        let before = try centre.studies().map(\.state)
        #expect(try centre.run("hold", study, "--reason", "x").status == 0)
        let ending = try centre.run("release", "S000999", study)
        #expect(ending.status == 65 && ending.errors.contains("no study"))
        #expect(ending.output.hasPrefix("\(study) is "))
        #expect(try centre.studies().map(\.state) == before)
        #expect(try centre.run("retry", "--all-failed").output == "No study has failed.\n")
    }

    @Test(
        "wrong usage is 64",
        arguments: [["retry"], ["retry", "S000001", "--all-failed"], ["hold", "S000001", "--reason", " "]]
    )
    func usage(arguments: [String]) throws {
        #expect(try Program().run(centre.arguments(arguments)).status == 64)
    }

    @Test("status tells what came and where it is, and what needs a person comes last", .tags(.law7))
    func overview() throws {
        try centre.drop(simulated: "liver-current", "doppler")
        #expect(try centre.batch().status == 0)
        let well = try centre.run("status")
        #expect(well.status == 0 && well.output.hasSuffix("Nothing needs you.\n"), "\(well.output)\(well.errors)")
        #expect(well.output.contains("nothing runs now") && well.output.contains("4 archived"))
        #expect(well.output.contains("a physician: sonoquant studies --in reported"))

        try Data("Quxley, no DICOM".utf8).write(to: centre.inbox.appending(path: "Quxley.dcm"))
        #expect(try centre.batch().status == 2)
        let troubled = try centre.run("status")
        #expect(troubled.status == 2 && troubled.output.contains("Quarantine: 1 files"), "\(troubled.output)")
        #expect(!troubled.output.contains("Quxley"))
        let status = try status()
        #expect(status.files == ["archived": 4, "quarantined": 1])
        #expect(status.quarantine.count == 1 && status.service.presence == "nobody")
        #expect(status.studies == [Status.State(state: "reported", count: 2)])
    }

    @Test("status tells of the service by its snapshot, and of one that died by what it left")
    func service() throws {
        try centre.drop(simulated: "cine")
        #expect(try centre.batch().status == 0)
        func tell(process: Int32, at date: Date, conditions: String = "") throws {
            let time = date.formatted(.iso8601)
            try Data(
                """
                {"startedAt": "\(time)", "version": "9.9", "processID": \(process), "conditions": [\(conditions)],
                 "receiver": {"port": 11112, "open": 2, "waiting": 0, "refused": 0},
                 "inboxes": [{"name": "inbox 1", "waitingFiles": 7}], "queues": {"analysis": 3}, "writtenAt": "\(time)"}
                """.utf8
            ).write(to: centre.state.appending(path: "service.json"))
        }
        let alive = ProcessInfo.processInfo.processIdentifier
        try tell(process: alive, at: Date())
        let serving = try centre.run("status")
        #expect(serving.status == 0, "\(serving.output)")
        for words in ["serve 9.9 runs", "port 11112", "2 associations open", "7 files waiting", "3 analysis"] {
            #expect(serving.output.contains(words), "\(serving.output)")
        }
        let trouble = """
            {"part": "disk", "words": "the disk is full: make room", "since": "2026-11-23T00:00:00Z", "times": 1,
             "stopsIntake": true}
            """
        try tell(process: alive, at: Date(), conditions: trouble)
        let troubled = try centre.run("status")
        #expect(
            troubled.status == 2 && troubled.output.contains("disk is full")
                && troubled.output.contains("nothing is taken in")
        )
        try tell(process: alive, at: Date(timeIntervalSinceNow: -3600))
        let gone = try centre.run("status")
        #expect(gone.status == 2 && gone.output.contains("without an orderly stop"), "\(gone.output)")
    }
}
