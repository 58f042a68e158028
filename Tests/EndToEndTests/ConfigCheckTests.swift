import Foundation
import TestSupport
import Testing

@Suite("config check, and logs as JSON", .timeLimit(.minutes(20)))
struct ConfigCheckTests {
    private struct Finding: Decodable {
        let grade: String
        let subject: String
        let words: String
    }

    private struct LogLine: Decodable {
        let time: String
        let level: String
        let label: String
        let message: String
        let metadata: [String: String]
    }

    private let centre: ImagingCentre

    init() throws {
        centre = try ImagingCentre()
    }

    private func configure(_ more: String) throws {
        try centre.configure()
        let text = try String(contentsOf: centre.configuration, encoding: .utf8)
        try Data((text + "\n" + more).utf8).write(to: centre.configuration)
    }

    private let quiet = "receiver: { port: 0 }\nmonitoring: { port: 0 }\ndisk: { stopFreeMiB: 64, resumeFreeMiB: 64 }\n"

    @Test("a configuration that serve can run with ends with 0, says what was looked at, and makes nothing")
    func good() throws {
        try configure(quiet + "inboxes: [ { folder: inbox } ]\n")
        let ending = try centre.run("config", "check", "--json")
        #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
        let findings = try JSONDecoder().decode([Finding].self, from: Data(ending.output.utf8))
        for subject in ["inboxes[0]", "pipeline", "receiver.port", "monitoring.port", "disk"] {
            #expect(findings.contains { $0.subject == subject && $0.grade == "good" }, "\(subject)")
        }
        #expect(!FileManager.default.fileExists(atPath: centre.state.path))
    }

    @Test("what is wrong ends with 78 and is told with its line or its folder; everything else is still looked at")
    func bad() throws {
        try configure(quiet + "inboxes: [ { folder: nowhere } ]\npipeline: absent.yaml\n")
        let ending = try centre.run("config", "check")
        #expect(ending.status == 78)
        #expect(ending.output.contains("BAD"))
        try configure(quiet + "inboxes: [ { folder: nowhere } ]\n")
        let absent = try centre.run("config", "check")
        #expect(absent.status == 78)
        #expect(absent.output.contains("BAD   inboxes[0]") && absent.output.contains("ok    disk"), "\(absent.output)")
        try configure("receiver: { prot: 104 }\n")
        let unknown = try centre.run("config", "check")
        #expect(unknown.status == 78 && unknown.output.contains("receiver.prot"), "\(unknown.output)")
        let named = try Program().run([
            "config", "check", centre.configuration.path, "--state", centre.state.path,
        ])
        #expect(named.status == 78 && named.output == unknown.output)
    }

    @Test("with log.format json each line is one object with its time to the millisecond", .tags(.law7))
    func jsonLog() throws {
        try configure("log: { format: json }\n")
        try centre.drop(simulated: "cine")
        let ending = try centre.batch("--verbose", "--json")
        #expect(ending.status == 0)
        let lines = try ending.errors.split(separator: "\n").map {
            try JSONDecoder().decode(LogLine.self, from: Data($0.utf8))
        }
        let settled = try #require(lines.first { $0.message == "file settled" })
        #expect(settled.level == "info" && settled.label == "sonoquant")
        #expect(settled.metadata["arrival"] == "1", "\(settled.metadata)")
        for line in lines {
            #expect(line.time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(line.time)")
        }
        let times = lines.map(\.time)
        #expect(times == times.sorted())
    }
}
