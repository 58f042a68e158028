extension DataSetBuilder {
    /// The encodings that can be written (PS3.5 section 10, annex A).
    package enum TransferSyntax: String, CaseIterable, Sendable {
        case implicitVRLittleEndian = "1.2.840.10008.1.2"
        case explicitVRLittleEndian = "1.2.840.10008.1.2.1"
        case deflatedExplicitVRLittleEndian = "1.2.840.10008.1.2.1.99"
        case explicitVRBigEndian = "1.2.840.10008.1.2.2"
        case rleLossless = "1.2.840.10008.1.2.5"
        /// Quality 90 of 100, 4:2:2.
        case jpegBaseline = "1.2.840.10008.1.2.4.50"
        /// First-order prediction, selection value 1.
        case jpegLossless = "1.2.840.10008.1.2.4.70"
        case jpegLSLossless = "1.2.840.10008.1.2.4.80"
    }
}
