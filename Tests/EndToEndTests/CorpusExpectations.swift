/// How each file of the shared test data's `malformed` and `other` should end, by what its MANIFEST note says of it.
enum CorpusExpectations {
    /// Legal, or odd only where nothing that identifies or shows the image is touched: read as they are.
    private static let read: Set<String> = [
        // Awkward names of file or patient, no extension, no preamble, a preamble that is another program's header
        "malformed/name with spaces é and 'quotes'.dcm", "malformed/name-controls.dcm", "malformed/name-hl7.dcm",
        "malformed/name-html.dcm", "malformed/name-nul.dcm", "malformed/no-extension", "malformed/no-preamble-explicit.dcm",
        "malformed/no-preamble-no-meta-implicit.dcm", "malformed/preamble-mz-polyglot.dcm",
        // Attributes that no measurement rests on are absent or illegal; SOP class and instance stand in the file meta
        "malformed/charset-bogus.dcm", "malformed/date-impossible.dcm", "malformed/ds-overflow.dcm", "malformed/is-text.dcm",
        "malformed/length-odd-string.dcm", "malformed/meta-group-length-wrong.dcm", "malformed/missing-Modality.dcm",
        "malformed/missing-PatientID.dcm", "malformed/missing-SOPClassUID.dcm", "malformed/missing-SOPInstanceUID.dcm",
        "malformed/ts-implicit-but-explicit.dcm", "malformed/uid-path-accession.dcm",
        // Two contents under one UID: both kept, the study held
        "malformed/duplicate-sop-a.dcm", "malformed/duplicate-sop-b.dcm",
        // Regions that calibrate nothing: the picture is whole
        "malformed/region-empty-item.dcm", "malformed/region-empty-sequence.dcm", "malformed/region-huge-min.dcm",
        "malformed/region-inf-delta.dcm", "malformed/region-max-outside.dcm", "malformed/region-min-over-max.dcm",
        "malformed/region-nan-delta.dcm", "malformed/region-negative-delta.dcm", "malformed/region-tiny-delta.dcm",
        "malformed/region-unknown-units.dcm", "malformed/region-zero-delta.dcm",
        // Objects that belong with a study and hold nothing to measure
        "other/charset-japanese.dcm", "other/charset-korean.dcm", "other/charset-russian.dcm", "other/encapsulated-pdf.dcm",
        "other/nm-jpeg-extended.dcm", "other/sc-rgb-jpeg.dcm", "other/seg-liver.dcm", "other/sr-basic.dcm",
        "other/sr-comprehensive.dcm",
    ]

    /// Of other modalities, or a directory: nothing of ours.
    private static let skipped: Set<String> = [
        "other/DICOMDIR", "other/bad-vr.dcm", "other/ct-small.dcm", "other/mr-jpegls.dcm", "other/mr-small-implicit.dcm",
        "other/rtdose-1frame.dcm", "other/rtplan.dcm", "other/rtstruct.dcm", "other/un-sequence.dcm",
        "other/waveform-ecg.dcm",
    ]

    /// The outcomes that are right for a file. What is in no list is broken, and quarantined.
    static func outcomes(of path: String) -> Set<String> {
        if path.hasPrefix("us/") { return ["archived", "duplicate"] }
        // Where the random change fell decides whether the copy can still be read.
        if path.hasPrefix("malformed/fuzz-") { return ["archived", "duplicate", "kept", "quarantined", "skipped"] }
        // A whole instance in an encoding that another program may know.
        if path == "malformed/ts-private-unknown.dcm" { return ["kept"] }
        if read.contains(path) { return ["archived"] }
        return skipped.contains(path) ? ["skipped"] : ["quarantined"]
    }

    /// Real and synthetic ultrasound that no other file of the corpus disputes: measured and reported.
    static let reported = [
        "us/acme-echo-palette-rle-10frame.dcm", "us/acme-tee-planar0.dcm", "us/acuson-sequoia-ybrfull-rle.dcm",
        "us/atl-hdi5000-jpeg.dcm", "us/esaote-6100-ybr422-native.dcm", "us/hp-cine-jpeg.dcm",
        "us/philips-clearvue650-implicit-palette.dcm", "us/philips-epiq7c-mono-jpegll.dcm",
        "us/sonoque-phantom-anechoic.dcm", "us/sonosite-turbo-cine-jpeg.dcm", "us/synthetic-attenuation16.dcm",
        "us/synthetic-cine8-6frame.dcm", "us/synthetic-constant8.dcm", "us/synthetic-logcompressed8.dcm",
        "us/synthetic-nakagami-envelope16.dcm", "us/synthetic-rayleigh-envelope16.dcm", "us/synthetic-two-regions.dcm",
    ]
}
