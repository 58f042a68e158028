/// The concepts of TID 1500 and the templates below it (PS3.16), by the section that uses them.
extension CodedConcept {
    // TID 1500
    package static let imagingMeasurementReport = dcm("126000", "Imaging Measurement Report")
    package static let language = dcm("121049", "Language of Content Item and Descendants")
    package static let americanEnglish = CodedConcept("en-US", "RFC5646", "English (United States)")
    package static let procedureReported = dcm("121058", "Procedure reported")
    package static let diagnosticUltrasonography = sct("16310003", "Diagnostic ultrasonography")
    package static let imagingMeasurements = dcm("126010", "Imaging Measurements")
    package static let qualitativeEvaluations = CodedConcept("C0034375", "UMLS", "Qualitative Evaluations")
    package static let comment = dcm("121106", "Comment")
    package static let impressions = dcm("121072", "Impressions")
    package static let impression = dcm("121073", "Impression")

    // TID 1002 to 1004
    package static let observerType = dcm("121005", "Observer Type")
    package static let person = dcm("121006", "Person")
    package static let device = dcm("121007", "Device")
    package static let personObserverName = dcm("121008", "Person Observer Name")
    package static let personObserverOrganization = dcm("121009", "Person Observer's Organization Name")
    package static let deviceObserverUID = dcm("121012", "Device Observer UID")
    package static let deviceObserverName = dcm("121013", "Device Observer Name")
    package static let deviceObserverManufacturer = dcm("121014", "Device Observer Manufacturer")
    package static let deviceObserverModel = dcm("121015", "Device Observer Model Name")
    package static let deviceObserverSerialNumber = dcm("121016", "Device Observer Serial Number")

    // TID 1600 to 1602
    package static let imageLibrary = dcm("111028", "Image Library")
    package static let imageLibraryGroup = dcm("126200", "Image Library Group")
    package static let modality = dcm("121139", "Modality")
    package static let ultrasound = dcm("US", "Ultrasound")
    package static let pixelDataRows = dcm("110910", "Pixel Data Rows")
    package static let pixelDataColumns = dcm("110911", "Pixel Data Columns")

    // TID 1410, 1419 and 300
    package static let measurementGroup = dcm("125007", "Measurement Group")
    package static let trackingIdentifier = dcm("112039", "Tracking Identifier")
    package static let trackingUniqueIdentifier = dcm("112040", "Tracking Unique Identifier")
    package static let finding = dcm("121071", "Finding")
    package static let tissue = sct("85756007", "Tissue")
    package static let findingSite = sct("363698007", "Finding Site")
    package static let bodyPart = sct("38866009", "Body part")
    package static let imageRegion = dcm("111030", "Image Region")
    package static let derivation = dcm("121401", "Derivation")

    // TID 4019
    package static let algorithmName = dcm("111001", "Algorithm Name")
    package static let algorithmVersion = dcm("111003", "Algorithm Version")
    package static let algorithmParameters = dcm("111002", "Algorithm Parameters")

    // UCUM
    package static let pixels = CodedConcept("{pixels}", "UCUM", "Pixels")

    private static func dcm(_ value: String, _ meaning: String) -> CodedConcept {
        CodedConcept(value, "DCM", meaning)
    }

    private static func sct(_ value: String, _ meaning: String) -> CodedConcept {
        CodedConcept(value, "SCT", meaning)
    }
}
