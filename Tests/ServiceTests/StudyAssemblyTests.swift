import Configuration
import Foundation
import Identifiers
import Testing

@testable import Ledger
@testable import Service

@Suite("Study assembly")
struct StudyAssemblyTests {
    private static let quiet = 60
    private static let missing = 900
    private let start = ContinuousClock.now
    private let noon = Date(timeIntervalSince1970: 1_800_000_000)
    private let key = StudyKey(number: 1)

    private func assembly() -> StudyAssembly {
        var configuration = ServeConfiguration.Assembly()
        configuration.quietSeconds = Self.quiet
        configuration.missingSeconds = Self.missing
        return StudyAssembly(configuration)
    }

    private func facts(
        _ number: Int64 = 1,
        state: StudyState = .receiving,
        instances: Int = 1,
        announced: Int? = nil,
        missing: Int = 0,
        arrival: Int = 0,
        ended: Int? = nil,
        revision: Int = 1
    ) -> AssemblyFacts {
        AssemblyFacts(
            key: StudyKey(number: number),
            revision: revision,
            state: state,
            since: noon,
            lastArrival: noon + TimeInterval(arrival),
            instances: instances,
            announced: announced,
            missing: missing,
            endedAt: ended.map { noon + TimeInterval($0) }
        )
    }

    /// The states to which studies are moved at a second after the start.
    private func due(_ assembly: inout StudyAssembly, at second: Int) -> [StudyState] {
        assembly.due(at: start + .seconds(second)).map(\.state)
    }

    @Test("the quiet period completes a study, not a moment earlier")
    func quietPeriod() {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        #expect(assembly.next == start + .seconds(60))
        #expect(due(&assembly, at: 59) == [])
        #expect(due(&assembly, at: 60) == [.complete])
        #expect(assembly.count == 0 && assembly.next == nil)
        #expect(due(&assembly, at: 600) == [])
    }

    @Test("a further instance starts the quiet anew, another change of the study doesn't")
    func furtherInstance() {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        assembly.note(facts(instances: 2, arrival: 50), at: start + .seconds(50))
        #expect(due(&assembly, at: 109) == [])
        assembly.note(facts(instances: 2, arrival: 50), at: start + .seconds(100))
        #expect(due(&assembly, at: 110) == [.complete])
    }

    @Test("a step of the wall clock changes nothing of a study that this process sees", arguments: [-86_400, 86_400])
    func clockStep(step: Int) {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        assembly.note(facts(instances: 2, arrival: step), at: start + .seconds(10))
        #expect(due(&assembly, at: 69) == [])
        #expect(due(&assembly, at: 70) == [.complete])
    }

    @Test(
        "at the start the time since the last instance counts where it is plausible",
        arguments: [(0, 60), (20, 40), (60, 0), (61, 60), (1_000_000, 60), (-5, 60)]
    )
    func takeUp(passed: Int, left: Int) {
        var assembly = assembly()
        assembly.takeUp(facts(), at: start, date: noon + TimeInterval(passed))
        #expect(assembly.next == start + .seconds(left))
        if left > 0 { #expect(due(&assembly, at: left - 1) == []) }
        #expect(due(&assembly, at: left) == [.complete])
    }

    @Test("all announced instances complete a study at once")
    func allThere() {
        var assembly = assembly()
        assembly.note(facts(announced: 2, missing: 1), at: start)
        #expect(due(&assembly, at: 61) == [])
        assembly.note(facts(instances: 2, announced: 2, arrival: 61), at: start + .seconds(61))
        #expect(due(&assembly, at: 61) == [.complete])
    }

    @Test("missing instances are waited for beyond the quiet, then the study is held with the count")
    func missingInstances() {
        var assembly = assembly()
        assembly.note(facts(announced: 5, missing: 3), at: start)
        assembly.note(facts(instances: 2, announced: 5, missing: 2, arrival: 800), at: start + .seconds(800))
        #expect(due(&assembly, at: 1699) == [])
        #expect(due(&assembly, at: 1700) == [.held(.missingInstances(have: 3, expected: 5), at: .assembly)])
    }

    @Test("an announcement that comes late is heeded: it doesn't count as an instance")
    func lateAnnouncement() {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        assembly.note(facts(announced: 3, missing: 2), at: start + .seconds(30))
        #expect(due(&assembly, at: 899) == [])
        #expect(due(&assembly, at: 900) == [.held(.missingInstances(have: 1, expected: 3), at: .assembly)])
    }

    @Test("an end without a list leaves five seconds for what is on its way")
    func endWithoutList() {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        assembly.note(facts(ended: 10), at: start + .seconds(10))
        #expect(due(&assembly, at: 14) == [])
        #expect(due(&assembly, at: 15) == [.complete])
    }

    @Test("an end says nothing of instances that come later")
    func endBeforeInstances() {
        var assembly = assembly()
        assembly.note(facts(ended: 0), at: start)
        assembly.note(facts(instances: 2, arrival: 3, ended: 0), at: start + .seconds(3))
        #expect(due(&assembly, at: 62) == [])
        #expect(due(&assembly, at: 63) == [.complete])
    }

    @Test("a marker completes a study at once, also one that lacks instances; an unknown one it ignores")
    func marker() {
        var assembly = assembly()
        assembly.note(facts(announced: 3, missing: 1), at: start)
        let action = assembly.end(key, at: start)
        #expect(action?.state == .complete)
        #expect(assembly.end(key, at: start) == nil)
        #expect(assembly.end(StudyKey(number: 7), at: start) == nil)
        #expect(assembly.next == nil)
    }

    @Test(
        "a study that is no longer receiving is forgotten",
        arguments: [
            StudyState.complete, .held(.patientMismatch, at: .assembly), .held(.byPerson("wait"), at: .assembly),
            .analysing,
        ]
    )
    func left(state: StudyState) {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        assembly.note(facts(state: state), at: start + .seconds(1))
        #expect(assembly.count == 0 && assembly.next == nil)
    }

    @Test("a late instance takes the study up again as its next revision")
    func lateInstance() {
        var assembly = assembly()
        assembly.note(facts(), at: start)
        #expect(due(&assembly, at: 60) == [.complete])
        assembly.note(facts(state: .reported), at: start + .seconds(70))
        assembly.note(facts(instances: 2, arrival: 100, revision: 2), at: start + .seconds(100))
        let actions = assembly.due(at: start + .seconds(160))
        #expect(actions.map(\.state) == [.complete])
        #expect(actions.first?.facts.revision == 2)
    }

    @Test(
        "whatever comes in whatever order, each study is completed once, a quiet after its last instance",
        arguments: 0..<32
    )
    func anyOrder(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var assembly = assembly()
        var last: [StudyKey: Int] = [:]
        var completed: [StudyKey: Int] = [:]
        for second in 0..<600 {
            for action in assembly.due(at: start + .seconds(second)) {
                #expect(completed.updateValue(second, forKey: action.facts.key) == nil)
            }
            let key = StudyKey(number: .random(in: 1...20, using: &random))
            guard completed[key] == nil, second < 300 else { continue }
            // A wall clock that jumps about.
            let wall = Int.random(in: -9_999...9_999, using: &random)
            assembly.note(facts(key.number, instances: second + 2, arrival: wall), at: start + .seconds(second))
            last[key] = second
        }
        #expect(completed.count == last.count)
        for (key, second) in completed { #expect(last[key].map { $0 + Self.quiet } == second) }
    }
}
