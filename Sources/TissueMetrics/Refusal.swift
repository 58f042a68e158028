/// Why a computation has no result: the condition that does not hold, as a clause for a reader.
package struct Refusal: Error, Hashable, Sendable {
    /// As in `Availability.notAvailable`.
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
