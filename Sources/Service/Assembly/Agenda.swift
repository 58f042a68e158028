/// What is to be looked at, and when: a heap, so that thousands of things that wait cost nothing until the first is due.
///
/// Each key has one moment at most. A heap entry that no longer is its key's moment is passed over, and swept out when such
/// entries outnumber the others.
struct Agenda<Key: Hashable & Comparable & Sendable, Moment: Comparable & Sendable>: Sendable {
    private struct Entry: Sendable {
        let at: Moment
        let key: Key

        /// By moment, then by key: what is due together has one order.
        func comes(before other: Entry) -> Bool { at == other.at ? key < other.key : at < other.at }
    }

    private var heap: [Entry] = []
    private var moments: [Key: Moment] = [:]

    /// Entries that are passed over before the heap is made anew, beside as many as there are keys.
    private static var toleratedLeftovers: Int { 64 }

    /// How many keys have a moment.
    var count: Int { moments.count }

    /// When the first is due; nil when nothing waits.
    var next: Moment? {
        mutating get {
            dropLeftovers()
            return heap.first?.at
        }
    }

    /// Gives a key its moment, in place of the one that it had.
    mutating func set(_ key: Key, at moment: Moment) {
        guard moments[key] != moment else { return }
        moments[key] = moment
        push(Entry(at: moment, key: key))
        if heap.count > 2 * moments.count + Self.toleratedLeftovers { rebuild() }
    }

    /// Takes a key off.
    mutating func remove(_ key: Key) {
        moments[key] = nil
    }

    /// Takes the first key off that is due; nil when none is.
    mutating func popDue(at now: Moment) -> Key? {
        dropLeftovers()
        guard let first = heap.first, first.at <= now else { return nil }
        return popFirst()
    }

    /// Takes the first key off, due or not; nil when there is none.
    mutating func popFirst() -> Key? {
        dropLeftovers()
        guard let first = heap.first else { return nil }
        pop()
        moments[first.key] = nil
        return first.key
    }

    private mutating func dropLeftovers() {
        while let first = heap.first, moments[first.key] != first.at { pop() }
    }

    private mutating func rebuild() {
        heap = moments.map { Entry(at: $0.value, key: $0.key) }.sorted { $0.comes(before: $1) }
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
