/// Why a DICOM file, a data set or a frame can't be used. It carries no attribute value, so it is safe in logs (law 7).
package struct ImagingError: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// The kind of fault. Raw values are stable: they stand in reason.json and result.json.
    package enum Code: String, Codable, CaseIterable, Sendable {
        /// No DICM prefix and no readable data set.
        case notDICOM
        /// Ends before its lengths say.
        case truncated
        /// Sequences nested deeper than the limit.
        case tooDeep
        /// More elements than the limit.
        case tooManyElements
        /// A value, frame or file larger than the limit.
        case tooLarge
        /// A deflated data set that grows past the limit.
        case inflatesTooFar
        /// The byte structure contradicts itself.
        case malformed
        /// An attribute that is needed is missing or empty.
        case missingAttribute
        /// An attribute that is needed has an illegal value.
        case illegalAttribute
        /// The transfer syntax has no decoder here (video, JPEG XL, private).
        case unsupportedTransferSyntax
        /// Pixels of a kind that is not read here.
        case unsupportedPixels
        /// The pixel data doesn't fit what the attributes say.
        case pixelDataMismatch
        /// The decoder refused the compressed stream.
        case decodeFailed
        /// The file can't be opened or read.
        case unreadable
    }

    /// The kind of fault.
    package let code: Code
    /// What was found, as a clause: "Rows is 0".
    package let explanation: String

    package init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    package var description: String { explanation }
}
