internal import Identifiers

/// What stands before the data set in a file of ours (PS3.10 section 7.1): preamble, prefix and file meta information. The same
/// for a data set whoever sent it: no (0002,0016) Source Application Entity Title.
package enum FileHead {
    /// Names this program in the file meta and in association negotiation (PS3.7 annex D.3.3.2). Ours never changes: a file's
    /// bytes must not depend on the release that received it.
    package static let implementationClassUID = "2.25.210161599966894739140785839881120134343"
    package static let implementationVersionName = "SONOQUANT"

    /// The bytes before the data set.
    ///
    /// - Parameters:
    ///   - sopClassUID: (0002,0002).
    ///   - sopInstanceUID: (0002,0003).
    ///   - transferSyntaxUID: (0002,0010).
    /// - Returns: explicit VR little endian.
    package static func bytes(sopClassUID: String, sopInstanceUID: String, transferSyntaxUID: String) -> [UInt8] {
        var rest: [UInt8] = []
        // OB has a 32-bit length behind two reserved bytes (PS3.5 section 7.1.2).
        rest += [0x02, 0x00, 0x01, 0x00] + Array("OB".utf8) + [0, 0, 2, 0, 0, 0, 0x00, 0x01]
        append(0x02, "UI", sopClassUID, padding: 0, to: &rest)
        append(0x03, "UI", sopInstanceUID, padding: 0, to: &rest)
        append(0x10, "UI", transferSyntaxUID, padding: 0, to: &rest)
        append(0x12, "UI", implementationClassUID, padding: 0, to: &rest)
        append(0x13, "SH", implementationVersionName, padding: 32, to: &rest)
        let length = [0, 8, 16, 24].map { UInt8((rest.count >> $0) & 0xFF) }
        return Array(repeating: 0, count: 128) + Array("DICM".utf8)
            + [0x02, 0x00, 0x00, 0x00] + Array("UL".utf8) + [4, 0] + length + rest
    }

    private static func append(
        _ element: UInt8,
        _ representation: String,
        _ text: String,
        padding: UInt8,
        to bytes: inout [UInt8]
    ) {
        var value = Array(text.utf8)
        if value.count % 2 == 1 { value.append(padding) }
        bytes += [0x02, 0x00, element, 0x00] + Array(representation.utf8)
        bytes += [UInt8(value.count & 0xFF), UInt8(value.count >> 8)] + value
    }
}
