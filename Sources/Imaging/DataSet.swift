private import CDCMTK

/// An open DICOM file. Its header is in memory; long values stay on disk until they are asked for. It closes itself, and one
/// thread uses it at a time.
@safe package struct DataSet: ~Copyable {
    let handle: OpaquePointer

    /// Opens a Part 10 file, with or without preamble and meta header.
    ///
    /// - Parameter path: a file whose bytes may be hostile.
    /// - Throws: why it can't be read.
    package init(path: String) throws(ImagingError) {
        guard cdcmtk_start() else {
            throw ImagingError(.unreadable, "DCMTK's data dictionary is not installed (package libdcmtk17)")
        }
        var error = cdcmtk_error()
        guard let handle = unsafe cdcmtk_dataset_open(path, &error) else {
            throw ImagingError(.malformed, "the data set is unreadable")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe cdcmtk_dataset_free(handle) }
}
