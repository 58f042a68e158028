private import CDCMTK
package import Foundation

/// A DICOM file in the making, for maps, the simulator and the tests: elements are put one by one and written as Part 10. The same
/// calls give the same bytes on every machine: no clock, no random UID, no name of the DCMTK at hand.
///
/// A put replaces what stood there. Values are written as given, legal or not, so that tests can make hostile files.
@safe package struct DataSetBuilder: ~Copyable {
    private let handle: OpaquePointer

    /// An empty data set.
    ///
    /// - Throws: when DCMTK's data dictionary is missing.
    package init() throws(WritingError) {
        guard cdcmtk_start() else {
            throw WritingError(explanation: "DCMTK's data dictionary is not installed (package libdcmtk17)")
        }
        guard let handle = unsafe cdcmtk_writer_new() else {
            throw WritingError(explanation: "no memory for a data set")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe cdcmtk_writer_free(handle) }

    /// Puts text as UTF-8 bytes; values part at backslashes, numbers of DS and IS are text too. Empty text makes an empty
    /// element.
    package mutating func put(_ tag: Tag, _ text: String) throws(WritingError) {
        try put(tag, encoded: Array(text.utf8))
    }

    /// Puts a text's bytes in whatever character set the data set names.
    package mutating func put(_ tag: Tag, encoded bytes: [UInt8]) throws(WritingError) {
        try checked(tag) { error in
            unsafe bytes.withUnsafeBytes { buffer in
                unsafe cdcmtk_writer_put_text(
                    handle,
                    tag.number,
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    buffer.count,
                    &error
                )
            }
        }
    }

    /// Puts values of US, UL or AT.
    package mutating func put(_ tag: Tag, unsigned values: UInt32...) throws(WritingError) {
        try checked(tag) { error in
            unsafe cdcmtk_writer_put_unsigned(handle, tag.number, values, values.count, &error)
        }
    }

    /// Puts values of SS or SL.
    package mutating func put(_ tag: Tag, signed values: Int32...) throws(WritingError) {
        try checked(tag) { error in
            unsafe cdcmtk_writer_put_signed(handle, tag.number, values, values.count, &error)
        }
    }

    /// Puts values of FL or FD.
    package mutating func put(_ tag: Tag, reals values: Double...) throws(WritingError) {
        try checked(tag) { error in
            unsafe cdcmtk_writer_put_reals(handle, tag.number, values, values.count, &error)
        }
    }

    /// Puts bytes of OB or OW. Pixel Data is OW where Bits Allocated, which must have been put before, is over 8.
    package mutating func put(_ tag: Tag, bytes: [UInt8]) throws(WritingError) {
        try checked(tag) { error in
            unsafe cdcmtk_writer_put_bytes(handle, tag.number, bytes, bytes.count, &error)
        }
    }

    /// Puts 16-bit samples of OW, low byte first.
    package mutating func put(_ tag: Tag, words: [UInt16]) throws(WritingError) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.count * 2)
        for word in words {
            bytes.append(UInt8(word & 0xFF))
            bytes.append(UInt8(word >> 8))
        }
        try put(tag, bytes: bytes)
    }

    /// Appends an item to a sequence; what `fill` puts goes into it.
    package mutating func putItem(
        of sequence: Tag,
        _ fill: (inout DataSetBuilder) throws(WritingError) -> Void
    ) throws(WritingError) {
        try checked(sequence) { error in
            unsafe cdcmtk_writer_begin_item(handle, sequence.number, &error)
        }
        try fill(&self)
        try checked(sequence) { error in
            unsafe cdcmtk_writer_end_item(handle, &error)
        }
    }

    /// Removes an element; nothing happens where it is absent.
    package mutating func remove(_ tag: Tag) {
        unsafe cdcmtk_writer_remove(handle, tag.number)
    }

    /// Writes the file, and encodes the pixels first where the transfer syntax is a compressed one.
    ///
    /// - Throws: what DCMTK refuses: a path that can't be written, pixels that don't fit their attributes.
    package mutating func write(
        to path: String,
        transferSyntax: TransferSyntax = .explicitVRLittleEndian
    ) throws(WritingError) {
        var error = cdcmtk_error()
        let isWritten = unsafe cdcmtk_writer_save(
            handle,
            path,
            transferSyntax.rawValue,
            Self.implementationClassUID,
            Self.implementationVersionName,
            &error
        )
        guard isWritten else { throw WritingError(explanation: "the file can't be written: \(Self.text(of: error))") }
    }

    /// The file in memory, explicit VR little endian, under the name of the program, not of the simulator.
    ///
    /// - Throws: what DCMTK refuses.
    package consuming func encoded() throws(WritingError) -> Data {
        var error = cdcmtk_error()
        var count = 0
        guard
            let bytes = unsafe cdcmtk_writer_encode(
                handle,
                Self.programClassUID,
                Self.programVersionName,
                &count,
                &error
            )
        else { throw WritingError(explanation: "the file can't be written: \(Self.text(of: error))") }
        defer { unsafe cdcmtk_writer_free_bytes(bytes) }
        return unsafe Data(bytes: bytes, count: count)
    }

    private func checked(_ tag: Tag, _ call: (inout cdcmtk_error) -> Bool) throws(WritingError) {
        var error = cdcmtk_error()
        guard call(&error) else { throw WritingError(explanation: "\(tag): \(Self.text(of: error))") }
    }

    private static func text(of error: cdcmtk_error) -> String {
        unsafe withUnsafeBytes(of: error.text) { buffer in
            unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// The UUID-derived UID (PS3.5 annex B.2) of SonoQuant's writer: `2.25.` and version 5 of `urn:sonoquant:writer` in
    /// RFC 9562's URL namespace. Frozen, or the committed studies change.
    private static let implementationClassUID = "2.25.210161599966894739140785839881120134343"
    private static let implementationVersionName = "SONOQUANT_SIM_1"

    /// The same of SonoQuant itself, of `urn:sonoquant:program`.
    private static let programClassUID = "2.25.229992064839179726754574193560009706370"
    private static let programVersionName = "SONOQUANT_1"
}

/// Why an element or a file can't be written. It carries no attribute value.
package struct WritingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was refused, as a clause.
    package let explanation: String

    package init(explanation: String) {
        self.explanation = explanation
    }

    package var description: String { explanation }
}
