internal import Foundation

/// Lets associations to their places, and counts connections.
///
/// Sendable: `condition` guards everything that changes.
final class AssociationGate: @unchecked Sendable {
    private let condition = NSCondition()
    private var places: Places
    private var connections = 0
    private let connectionLimit: Int
    private var isStopping = false
    private let changed: @Sendable (_ open: Int, _ waiting: Int) -> Void

    /// Connections beyond served and waiting ones: they shake hands, or are being refused.
    private static let spareConnections = 32

    init(served: Int, waiting: Int, changed: @escaping @Sendable (_ open: Int, _ waiting: Int) -> Void) {
        places = Places(served: served, waiting: waiting)
        connectionLimit = served + waiting + Self.spareConnections
        self.changed = changed
    }

    /// Waits a moment for a connection to be allowed; false: not now.
    func mayConnect() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        if connections >= connectionLimit { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.25)) }
        guard connections < connectionLimit else { return false }
        return true
    }

    func connectionBegins() { change { connections += 1 } }
    func connectionEnds() { change { connections -= 1 } }

    /// Waits for a place; false when the association is to be refused, or its peer is gone.
    func enter(isGone: () -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !isStopping else { return false }
        switch places.enter() {
        case .served:
            tell()
            return true
        case .refused: return false
        case .waits(let ticket):
            tell()
            while !places.takePlace(ticket: ticket) {
                let isWoken = condition.wait(until: Date(timeIntervalSinceNow: 1))
                if isStopping || (!isWoken && isGone()) {
                    places.giveUp(ticket: ticket)
                    condition.broadcast()
                    tell()
                    return false
                }
            }
            condition.broadcast()
            tell()
            return true
        }
    }

    /// A served association has ended.
    func leave() {
        change {
            places.leave()
            tell()
        }
    }

    /// Nobody enters any more.
    func stop() { change { isStopping = true } }

    /// Waits until every connection has ended.
    func waitUntilEmpty(withinSeconds seconds: Int) -> Bool {
        let end = Date(timeIntervalSinceNow: TimeInterval(seconds))
        condition.lock()
        defer { condition.unlock() }
        while connections > 0 {
            if !condition.wait(until: end) { return connections == 0 }
        }
        return true
    }

    private func tell() { changed(places.open, places.queued) }

    private func change(_ body: () -> Void) {
        condition.lock()
        defer { condition.unlock() }
        body()
        condition.broadcast()
    }
}
