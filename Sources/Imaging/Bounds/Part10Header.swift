/// What stands before the data set: preamble, prefix and meta information (PS3.10 section 7.1), each of which may be absent.
struct Part10Header {
    /// (0002,0010); nil where it is absent.
    var declaredTransferSyntaxUID: String?
    /// (0002,0002), Media Storage SOP Class UID.
    var sopClassUID: String?
    /// (0002,0003), Media Storage SOP Instance UID.
    var sopInstanceUID: String?
    /// The declared transfer syntax, unless the declaration is missing or plainly false.
    var transferSyntax = TransferSyntax(uid: "1.2.840.10008.1.2")
    /// How the elements are really written.
    var encoding = DataSetEncoding.implicitLittleEndian
    /// Where the data set begins.
    var dataSetOffset: UInt64 = 0

    /// Elements of meta information. The standard has 17.
    private static let elementLimit = 64
    /// Bytes of one of its values.
    private static let valueLimit: UInt64 = 64 << 10

    /// Reads it and leaves `source` where the data set begins.
    init(_ source: inout ByteSource) throws(ImagingError) {
        var hasPrefix = false
        if try source.has(132),
            (source.byte(128), source.byte(129), source.byte(130), source.byte(131)) == (0x44, 0x49, 0x43, 0x4D)
        {
            hasPrefix = true
            _ = try source.skip(132)
        }
        guard try source.has(8) else {
            throw hasPrefix
                ? ImagingError(.truncated, "the file ends behind its DICM prefix")
                : ImagingError(.notDICOM, "no DICM prefix and too short for a data set")
        }
        try readMetaInformation(&source)
        dataSetOffset = source.position
        guard try source.has(8) else {
            throw ImagingError(.truncated, "the file ends behind its meta information")
        }
        let found = source.guessEncoding()
        guard hasPrefix || declaredTransferSyntaxUID != nil || found != nil else {
            throw ImagingError(.notDICOM, "no DICM prefix and no readable data set")
        }
        transferSyntax = TransferSyntax(
            uid: declaredTransferSyntaxUID ?? (found ?? .implicitLittleEndian).plainTransferSyntaxUID
        )
        encoding = transferSyntax.encoding
        // Some writers declare implicit VR and write explicit, or the other way round; the first element tells.
        if let found, !encoding.isDeflated, !encoding.isBigEndian, !found.isBigEndian, found != encoding {
            encoding = found
            if transferSyntax.isNative { transferSyntax = TransferSyntax(uid: found.plainTransferSyntaxUID) }
        }
    }

    /// Elements of group 2 as long as they come: the group length is often wrong.
    private mutating func readMetaInformation(_ source: inout ByteSource) throws(ImagingError) {
        for count in 0... {
            guard try source.has(8) else {
                if count == 0 { return }
                throw ImagingError(.truncated, "the file ends in or behind its meta information")
            }
            guard source.tag(isBigEndian: false).group == 0x0002 else { return }
            guard count < Self.elementLimit else {
                throw ImagingError(.tooManyElements, "more than \(Self.elementLimit) elements of meta information")
            }
            let isExplicit = ValueRepresentation(source.byte(4), source.byte(5)).isStandard
            guard let header = try source.header(isExplicit ? .explicitLittleEndian : .implicitLittleEndian) else {
                throw ImagingError(.truncated, "the file ends in its meta information")
            }
            guard let length = header.length, length <= Self.valueLimit else {
                throw ImagingError(.malformed, "\(tagText(header.group, header.element)) is too long")
            }
            guard let size = source.size, length <= size - min(source.position, size) else {
                throw ImagingError(.truncated, "the file ends in \(tagText(header.group, header.element))")
            }
            switch header.element {
            case 0x0002: sopClassUID = try source.identifier(length)
            case 0x0003: sopInstanceUID = try source.identifier(length)
            case 0x0010: declaredTransferSyntaxUID = try source.identifier(length)
            default: break
            }
            _ = try source.skip(length)
        }
    }
}

extension ByteSource {
    /// The text at the position without its padding; nil where it is empty or longer than a UID is.
    fileprivate mutating func identifier(_ length: UInt64) throws(ImagingError) -> String? {
        guard length <= 66, try has(Int(length)) else { return nil }
        let bytes = (0..<Int(length)).map { byte($0) }
        let end = bytes.lastIndex { $0 != 0 && $0 != 32 } ?? -1
        return end < 0 ? nil : String(decoding: bytes[...end], as: UTF8.self)
    }

    /// How the element at the position seems to be written; nil where it looks like no first element of a data set. The rules are like
    /// those of DCMTK's automatic detection: groups below 0x0100 come first, a known value representation means explicit.
    fileprivate func guessEncoding() -> DataSetEncoding? {
        let isExplicit = ValueRepresentation(byte(4), byte(5)).isStandard
        let little = tag(isBigEndian: false)
        let big = tag(isBigEndian: true)
        if (0x0004...0x00FF).contains(little.group) {
            if isExplicit { return .explicitLittleEndian }
            let length = UInt32(byte(4)) | UInt32(byte(5)) << 8 | UInt32(byte(6)) << 16 | UInt32(byte(7)) << 24
            // Nothing long stands first in a data set: a text file would.
            return length == .max || length <= 1 << 16 ? .implicitLittleEndian : nil
        }
        return (0x0004...0x00FF).contains(big.group) && isExplicit ? .explicitBigEndian : nil
    }
}
