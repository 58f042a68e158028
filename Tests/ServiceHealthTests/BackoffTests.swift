import ServiceHealth
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test("waits double to the longest, each at least half of its most", arguments: 0..<16 as Range<UInt64>)
    func doubling(seed: UInt64) {
        var random = Steps(state: seed)
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        for most in [1, 2, 4, 8, 16, 32, 60, 60] {
            let wait = backoff.next(using: &random)
            #expect(wait <= .seconds(most))
            #expect(wait >= .seconds(most) / 2)
        }
        backoff.reset()
        #expect(backoff.next(using: &random) <= .seconds(1))
    }

    private struct Steps: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }
}
