extension DataSetBuilder {
    /// Puts the elements of a header, in the least repertoire that holds their text: the default one, ISO_IR 100, ISO_IR 192.
    /// Specific Character Set is put beside them where it is needed, so this is called once for the data set or an item, which may
    /// have its own (PS3.3 C.12.1.1.2).
    package mutating func put(_ header: [HeaderElement]) throws(WritingError) {
        let repertoire = DICOMText.Repertoire(of: header.flatMap(\.texts))
        switch repertoire {
        case .ascii: break
        case .latin1: try put(.specificCharacterSet, "ISO_IR 100")
        case .unicode: try put(.specificCharacterSet, "ISO_IR 192")
        }
        for element in header { try put(element, in: repertoire) }
    }

    private mutating func put(_ element: HeaderElement, in repertoire: DICOMText.Repertoire) throws(WritingError) {
        switch element {
        case .value(let tag, let text):
            let bytes =
                repertoire == .latin1
                ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
            try put(Tag(tag), encoded: bytes)
        case .sequence(let tag, let items):
            if items.isEmpty { try put(Tag(tag), encoded: []) }
            for item in items {
                try putItem(of: Tag(tag)) { builder throws(WritingError) in
                    for element in item { try builder.put(element, in: repertoire) }
                }
            }
        }
    }
}
