internal import CheckedYAML

/// A whole number as the configuration names it, with where it is kept and what it may be (law 8).
package struct NumberSetting<Owner>: Sendable {
    /// The name within its section.
    package let name: String
    /// What is accepted, in the unit that the name says.
    package let range: ClosedRange<Int>
    /// Where the owner keeps it.
    package let path: any WritableKeyPath<Owner, Int> & Sendable
    /// What one of the file's unit is in the owner's: 1024 for KiB that are kept as bytes.
    package let factor: Int

    init(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ path: any WritableKeyPath<Owner, Int> & Sendable,
        factor: Int = 1
    ) {
        self.name = name
        self.range = range
        self.path = path
        self.factor = factor
    }
}

extension YAMLMembers {
    /// Puts those numbers into their owner that are given.
    func read<Owner>(_ settings: [NumberSetting<Owner>], into owner: inout Owner) throws(YAMLProblem) {
        for setting in settings {
            if let value = self[setting.name] {
                owner[keyPath: setting.path] = try value.integer(in: setting.range) * setting.factor
            }
        }
    }
}
