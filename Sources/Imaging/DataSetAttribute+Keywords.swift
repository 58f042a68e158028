/// The attributes that are read, by PS3.6.
extension DataSetAttribute {
    // Identity of the instance
    static let sopClassUID = Self(0x0008_0016, "SOPClassUID")
    static let sopInstanceUID = Self(0x0008_0018, "SOPInstanceUID")
    static let studyInstanceUID = Self(0x0020_000D, "StudyInstanceUID")
    static let seriesInstanceUID = Self(0x0020_000E, "SeriesInstanceUID")
    static let modality = Self(0x0008_0060, "Modality")
    static let seriesNumber = Self(0x0020_0011, "SeriesNumber")
    static let instanceNumber = Self(0x0020_0013, "InstanceNumber")

    // Patient, study and order
    static let patientID = Self(0x0010_0020, "PatientID")
    static let issuerOfPatientID = Self(0x0010_0021, "IssuerOfPatientID")
    static let patientName = Self(0x0010_0010, "PatientName")
    static let patientBirthDate = Self(0x0010_0030, "PatientBirthDate")
    static let patientSex = Self(0x0010_0040, "PatientSex")
    static let studyDate = Self(0x0008_0020, "StudyDate")
    static let studyTime = Self(0x0008_0030, "StudyTime")
    static let studyID = Self(0x0020_0010, "StudyID")
    static let accessionNumber = Self(0x0008_0050, "AccessionNumber")
    static let referringPhysicianName = Self(0x0008_0090, "ReferringPhysicianName")
    static let studyDescription = Self(0x0008_1030, "StudyDescription")
    static let timezoneOffsetFromUTC = Self(0x0008_0201, "TimezoneOffsetFromUTC")
    static let requestAttributesSequence = Self(0x0040_0275, "RequestAttributesSequence")
    static let requestedProcedureID = Self(0x0040_1001, "RequestedProcedureID")

    // Equipment
    static let manufacturer = Self(0x0008_0070, "Manufacturer")
    static let manufacturerModelName = Self(0x0008_1090, "ManufacturerModelName")
    static let softwareVersions = Self(0x0018_1020, "SoftwareVersions")
    static let stationName = Self(0x0008_1010, "StationName")
    static let transducerData = Self(0x0018_5010, "TransducerData")
    static let dynamicRange = Self(0x0018_5030, "DynamicRange")
    static let focusDepth = Self(0x0018_5012, "FocusDepth")
    static let depthOfScanField = Self(0x0018_5050, "DepthOfScanField")

    // Image
    static let imageType = Self(0x0008_0008, "ImageType")
    static let burnedInAnnotation = Self(0x0028_0301, "BurnedInAnnotation")
    static let anatomicRegionSequence = Self(0x0008_2218, "AnatomicRegionSequence")
    static let codeValue = Self(0x0008_0100, "CodeValue")
    static let longCodeValue = Self(0x0008_0119, "LongCodeValue")
    static let codingSchemeDesignator = Self(0x0008_0102, "CodingSchemeDesignator")
    static let codeMeaning = Self(0x0008_0104, "CodeMeaning")
    static let sequenceOfUltrasoundRegions = Self(0x0018_6011, "SequenceOfUltrasoundRegions")

    // Pixels
    static let rows = Self(0x0028_0010, "Rows")
    static let columns = Self(0x0028_0011, "Columns")
    static let numberOfFrames = Self(0x0028_0008, "NumberOfFrames")
    static let samplesPerPixel = Self(0x0028_0002, "SamplesPerPixel")
    static let photometricInterpretation = Self(0x0028_0004, "PhotometricInterpretation")
    static let planarConfiguration = Self(0x0028_0006, "PlanarConfiguration")
    static let bitsAllocated = Self(0x0028_0100, "BitsAllocated")
    static let bitsStored = Self(0x0028_0101, "BitsStored")
    static let highBit = Self(0x0028_0102, "HighBit")
    static let pixelRepresentation = Self(0x0028_0103, "PixelRepresentation")
    static let lossyImageCompression = Self(0x0028_2110, "LossyImageCompression")
    static let lossyImageCompressionRatio = Self(0x0028_2112, "LossyImageCompressionRatio")
    static let pixelSpacing = Self(0x0028_0030, "PixelSpacing")
    static let pixelData = Self(0x7FE0_0010, "PixelData")

    // Timing
    static let frameIncrementPointer = Self(0x0028_0009, "FrameIncrementPointer")
    static let frameTime = Self(0x0018_1063, "FrameTime")
    static let frameTimeVector = Self(0x0018_1065, "FrameTimeVector")
    static let cineRate = Self(0x0018_0040, "CineRate")
    static let recommendedDisplayFrameRate = Self(0x0008_2144, "RecommendedDisplayFrameRate")
    static let heartRate = Self(0x0018_1088, "HeartRate")
}
