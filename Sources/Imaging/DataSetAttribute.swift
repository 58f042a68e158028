/// An attribute by its tag and its keyword in PS3.6, which is what messages name.
package struct DataSetAttribute: Hashable, Sendable, CustomStringConvertible {
    /// The tag, as group * 65536 + element.
    package let tag: UInt32
    /// For example PatientID.
    package let keyword: String

    package init(_ tag: UInt32, _ keyword: String) {
        self.tag = tag
        self.keyword = keyword
    }

    var group: UInt16 { UInt16(tag >> 16) }
    var element: UInt16 { UInt16(truncatingIfNeeded: tag) }

    package var description: String { keyword }
}

/// An item, counted from 0, of a sequence.
package struct DataSetStep: Hashable, Sendable {
    /// The sequence.
    package let sequence: DataSetAttribute
    /// From 0.
    package let item: Int

    package init(_ sequence: DataSetAttribute, item: Int = 0) {
        self.sequence = sequence
        self.item = item
    }
}
