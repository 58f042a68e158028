/// What is to be looked at, and when: a heap, so that thousands of things that wait cost nothing until the first is due.
///
/// Each key has one instant at most. A heap entry that no longer is its key's instant is passed over, and swept out when such
/// entries outnumber the others.
struct Agenda<Key: Hashable & Comparable & Sendable>: Sendable {
    private struct Entry: Sendable {
        let at: ContinuousClock.Instant
        let key: Key

        /// By instant, then by key: what is due together has one order.
        func comes(before other: Entry) -> Bool { at == other.at ? key < other.key : at < other.at }
    }

    private var heap: [Entry] = []
    private var instants: [Key: ContinuousClock.Instant] = [:]

    /// Entries that are passed over before the heap is made anew, beside as many as there are keys.
    private static var toleratedLeftovers: Int { 64 }

    /// How many keys have an instant.
    var count: Int { instants.count }

    /// When the first is due; nil when nothing waits.
    var next: ContinuousClock.Instant? {
        mutating get {
            dropLeftovers()
            return heap.first?.at
        }
    }

    /// Gives a key its instant, in place of the one that it had.
    mutating func set(_ key: Key, at instant: ContinuousClock.Instant) {
        guard instants[key] != instant else { return }
        instants[key] = instant
        push(Entry(at: instant, key: key))
        if heap.count > 2 * instants.count + Self.toleratedLeftovers { rebuild() }
    }

    /// Takes a key off.
    mutating func remove(_ key: Key) {
        instants[key] = nil
    }

    /// Takes the first key off that is due; nil when none is.
    mutating func popDue(at now: ContinuousClock.Instant) -> Key? {
        dropLeftovers()
        guard let first = heap.first, first.at <= now else { return nil }
        pop()
        instants[first.key] = nil
        return first.key
    }

    private mutating func dropLeftovers() {
        while let first = heap.first, instants[first.key] != first.at { pop() }
    }

    private mutating func rebuild() {
        heap = instants.map { Entry(at: $0.value, key: $0.key) }.sorted { $0.comes(before: $1) }
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].comes(before: heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func pop() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].comes(before: heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
