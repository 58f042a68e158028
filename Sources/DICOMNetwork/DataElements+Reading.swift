/// Why elements can't be read.
enum DataElementsError: Error, Hashable, Sendable {
    /// The bytes end within an element, or an item stands where none may.
    case malformed
    /// Deeper, or more elements, than we read (law 8).
    case tooLarge
}

extension DataElements {
    /// The bounds of what is read from a peer.
    private static let depth = 6
    private static let elements = 1_000_000

    /// Sequences that peers write with a length, which implicit VR doesn't tell from other values.
    private static let sequences: Set<UInt32> = [
        Tag.referencedSOPSequence, Tag.referencedSeriesSequence, Tag.scheduledStepAttributesSequence,
        Tag.performedSeriesSequence, Tag.referencedImageSequence, Tag.referencedNonImageSequence,
        Tag.failedSOPSequence,
    ]

    /// Reads all of `bytes`.
    init(reading bytes: [UInt8]) throws(DataElementsError) {
        var reader = Reader(bytes: bytes, left: Self.elements)
        self = try reader.elements(until: bytes.count, depth: 0)
    }

    private struct Reader {
        let bytes: [UInt8]
        var left: Int
        var place = 0

        private func half(_ at: Int) -> UInt32 { UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 }

        private mutating func head(before end: Int) throws(DataElementsError) -> (tag: UInt32, length: Int?) {
            guard end - place >= 8 else { throw .malformed }
            let tag = half(place) << 16 | half(place + 2)
            let length = half(place + 4) | half(place + 6) << 16
            place += 8
            if length == 0xFFFF_FFFF { return (tag, nil) }
            guard Int(length) <= end - place else { throw .malformed }
            return (tag, Int(length))
        }

        /// To `end`, or to an item delimiter where the item has no length.
        mutating func elements(
            until end: Int,
            depth: Int,
            isDelimited: Bool = false
        ) throws(DataElementsError) -> DataElements {
            guard depth <= DataElements.depth else { throw .tooLarge }
            var found = DataElements()
            while place < end {
                let (tag, length) = try head(before: end)
                if isDelimited && tag == 0xFFFE_E00D { return found }
                guard tag >> 16 != 0xFFFE else { throw .malformed }
                left -= 1
                guard left >= 0 else { throw .tooLarge }
                if DataElements.sequences.contains(tag) || length == nil {
                    found[tag] = .items(try items(until: length.map { place + $0 } ?? end, length == nil, depth))
                } else if let length {
                    found[tag] = .bytes(Array(bytes[place..<place + length]))
                    place += length
                }
            }
            guard !isDelimited else { throw .malformed }
            return found
        }

        private mutating func items(
            until end: Int,
            _ isDelimited: Bool,
            _ depth: Int
        ) throws(DataElementsError) -> [DataElements] {
            var items: [DataElements] = []
            while place < end {
                let (tag, length) = try head(before: end)
                if isDelimited && tag == 0xFFFE_E0DD { return items }
                guard tag == 0xFFFE_E000 else { throw .malformed }
                left -= 1
                guard left >= 0 else { throw .tooLarge }
                if let length {
                    items.append(try elements(until: place + length, depth: depth + 1))
                } else {
                    items.append(try elements(until: end, depth: depth + 1, isDelimited: true))
                }
            }
            guard !isDelimited else { throw .malformed }
            return items
        }
    }
}
