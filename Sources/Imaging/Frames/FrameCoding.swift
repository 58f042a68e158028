/// How frames are coded, and so who decodes them.
enum FrameCoding: Hashable {
    /// Not compressed, in any byte order, deflated or not.
    case native
    /// Run lengths (PS3.5 annex G), by DCMTK.
    case runLength
    /// Lossy JPEG, processes 1, 2 and 4: eight bits by libjpeg-turbo, twelve by DCMTK.
    case jpeg
    /// JPEG process 14, by DCMTK.
    case jpegLossless
    /// JPEG-LS, by DCMTK.
    case jpegLS
    /// JPEG 2000, by OpenJPEG.
    case jpeg2000

    /// - Throws: `unsupportedTransferSyntax` for what has no decoder here.
    init(transferSyntaxUID: String) throws(ImagingError) {
        switch transferSyntaxUID {
        case "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99": self = .native
        case "1.2.840.10008.1.2.5": self = .runLength
        case "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51": self = .jpeg
        case "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70": self = .jpegLossless
        case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81": self = .jpegLS
        case "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91": self = .jpeg2000
        default:
            throw ImagingError(
                .unsupportedTransferSyntax,
                "\(Self.family(of: transferSyntaxUID)) has no decoder here: the instance is kept, not measured"
            )
        }
    }

    /// Names the kind of syntax; a UID itself is not repeated, since a private one is outside text.
    private static func family(of uid: String) -> String {
        let prefix = "1.2.840.10008.1.2.4."
        guard uid.hasPrefix(prefix), let number = Int(uid.dropFirst(prefix.count).prefix { $0 != "." }) else {
            return "a private or unknown transfer syntax"
        }
        return switch number {
        case 100...108: "MPEG video"
        case 110...112: "JPEG XL"
        case 201...203: "High-Throughput JPEG 2000"
        default: "transfer syntax \(prefix)\(number)"
        }
    }
}
