import Foundation
import Identifiers
import Intake
import Ledger
import TestSupport
import Testing

@Suite("Taking the shared test data in", .enabled(if: Repository.sharedTestData != nil), .timeLimit(.minutes(20)))
struct SharedDataIntakeTests {
    @Test(
        "every file of us, other and malformed ends somewhere, with its bytes, and none ends a run",
        .tags(.law1, .law3)
    )
    func everything() async throws {
        let fixture = try IntakeFixture()
        let data = try #require(Repository.sharedTestData)
        var names: [String] = []
        for folder in ["us", "other", "malformed"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: data.appending(path: folder).path) {
                try fixture.drop(shared: "\(folder)/\(name)")
                names.append("\(folder)/\(name)")
            }
        }
        let arrivals = try await fixture.run()
        #expect(Set(arrivals.map(\.relativePath)) == Set(names))
        #expect(arrivals.count == names.count)
        let kept = try Set(fixture.contents().values)
        for arrival in arrivals {
            let note = Comment(rawValue: "\(arrival.relativePath): \(arrival.outcome)")
            let bytes = try Data(contentsOf: fixture.inbox.appending(path: arrival.relativePath))
            switch arrival.outcome {
            case .archived, .duplicate, .keptNotMeasured, .quarantined:
                #expect(kept.contains(ContentDigest(of: bytes).hexadecimal), note)
            case .skipped:
                #expect(arrival.relativePath.hasPrefix("other/") || arrival.relativePath.contains("fuzz"), note)
            case .unreadable, .unsettled, .discarded, .unpacked: Issue.record(note)
            }
            if arrival.relativePath.hasPrefix("us/") { #expect(arrival.outcome.study != nil, note) }
            if case .quarantined(let code, _) = arrival.outcome { #expect(code != "readerLost", note) }
        }
        // Law 7: the names in malformed/name-*.dcm and its paths are nowhere in the log.
        for word in ["malformed", "passwd", ".dcm"] { #expect(!fixture.log.text.contains(word)) }
    }
}
