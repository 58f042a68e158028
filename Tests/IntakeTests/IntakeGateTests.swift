import Configuration
import Foundation
import Logging
import ServiceHealth
import TestSupport
import Testing

@testable import Intake

@Suite("The gate and the disk", .timeLimit(.minutes(20)))
struct IntakeGateTests {
    @Test("intake stops below the low mark and goes on only at the high one", .tags(.law8))
    func hysteresis() {
        var level = SpaceLevel(marks(stop: 100, resume: 200))
        let steps: [(mebibytes: UInt64, isLow: Bool)] = [
            (150, false), (100, false), (99, true), (150, true), (199, true), (200, false), (150, false), (0, true),
        ]
        for step in steps {
            level.measured(step.mebibytes << 20)
            #expect(level.isLow == step.isLow, "at \(step.mebibytes) MiB")
        }
    }

    @Test("a high mark below the low one doesn't let intake flutter")
    func crossedMarks() {
        var level = SpaceLevel(marks(stop: 100, resume: 50))
        level.measured(60 << 20)
        #expect(level.isLow)
        level.measured(100 << 20)
        #expect(!level.isLow)
    }

    @Test("who waits goes on when the gate opens, and hears each change")
    func waiting() async {
        let gate = IntakeGate()
        await gate.waitUntilOpen()
        gate.set(open: false)
        #expect(!gate.mayTake)
        async let waited: Void = gate.waitUntilOpen()
        var changes = gate.changes().makeAsyncIterator()
        #expect(await changes.next() == false)
        #expect(gate.set(open: true))
        #expect(!gate.set(open: true))
        #expect(await changes.next() == true)
        await waited
    }

    @Test("a disk without room closes the gate and says so; with room it opens")
    func watch() throws {
        let folder = try TemporaryFolder()
        let gate = IntakeGate()
        let conditions = Conditions { Date() }
        let full = watch(folder.url, marks(stop: .max >> 20, resume: .max >> 20), gate, conditions)
        var level = SpaceLevel(marks(stop: .max >> 20, resume: .max >> 20))
        full.look(&level)
        #expect(!gate.mayTake)
        #expect(conditions.all.map(\.stopsIntake) == [true])
        let empty = watch(folder.url, marks(stop: 0, resume: 0), gate, conditions)
        level = SpaceLevel(marks(stop: 0, resume: 0))
        empty.look(&level)
        #expect(gate.mayTake)
        #expect(conditions.all.isEmpty)
        let gone = watch(folder.url.appending(path: "gone"), marks(stop: 0, resume: 0), gate, conditions)
        gone.look(&level)
        #expect(!gate.mayTake)
    }

    private func marks(stop: Int, resume: Int) -> ServeConfiguration.Watermarks {
        var marks = ServeConfiguration.Watermarks()
        marks.stopFreeMiB = stop
        marks.resumeFreeMiB = resume
        return marks
    }

    private func watch(
        _ state: URL,
        _ marks: ServeConfiguration.Watermarks,
        _ gate: IntakeGate,
        _ conditions: Conditions
    ) -> DiskWatch {
        DiskWatch(state: state, marks: marks, gate: gate, conditions: conditions, logger: Logger(label: "test"))
    }
}
