private import CDCMTK

/// An open DICOM file. Its header is in memory; long values stay on disk until they are asked for. It closes itself, and one
/// thread uses it at a time.
@safe package struct DataSet: ~Copyable {
    let handle: OpaquePointer
    let limits: DataSetLimits
    /// The declared transfer syntax, unless the declaration is missing or plainly false.
    package let transferSyntaxUID: String
    /// Bytes before the data set in the file.
    let dataSetOffset: UInt64
    /// (0002,0002) as it stands in the meta information, if any.
    let mediaStorageSOPClassUID: String?
    /// (0002,0003) as it stands in the meta information, if any.
    let mediaStorageSOPInstanceUID: String?
    /// Where its pixel data stand; nil where there are none.
    package let pixelData: PixelDataExtent?

    /// Opens a Part 10 file, with or without preamble and meta header.
    ///
    /// - Parameters:
    ///   - path: a file whose bytes may be hostile. They are checked against the limits before DCMTK sees them, and must not change
    ///     while the data set is open.
    ///   - limits: what is taken on trust.
    /// - Throws: why it can't be read.
    package init(path: String, limits: DataSetLimits = .standard) throws(ImagingError) {
        guard cdcmtk_start() else {
            throw ImagingError(.unreadable, "DCMTK's data dictionary is not installed (package libdcmtk17)")
        }
        var source = try ByteSource(path: path, limits: limits)
        let header = try Part10Header(&source)
        var scanner = try DataSetScanner(source, encoding: header.encoding, limits: limits)
        try scanner.scan()

        var error = cdcmtk_error()
        // What is written otherwise than its transfer syntax says, DCMTK reads as it is written.
        let isAsDeclared =
            header.encoding == header.transferSyntax.encoding
            && (header.transferSyntax.isNative || scanner.pixelData?.isEncapsulated != false)
        let syntax =
            isAsDeclared ? header.transferSyntax.uidForReading : header.encoding.plainTransferSyntaxUID
        guard let handle = unsafe cdcmtk_dataset_open(path, header.dataSetOffset, syntax, &error) else {
            let reason = unsafe withUnsafeBytes(of: error.text) { text in
                unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            }
            throw ImagingError(.malformed, "the data set is unreadable: \(reason)")
        }
        unsafe self.handle = handle
        self.limits = limits
        transferSyntaxUID = header.transferSyntax.uid
        dataSetOffset = header.dataSetOffset
        mediaStorageSOPClassUID = header.sopClassUID
        mediaStorageSOPInstanceUID = header.sopInstanceUID
        pixelData = scanner.pixelData
    }

    deinit { unsafe cdcmtk_dataset_free(handle) }
}
