/// Identifiers of metrics by a pattern.
package enum MetricPattern {
    /// Whether a pattern names an identifier: each `*` stands for any part, an empty one too.
    package static func matches(_ identifier: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return identifier == pattern }
        guard identifier.hasPrefix(first) else { return false }
        var rest = identifier.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
