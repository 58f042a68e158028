/// A concept of the IBSI reference manual: a family, a feature.
package struct IBSITerm: Hashable, Sendable {
    /// The permanent identifier of four characters.
    package let identifier: String
    /// In the manual's words.
    package let name: String

    init(_ identifier: String, _ name: String) {
        self.identifier = identifier
        self.name = name
    }
}

/// The features of one family, in the order of the IBSI reference manual; raw values count from 0 without a gap.
package protocol TextureFeature: CaseIterable, RawRepresentable<Int>, Hashable, Sendable {
    /// The family.
    static var family: IBSITerm { get }
    /// The feature.
    var term: IBSITerm { get }
}
