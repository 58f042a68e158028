import Testing

@testable import Service

@Suite("Agenda")
struct AgendaTests {
    @Test("what is due comes in the order of time, then of keys, and once")
    func order() {
        var agenda = Agenda<String, Int>()
        for (key, moment) in [("d", 3), ("b", 1), ("c", 1), ("a", 9)] { agenda.set(key, at: moment) }
        var due: [String] = []
        while let key = agenda.popDue(at: 3) { due.append(key) }
        #expect(due == ["b", "c", "d"])
        #expect(agenda.next == 9)
        #expect(agenda.count == 1)
    }

    @Test("a later moment takes the place of an earlier one, and the other way round")
    func moved() {
        var agenda = Agenda<String, Int>()
        agenda.set("a", at: 1)
        agenda.set("b", at: 5)
        agenda.set("a", at: 8)
        #expect(agenda.popDue(at: 5) == "b")
        #expect(agenda.popDue(at: 7) == nil)
        agenda.set("a", at: 2)
        #expect(agenda.popDue(at: 7) == "a")
        #expect(agenda.popDue(at: 99) == nil)
        #expect(agenda.next == nil)
    }

    @Test("behaves as a sorted list does", arguments: 0..<32)
    func likeAList(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var agenda = Agenda<Int, Int>()
        var list: [Int: Int] = [:]
        for now in 0..<400 {
            let key = Int.random(in: 0..<40, using: &random)
            if Bool.random(using: &random) {
                let moment = now + Int.random(in: 0..<30, using: &random)
                agenda.set(key, at: moment)
                list[key] = moment
            } else {
                agenda.remove(key)
                list[key] = nil
            }
            #expect(agenda.next == list.values.min())
            #expect(agenda.count == list.count)
            let due = list.filter { $0.value <= now }.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key
            #expect(agenda.popDue(at: now) == due)
            if let due { list[due] = nil }
        }
    }
}

/// Numbers that a seed decides (splitmix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
