import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

/// Run by hand: `SONOQUANT_GROWTH=1 swift test --filter LedgerGrowthTests`; it takes a minute.
@Suite(
    "A ledger that has grown for years",
    .enabled(if: ProcessInfo.processInfo.environment["SONOQUANT_GROWTH"] != nil),
    .timeLimit(.minutes(20))
)
struct LedgerGrowthTests {
    /// Studies with three instances each, as if they had come one after the other.
    private static func fill(_ fixture: LedgerFixture, studies: Int) throws {
        let answer = try fixture.python(
            """
            import hashlib
            now = "2026-11-23T00:00:00.000Z"
            states = [('"reported"', "reported"), ('{"charged":{}}', "charged"), ('{"receiving":{}}', "receiving")]
            digest = lambda text: hashlib.sha256(text.encode()).hexdigest()
            audit = 0
            for study in range(1, \(studies) + 1):
                uid = "1.3.%s" % int(digest("u%d" % study)[:24], 16)
                name = "receiving" if study % 10 == 0 else "charged"
                db.execute("INSERT INTO study_keys VALUES (?, ?)", (study, uid))
                db.execute("INSERT INTO studies (number, study_instance_uid, patient_id, accession, revision, state, "
                    "state_name, since, last_arrival_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)",
                    (study, uid, "P%d" % study, "A%d" % study, '{"%s":{}}' % name, name, now, now))
                for part in range(3):
                    arrival = study * 3 + part - 2
                    sha = digest("%d %d" % (study, part))
                    db.execute("INSERT INTO arrivals (number, inbox, relative_path, size, mtime_ns, inode, sha256, outcome, "
                        "study, seen_at, settled_at) VALUES (?, '/in', ?, 1, 1, 1, ?, 'archived', ?, ?, ?)",
                        (arrival, "d%d/f%d" % (study, part), sha, study, now, now))
                    db.execute("INSERT INTO instances (study, sop_instance_uid, sop_class_uid, series_uid, transfer_syntax, "
                        "patient_id, accession, study_date, sha256, size, archive_name, facts, arrival, revision) "
                        "VALUES (?, ?, '1.2.3', '1.2.4', '1.2.5', ?, ?, '20261120', ?, 1, ?, ?, ?, 1)",
                        (study, uid + ".%d" % part, "P%d" % study, "A%d" % study, sha, sha, "x" * 600, arrival))
                    audit += 1
                    db.execute("INSERT INTO audit VALUES (?, ?, 'sonoquant', 'settled', ?, 1, ?, ?, '{}', ?, ?)",
                        (audit, now, study, arrival, sha, "0" * 64, digest("a%d" % audit)))
            db.commit()
            """
        )
        try #require(answer.status == 0, "\(answer.output)")
    }

    /// Milliseconds for each of 20 arrivals in a transaction, and for what status asks: the median of several rounds.
    private static func times(studies: Int) async throws -> (arrival: Double, status: Double) {
        let fixture = try LedgerFixture()
        try fill(fixture, studies: studies)
        let clock = ContinuousClock()
        var arrivals: [Duration] = []
        var statuses: [Duration] = []
        for round in 0..<40 {
            let instances = try (0..<20).map {
                try LedgerFixture.instance("round \(round) file \($0)", study: 900_000 + round * 7 + $0 / 3)
            }
            arrivals.append(
                try await clock.measure {
                    try await fixture.ledger.write { ledger in
                        for instance in instances {
                            let identity = FileIdentity(size: 1, modifiedNanoseconds: 1, inode: 1)
                            let name = instance.archiveName
                            let number = try ledger.openArrival(inbox: "/in", relativePath: name, identity: identity)
                            let admission = try ledger.admit(instance, arrival: number)
                            guard case .added(let study) = admission else { continue }
                            try ledger.settleArrival(number, .archived(study), digest: instance.digest)
                        }
                    }
                }
            )
            statuses.append(
                try await clock.measure {
                    try await fixture.ledger.read { ledger in
                        _ = (try ledger.studyCounts(), try ledger.holdCounts(), try ledger.arrivalCounts())
                        _ = (try ledger.openArrivals(), try ledger.oldestSince(), try ledger.quarantined(limit: 3))
                        _ = try ledger.oldestStudies(inState: "failed", limit: 10)
                        _ = try ledger.studiesToVoid(limit: 10)
                        _ = try ledger.commitmentsNotDelivered(deadSince: .distantPast)
                    }
                }
            )
        }
        func median(_ durations: [Duration]) -> Double { durations.sorted()[durations.count / 2] / .milliseconds(1) }
        return (median(arrivals) / 20, median(statuses))
    }

    @Test("takes arrivals in and answers status as fast with 100,000 studies as with 1,000", .tags(.law8))
    func growth() async throws {
        let small = try await Self.times(studies: 1000)
        let large = try await Self.times(studies: 100_000)
        print("an arrival: \(small.arrival) ms, \(large.arrival) ms; status: \(small.status) ms, \(large.status) ms")
        #expect(large.arrival < small.arrival * 1.25)
        #expect(large.status < small.status * 1.25)
    }
}
