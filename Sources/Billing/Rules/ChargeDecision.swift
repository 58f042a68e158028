/// What becomes of a signed study's charge.
package enum ChargeDecision: Hashable, Sendable {
    /// An event that must leave: the first of its charge, or one that supersedes the last.
    case emit(ChargeEvent)
    /// This very interpretation is charged already, by this event.
    case alreadyCharged(by: ChargeIdentifier)
    /// A further interpretation that changes no billed fact of this event: nothing leaves.
    case addendum(to: ChargeIdentifier)
    /// Facts that the claim needs and nobody has given; each says what and where to give it.
    case hold(missingFacts: [String])
    /// What a person must decide or put right; each says what and why.
    case needsDecision([String])
    /// Nothing is to be billed; why.
    case noCharge(NoCharge)

    /// Why nothing is to be billed.
    package enum NoCharge: Hashable, Sendable {
        /// No metric that characterises tissue has a value.
        case noTissueMetric
        /// The order is for another service.
        case notOrdered
    }
}
