/// What is known of a transfer syntax (PS3.5 annex A, PS3.6 annex A).
struct TransferSyntax: Hashable, Sendable {
    let uid: String

    /// How its elements are written. Every syntax that is not named here is explicit little endian, as PS3.5 annex A.4 asks of all
    /// that encapsulate.
    var encoding: DataSetEncoding {
        switch uid {
        case "1.2.840.10008.1.2": .implicitLittleEndian
        case "1.2.840.10008.1.2.2": .explicitBigEndian
        case "1.2.840.10008.1.2.1.99": .deflated
        default: .explicitLittleEndian
        }
    }

    /// Frames stand in the pixel data as they are.
    var isNative: Bool {
        ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"].contains(uid)
    }

    /// Frames that are decoded here: native, JPEG baseline, extended and lossless, JPEG-LS, JPEG 2000, RLE.
    var isDecodable: Bool { isNative || Self.decodedEncapsulated.contains(uid) }

    /// Whether nothing but lossy frames can be in it.
    var isAlwaysLossy: Bool {
        ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81"].contains(uid)
    }

    /// What DCMTK is told to read. It gets no syntax that it might read otherwise than the bounds check did.
    var uidForReading: String { isDecodable ? uid : encoding.plainTransferSyntaxUID }

    private static let decodedEncapsulated: Set<String> = [
        "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70",
        "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91",
        "1.2.840.10008.1.2.5",
    ]
}
