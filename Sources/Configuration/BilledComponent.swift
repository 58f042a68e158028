/// Which part of the service the site bills. The raw values are the charge event's words.
package enum BilledComponent: String, Hashable, Codable, CaseIterable, Sendable {
    /// Equipment and reading, by one biller: no modifier.
    case global
    /// The reading: modifier 26.
    case professional
    /// The equipment and its staff: modifier TC.
    case technical
}

/// Which day a global charge is dated by. The other components have no choice (billing.md, section 2).
package enum GlobalServiceDate: String, Hashable, CaseIterable, Sendable {
    /// The day of the scan.
    case scan
    /// The day on which the interpretation was completed.
    case interpretation
}
