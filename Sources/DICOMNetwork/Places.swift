/// The places at which associations are served, and the queue for them. First come, first served.
struct Places: Hashable, Sendable {
    private let served: Int
    private let waiting: Int
    private(set) var open = 0
    private var queue: [Int] = []
    private var lastTicket = 0

    /// How many wait.
    var queued: Int { queue.count }

    init(served: Int, waiting: Int) {
        self.served = served
        self.waiting = waiting
    }

    /// What a new association gets.
    enum Entry: Hashable, Sendable {
        case served
        case waits(ticket: Int)
        case refused
    }

    mutating func enter() -> Entry {
        if open < served && queue.isEmpty {
            open += 1
            return .served
        }
        guard queue.count < waiting else { return .refused }
        lastTicket += 1
        queue.append(lastTicket)
        return .waits(ticket: lastTicket)
    }

    /// Whether a waiting one's turn has come; it is served then.
    mutating func takePlace(ticket: Int) -> Bool {
        guard open < served, queue.first == ticket else { return false }
        queue.removeFirst()
        open += 1
        return true
    }

    /// A waiting one goes.
    mutating func giveUp(ticket: Int) { queue.removeAll { $0 == ticket } }

    /// A served one has ended.
    mutating func leave() { open -= 1 }
}
