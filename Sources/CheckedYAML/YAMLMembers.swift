/// The members of a YAML mapping, each known by name.
package struct YAMLMembers {
    private let owner: YAMLValue
    private let members: [String: YAMLValue]

    init(owner: YAMLValue, members: [String: YAMLValue]) {
        self.owner = owner
        self.members = members
    }

    /// The member, or nil when it is absent or null.
    package subscript(name: String) -> YAMLValue? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    /// The member.
    ///
    /// - Throws: that it is missing.
    package func required(_ name: String) throws(YAMLProblem) -> YAMLValue {
        guard let value = self[name] else { throw owner.problem("needs \(name)") }
        return value
    }
}
