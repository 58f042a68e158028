import Foundation
import Identifiers
import Testing

@testable import Ledger
@testable import Service

@Suite("Stage queue")
struct StageQueueTests {
    private let start = ContinuousClock.now

    private func study(_ number: Int64, _ state: StudyState, since: Int = 0, revision: Int = 1) throws -> StudyRecord {
        StudyRecord(
            key: StudyKey(number: number),
            studyInstanceUID: try #require(DICOMUID("1.2.\(number)")),
            patientID: nil,
            issuerOfPatientID: nil,
            accession: nil,
            studyDate: nil,
            revision: revision,
            state: state,
            attempts: 0,
            since: Date(timeIntervalSince1970: TimeInterval(since)),
            lastArrival: Date(timeIntervalSince1970: 0)
        )
    }

    @Test("who waits longest is first, and a charge waits for no analysis")
    func order() throws {
        var queue = StageQueue()
        queue.add(try study(1, .complete, since: 9))
        queue.add(try study(2, .analysing, since: 3))
        queue.add(try study(3, .interpreted, since: 20))
        #expect(queue.next(.analysis)?.key.number == 2)
        #expect(queue.next(.charge)?.key.number == 3)
        #expect(queue.next(.analysis)?.key.number == 1)
        #expect(queue.next(.analysis) == nil && queue.next(.charge) == nil)
    }

    @Test("what a stage does itself is no news; a revision that comes meanwhile is taken on after it")
    func running() throws {
        var queue = StageQueue()
        queue.add(try study(1, .complete))
        let taken = queue.next(.analysis)
        let first = try #require(taken)
        queue.note(try study(1, .analysing))
        queue.note(try study(1, .receiving, revision: 2))
        queue.note(try study(1, .complete, revision: 2))
        #expect(queue.next(.analysis) == nil)
        queue.ended(first.key)
        #expect(queue.next(.analysis)?.revision == 2)
    }

    @Test("a revision that came while the one before it failed doesn't rest with it")
    func newerThanFailed() throws {
        var queue = StageQueue()
        queue.add(try study(1, .complete))
        let taken = queue.next(.analysis)
        let first = try #require(taken)
        queue.note(try study(1, .complete, revision: 2))
        queue.failed(first, at: start)
        #expect(queue.next(.analysis)?.revision == 2)
    }

    @Test("a charge that is held isn't decided again because it was held")
    func heldCharge() throws {
        var queue = StageQueue()
        let held = try study(1, .held(.missingFacts(["order"]), at: .charge))
        queue.note(held)
        #expect(queue.next(.charge) == nil)
        queue.add(held)
        #expect(queue.next(.charge)?.key == held.key)
    }

    @Test(
        "nothing is done where a person is asked",
        arguments: [
            StudyState.held(.byPerson("wait"), at: .charge), .reported, .held(.patientMismatch, at: .assembly),
        ]
    )
    func person(state: StudyState) throws {
        var queue = StageQueue()
        queue.add(try study(1, .complete))
        queue.add(try study(1, state))
        #expect(queue.next(.analysis) == nil && queue.next(.charge) == nil)
    }

    @Test("a study in trouble rests, longer each time, and no news of the same revision wakes it")
    func rest() throws {
        var queue = StageQueue()
        let study = try study(1, .complete)
        var now = start
        for longest in [30, 60, 120] {
            queue.add(study)
            let next = queue.next(.analysis)
            queue.failed(try #require(next), at: now)
            queue.note(study)
            #expect(queue.next(.analysis) == nil)
            #expect(queue.rested(at: now + .seconds(longest) * 0.49) == [])
            now += .seconds(longest)
            #expect(queue.rested(at: now) == [study.key])
        }
        queue.add(study)
        #expect(queue.next(.analysis) != nil)
        queue.ended(study.key)
        #expect(queue.rested(at: now + .seconds(9_999)) == [])
    }

    @Test("the next revision of a study in trouble doesn't wait for its rest")
    func nextRevision() throws {
        var queue = StageQueue()
        queue.add(try study(1, .complete))
        let taken = queue.next(.analysis)
        queue.failed(try #require(taken), at: start)
        queue.note(try study(1, .complete, revision: 2))
        #expect(queue.next(.analysis)?.revision == 2)
    }

    @Test("a study that could not be tried is the next again")
    func returned() throws {
        var queue = StageQueue()
        queue.add(try study(1, .complete, since: 1))
        queue.add(try study(2, .complete, since: 2))
        let taken = queue.next(.analysis)
        queue.returned(try #require(taken))
        #expect(queue.next(.analysis)?.key.number == 1)
    }
}
