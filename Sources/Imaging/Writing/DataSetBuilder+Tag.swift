extension DataSetBuilder {
    /// An attribute's tag. Those of ultrasound images have names, by their keywords (PS3.6); any other is made of its number.
    package struct Tag: Hashable, Sendable, CustomStringConvertible {
        /// Group in the upper, element in the lower 16 bits.
        package let number: UInt32

        package init(_ number: UInt32) {
            self.number = number
        }

        package var description: String {
            let digits = String(number, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: 8 - digits.count) + digits
            return "(\(padded.prefix(4)),\(padded.suffix(4)))"
        }
    }
}

extension DataSetBuilder.Tag {
    /// (0008,0005) Specific Character Set, CS.
    package static let specificCharacterSet = Self(0x0008_0005)
    /// (0008,0008) Image Type, CS.
    package static let imageType = Self(0x0008_0008)
    /// (0008,0016) SOP Class UID, UI.
    package static let sopClassUID = Self(0x0008_0016)
    /// (0008,0018) SOP Instance UID, UI.
    package static let sopInstanceUID = Self(0x0008_0018)
    /// (0008,0020) Study Date, DA.
    package static let studyDate = Self(0x0008_0020)
    /// (0008,0021) Series Date, DA.
    package static let seriesDate = Self(0x0008_0021)
    /// (0008,0023) Content Date, DA.
    package static let contentDate = Self(0x0008_0023)
    /// (0008,0030) Study Time, TM.
    package static let studyTime = Self(0x0008_0030)
    /// (0008,0031) Series Time, TM.
    package static let seriesTime = Self(0x0008_0031)
    /// (0008,0033) Content Time, TM.
    package static let contentTime = Self(0x0008_0033)
    /// (0008,0050) Accession Number, SH.
    package static let accessionNumber = Self(0x0008_0050)
    /// (0008,0060) Modality, CS.
    package static let modality = Self(0x0008_0060)
    /// (0008,0070) Manufacturer, LO.
    package static let manufacturer = Self(0x0008_0070)
    /// (0008,0090) Referring Physician's Name, PN.
    package static let referringPhysicianName = Self(0x0008_0090)
    /// (0008,0100) Code Value, SH.
    package static let codeValue = Self(0x0008_0100)
    /// (0008,0102) Coding Scheme Designator, SH.
    package static let codingSchemeDesignator = Self(0x0008_0102)
    /// (0008,0104) Code Meaning, LO.
    package static let codeMeaning = Self(0x0008_0104)
    /// (0008,1010) Station Name, SH.
    package static let stationName = Self(0x0008_1010)
    /// (0008,1030) Study Description, LO.
    package static let studyDescription = Self(0x0008_1030)
    /// (0008,1090) Manufacturer's Model Name, LO.
    package static let manufacturerModelName = Self(0x0008_1090)
    /// (0008,2218) Anatomic Region Sequence, SQ.
    package static let anatomicRegionSequence = Self(0x0008_2218)
    /// (0010,0010) Patient's Name, PN.
    package static let patientName = Self(0x0010_0010)
    /// (0010,0020) Patient ID, LO.
    package static let patientID = Self(0x0010_0020)
    /// (0010,0021) Issuer of Patient ID, LO.
    package static let issuerOfPatientID = Self(0x0010_0021)
    /// (0010,0030) Patient's Birth Date, DA.
    package static let patientBirthDate = Self(0x0010_0030)
    /// (0010,0040) Patient's Sex, CS.
    package static let patientSex = Self(0x0010_0040)
    /// (0018,1000) Device Serial Number, LO.
    package static let deviceSerialNumber = Self(0x0018_1000)
    /// (0018,1020) Software Versions, LO.
    package static let softwareVersions = Self(0x0018_1020)
    /// (0018,1063) Frame Time, DS: ms.
    package static let frameTime = Self(0x0018_1063)
    /// (0018,6011) Sequence of Ultrasound Regions, SQ.
    package static let sequenceOfUltrasoundRegions = Self(0x0018_6011)
    /// (0018,6012) Region Spatial Format, US.
    package static let regionSpatialFormat = Self(0x0018_6012)
    /// (0018,6014) Region Data Type, US.
    package static let regionDataType = Self(0x0018_6014)
    /// (0018,6016) Region Flags, UL.
    package static let regionFlags = Self(0x0018_6016)
    /// (0018,6018) Region Location Min X0, UL: pixels from 0.
    package static let regionLocationMinX0 = Self(0x0018_6018)
    /// (0018,601A) Region Location Min Y0, UL: pixels from 0.
    package static let regionLocationMinY0 = Self(0x0018_601A)
    /// (0018,601C) Region Location Max X1, UL: pixels from 0, inclusive.
    package static let regionLocationMaxX1 = Self(0x0018_601C)
    /// (0018,601E) Region Location Max Y1, UL: pixels from 0, inclusive.
    package static let regionLocationMaxY1 = Self(0x0018_601E)
    /// (0018,6020) Reference Pixel X0, SL: pixels from the region's left edge.
    package static let referencePixelX0 = Self(0x0018_6020)
    /// (0018,6022) Reference Pixel Y0, SL: pixels from the region's top edge.
    package static let referencePixelY0 = Self(0x0018_6022)
    /// (0018,6024) Physical Units X Direction, US.
    package static let physicalUnitsXDirection = Self(0x0018_6024)
    /// (0018,6026) Physical Units Y Direction, US.
    package static let physicalUnitsYDirection = Self(0x0018_6026)
    /// (0018,6028) Reference Pixel Physical Value X, FD: units of (0018,6024).
    package static let referencePixelPhysicalValueX = Self(0x0018_6028)
    /// (0018,602A) Reference Pixel Physical Value Y, FD: units of (0018,6026).
    package static let referencePixelPhysicalValueY = Self(0x0018_602A)
    /// (0018,602C) Physical Delta X, FD: units of (0018,6024) per pixel.
    package static let physicalDeltaX = Self(0x0018_602C)
    /// (0018,602E) Physical Delta Y, FD: units of (0018,6026) per pixel.
    package static let physicalDeltaY = Self(0x0018_602E)
    /// (0018,6030) Transducer Frequency, UL: kHz.
    package static let transducerFrequency = Self(0x0018_6030)
    /// (0018,6031) Transducer Type, CS.
    package static let transducerType = Self(0x0018_6031)
    /// (0018,6032) Pulse Repetition Frequency, UL: Hz.
    package static let pulseRepetitionFrequency = Self(0x0018_6032)
    /// (0018,6034) Doppler Correction Angle, FD: degrees.
    package static let dopplerCorrectionAngle = Self(0x0018_6034)
    /// (0018,6044) Pixel Component Organization, US.
    package static let pixelComponentOrganization = Self(0x0018_6044)
    /// (0018,604C) Pixel Component Physical Units, US.
    package static let pixelComponentPhysicalUnits = Self(0x0018_604C)
    /// (0018,604E) Pixel Component Data Type, US.
    package static let pixelComponentDataType = Self(0x0018_604E)
    /// (0020,000D) Study Instance UID, UI.
    package static let studyInstanceUID = Self(0x0020_000D)
    /// (0020,000E) Series Instance UID, UI.
    package static let seriesInstanceUID = Self(0x0020_000E)
    /// (0020,0010) Study ID, SH.
    package static let studyID = Self(0x0020_0010)
    /// (0020,0011) Series Number, IS.
    package static let seriesNumber = Self(0x0020_0011)
    /// (0020,0013) Instance Number, IS.
    package static let instanceNumber = Self(0x0020_0013)
    /// (0020,0020) Patient Orientation, CS.
    package static let patientOrientation = Self(0x0020_0020)
    /// (0020,0060) Laterality, CS.
    package static let laterality = Self(0x0020_0060)
    /// (0028,0002) Samples per Pixel, US.
    package static let samplesPerPixel = Self(0x0028_0002)
    /// (0028,0004) Photometric Interpretation, CS.
    package static let photometricInterpretation = Self(0x0028_0004)
    /// (0028,0006) Planar Configuration, US: 0 by pixel, 1 by plane.
    package static let planarConfiguration = Self(0x0028_0006)
    /// (0028,0008) Number of Frames, IS.
    package static let numberOfFrames = Self(0x0028_0008)
    /// (0028,0009) Frame Increment Pointer, AT.
    package static let frameIncrementPointer = Self(0x0028_0009)
    /// (0028,0010) Rows, US.
    package static let rows = Self(0x0028_0010)
    /// (0028,0011) Columns, US.
    package static let columns = Self(0x0028_0011)
    /// (0028,0014) Ultrasound Color Data Present, US: 1 where there is colour, else 0.
    package static let ultrasoundColorDataPresent = Self(0x0028_0014)
    /// (0028,0030) Pixel Spacing, DS: mm between rows, then between columns.
    package static let pixelSpacing = Self(0x0028_0030)
    /// (0028,0100) Bits Allocated, US.
    package static let bitsAllocated = Self(0x0028_0100)
    /// (0028,0101) Bits Stored, US.
    package static let bitsStored = Self(0x0028_0101)
    /// (0028,0102) High Bit, US.
    package static let highBit = Self(0x0028_0102)
    /// (0028,0103) Pixel Representation, US: 0 unsigned, 1 signed.
    package static let pixelRepresentation = Self(0x0028_0103)
    /// (0028,0301) Burned In Annotation, CS.
    package static let burnedInAnnotation = Self(0x0028_0301)
    /// (0028,2110) Lossy Image Compression, CS: 00 or 01.
    package static let lossyImageCompression = Self(0x0028_2110)
    /// (7FE0,0010) Pixel Data, OB or OW.
    package static let pixelData = Self(0x7FE0_0010)
}
