/// The concepts of TID 1500 and the templates below it (PS3.16), by the section that uses them.
extension CodedConcept {
    // TID 1500
    /// Names the root container.
    package static let imagingMeasurementReport = dcm("126000", "Imaging Measurement Report")
    /// Modifies the root (TID 1204); its value is a CODE of RFC 5646.
    package static let language = dcm("121049", "Language of Content Item and Descendants")
    /// The value of `language` that reports bear.
    package static let americanEnglish = CodedConcept("en-US", "RFC5646", "English (United States)")
    /// Modifies the root; its value is a CODE of CID 100.
    package static let procedureReported = dcm("121058", "Procedure reported")
    /// The value of `procedureReported`: ours, for CID 100 has only diagnostic ultrasonography, which is another service and
    /// which CPT 0689T excludes.
    package static let quantitativeUltrasound = CodedConcept(
        "QuantitativeUS",
        "99SONOQ",
        "Quantitative ultrasound tissue characterization"
    )
    /// Names the container of the measurement groups.
    package static let imagingMeasurements = dcm("126010", "Imaging Measurements")
    /// Names the container of what is said in words; UMLS, the only concept here that is.
    package static let qualitativeEvaluations = CodedConcept("C0034375", "UMLS", "Qualitative Evaluations")
    /// A TEXT of this program's words: a limit, a condition, why a value is missing.
    package static let comment = dcm("121106", "Comment")
    /// Names the container of a physician's reading.
    package static let impressions = dcm("121072", "Impressions")
    /// A TEXT: one line of a physician's reading.
    package static let impression = dcm("121073", "Impression")

    // TID 1002 to 1004
    /// TID 1002: its value is `person` or `device`.
    package static let observerType = dcm("121005", "Observer Type")
    /// A value of `observerType`.
    package static let person = dcm("121006", "Person")
    /// A value of `observerType`.
    package static let device = dcm("121007", "Device")
    /// TID 1003: a PNAME.
    package static let personObserverName = dcm("121008", "Person Observer Name")
    /// TID 1003: a TEXT, the physician's organisation.
    package static let personObserverOrganization = dcm("121009", "Person Observer's Organization Name")
    /// TID 1004: a UIDREF, of the installation.
    package static let deviceObserverUID = dcm("121012", "Device Observer UID")
    /// TID 1004: a TEXT, the site's name for the installation.
    package static let deviceObserverName = dcm("121013", "Device Observer Name")
    /// TID 1004: a TEXT.
    package static let deviceObserverManufacturer = dcm("121014", "Device Observer Manufacturer")
    /// TID 1004: a TEXT, the program's name.
    package static let deviceObserverModel = dcm("121015", "Device Observer Model Name")
    /// TID 1004: a TEXT, of the installation.
    package static let deviceObserverSerialNumber = dcm("121016", "Device Observer Serial Number")

    // TID 1600 to 1602
    /// Names the container of TID 1600.
    package static let imageLibrary = dcm("111028", "Image Library")
    /// Names a container of images that share what is said of them (TID 1600).
    package static let imageLibraryGroup = dcm("126200", "Image Library Group")
    /// TID 1602: a CODE, acquisition context of an image.
    package static let modality = dcm("121139", "Modality")
    /// The value of `modality`.
    package static let ultrasound = dcm("US", "Ultrasound")
    /// TID 1602: a NUM in `pixels`, (0028,0010) of the image.
    package static let pixelDataRows = dcm("110910", "Pixel Data Rows")
    /// TID 1602: a NUM in `pixels`, (0028,0011) of the image.
    package static let pixelDataColumns = dcm("110911", "Pixel Data Columns")

    // TID 1410, 1419 and 300
    /// Names the container of one ROI's measurements on one instance (TID 1410).
    package static let measurementGroup = dcm("125007", "Measurement Group")
    /// TID 1410: a TEXT, the ROI's name for a person.
    package static let trackingIdentifier = dcm("112039", "Tracking Identifier")
    /// TID 1410: a UIDREF that is the same for the same ROI in every report.
    package static let trackingUniqueIdentifier = dcm("112040", "Tracking Unique Identifier")
    /// TID 1410: a CODE, what the ROI is of.
    package static let finding = dcm("121071", "Finding")
    /// The value of `finding`.
    package static let tissue = sct("85756007", "Tissue")
    /// TID 1410: a CODE that modifies the group, the anatomy.
    package static let findingSite = sct("363698007", "Finding Site")
    /// The value of `findingSite` where no current SNOMED CT code of the anatomy is known.
    package static let bodyPart = sct("38866009", "Body part")
    /// TID 1410: names the SCOORD that outlines the ROI.
    package static let imageRegion = dcm("111030", "Image Region")
    /// Names the COMPOSITE that a group without a place in an image was read from (CID 7551).
    package static let sourceOfMeasurement = dcm("121112", "Source of Measurement")
    /// TID 1419 and 300: a CODE, the statistic that the number is.
    package static let derivation = dcm("121401", "Derivation")
    /// How a measurement was made.
    package static let measurementMethod = sct("370129005", "Measurement Method")

    // TID 4019
    /// TID 4019: a TEXT.
    package static let algorithmName = dcm("111001", "Algorithm Name")
    /// TID 4019: a TEXT.
    package static let algorithmVersion = dcm("111003", "Algorithm Version")
    /// TID 4019: a TEXT, once for each parameter.
    package static let algorithmParameters = dcm("111002", "Algorithm Parameters")

    // UCUM
    /// The unit of pixel counts; an annotation in braces, so dimensionless.
    package static let pixels = CodedConcept("{pixels}", "UCUM", "Pixels")

    private static func dcm(_ value: String, _ meaning: String) -> CodedConcept {
        CodedConcept(value, "DCM", meaning)
    }

    private static func sct(_ value: String, _ meaning: String) -> CodedConcept {
        CodedConcept(value, "SCT", meaning)
    }
}
