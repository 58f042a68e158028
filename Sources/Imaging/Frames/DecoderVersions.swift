private import CDCMTK
private import COpenJPEG
private import CTurboJPEG

/// The libraries that decode frames: another version may give another pixel, so they are part of what names a result (law 2).
package enum DecoderVersions {
    /// Whether DCMTK has its data dictionary; without it no data set can be read.
    package static let hasDictionary = cdcmtk_start()

    /// Library name to version, as each library states it.
    package static let all: [String: String] = unsafe [
        "dcmtk": String(cString: cdcmtk_version()),
        "libjpeg-turbo": String(cString: cturbojpeg_version()),
        "openjpeg": String(cString: copenjpeg_version()),
    ]
}
