/// How the elements of a data set are written (PS3.5 annex A).
struct DataSetEncoding: Hashable, Sendable {
    var isExplicit: Bool
    var isBigEndian: Bool
    var isDeflated = false

    static let implicitLittleEndian = DataSetEncoding(isExplicit: false, isBigEndian: false)
    static let explicitLittleEndian = DataSetEncoding(isExplicit: true, isBigEndian: false)
    static let explicitBigEndian = DataSetEncoding(isExplicit: true, isBigEndian: true)
    static let deflated = DataSetEncoding(isExplicit: true, isBigEndian: false, isDeflated: true)

    /// The transfer syntax that DCMTK reads such elements in where the file's own is unknown to it.
    var plainTransferSyntaxUID: String {
        if isDeflated { return "1.2.840.10008.1.2.1.99" }
        if !isExplicit { return "1.2.840.10008.1.2" }
        return isBigEndian ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1"
    }
}

/// The two characters of a value representation (PS3.5 section 6.2).
struct ValueRepresentation: Hashable, Sendable {
    let first: UInt8
    let second: UInt8

    private init(_ text: StaticString) {
        first = unsafe text.utf8Start[0]
        second = unsafe text.utf8Start[1]
    }

    init(_ first: UInt8, _ second: UInt8) {
        self.first = first
        self.second = second
    }

    static let sequence = ValueRepresentation("SQ")
    static let unknown = ValueRepresentation("UN")
    static let otherByte = ValueRepresentation("OB")
    static let otherWord = ValueRepresentation("OW")

    private static let withShortLength: Set<ValueRepresentation> = [
        .init("AE"), .init("AS"), .init("AT"), .init("CS"), .init("DA"), .init("DS"), .init("DT"), .init("FL"),
        .init("FD"),
        .init("IS"), .init("LO"), .init("LT"), .init("PN"), .init("SH"), .init("SL"), .init("SS"), .init("ST"),
        .init("TM"),
        .init("UI"), .init("UL"), .init("US"),
    ]
    private static let withLongLength: Set<ValueRepresentation> = [
        .init("OB"), .init("OD"), .init("OF"), .init("OL"), .init("OV"), .init("OW"), .init("SQ"), .init("SV"),
        .init("UC"),
        .init("UN"), .init("UR"), .init("UT"), .init("UV"),
    ]

    /// Whether the standard has it.
    var isStandard: Bool { Self.withShortLength.contains(self) || Self.withLongLength.contains(self) }

    /// Whether two reserved bytes and a length of four bytes follow it. An unknown one in capitals is taken for a later
    /// standard's, with a long length; anything else for a short one, as DCMTK does. Nil for the names in small letters that DCMTK keeps for
    /// itself and might follow.
    var hasLongLength: Bool? {
        if Self.withShortLength.contains(self) { return false }
        if Self.withLongLength.contains(self) { return true }
        let letters = [first, second]
        if letters.allSatisfy({ (65...90).contains($0) }) { return true }
        return letters.allSatisfy { (97...122).contains($0) } ? nil : false
    }
}
