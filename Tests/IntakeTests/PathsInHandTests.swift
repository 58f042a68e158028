import TestSupport
import Testing

@testable import Intake

@Suite("Files in hand", .timeLimit(.minutes(5)))
struct PathsInHandTests {
    /// Who has what.
    private actor Tally {
        private var held: [String: Int] = [:]
        private(set) var overlaps = 0
        private(set) var turns = 0

        func begin(_ paths: Set<String>) {
            turns += 1
            for path in paths {
                if held[path, default: 0] > 0 { overlaps += 1 }
                held[path, default: 0] += 1
            }
        }

        func end(_ paths: Set<String>) { for path in paths { held[path, default: 0] -= 1 } }
    }

    @Test("nobody has a path that another has, whoever wants which; all get their turn", .tags(.law1))
    func exclusion() async throws {
        let inHand = PathsInHand()
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                let paths: Set = ["a\(number % 7)", "b\(number % 5)", "c\(number % 3)"]
                group.addTask {
                    try await inHand.holding(paths) {
                        await tally.begin(paths)
                        await Task.yield()
                        await tally.end(paths)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await tally.turns == 200)
        #expect(await tally.overlaps == 0)
    }

    @Test("one that fails lets go of its paths")
    func failure() async throws {
        struct Failure: Error {}
        let inHand = PathsInHand()
        await #expect(throws: Failure.self) { try await inHand.holding(["a"]) { throw Failure() } }
        let isFree = try await inHand.holding(["a"]) { true }
        #expect(isFree)
    }
}
