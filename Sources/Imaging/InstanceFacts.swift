package import Identifiers

/// What one DICOM instance says of itself, without its pixels: the answer of `sonoquant inspect`, and the header of the
/// analysis. Text is UTF-8 as the character set gives it, unchecked but for length; UIDs are legal.
package struct InstanceFacts: Hashable, Codable, Sendable {
    /// Identifies patient and study (PS3.3 C.7.1.1, C.7.2.1). Absent and empty are both nil.
    package struct Subject: Hashable, Codable, Sendable {
        /// (0010,0020), LO; unique only together with the issuer.
        package var patientID: String?
        /// (0010,0021), LO.
        package var issuerOfPatientID: String?
        /// (0010,0010), PN: Family^Given, component groups apart by =.
        package var patientName: String?
        /// (0010,0030), DA: YYYYMMDD.
        package var patientBirthDate: String?
        /// (0010,0040), CS: M, F or O.
        package var patientSex: String?
        /// (0008,0020), DA: YYYYMMDD.
        package var studyDate: String?
        /// (0008,0030), TM: HHMMSS with an optional fraction.
        package var studyTime: String?
        /// (0020,0010), SH.
        package var studyID: String?
        /// (0008,0050), SH: the order's number, which order files are matched by.
        package var accessionNumber: String?
        /// (0008,0090), PN.
        package var referringPhysicianName: String?
        /// (0008,1030), LO.
        package var studyDescription: String?
        /// (0008,0201), for example -0500.
        package var timezoneOffsetFromUTC: String?
        /// (0040,1001) of the first item of (0040,0275), else of the data set.
        package var requestedProcedureID: String?
        /// What else the instance says of patient and study, empty attributes among them; issuer and description stand here too.
        package var repeated: [RepeatedAttribute] = []

        package init() {}
    }

    /// The machine (PS3.3 C.7.5.1) and its settings (C.8.5.6).
    package struct Equipment: Hashable, Codable, Sendable {
        /// (0008,0070), LO.
        package var manufacturer: String?
        /// (0008,1090), LO.
        package var model: String?
        /// (0018,1020), LO; several values apart by a backslash.
        package var softwareVersions: String?
        /// (0008,1010), SH.
        package var stationName: String?
        /// (0018,5010), LO.
        package var transducerData: String?
        /// (0018,5012), mm.
        package var focusDepths: [Double]?
        /// (0018,5050), mm.
        package var depthOfScanField: Double?
        /// (0018,5030), dB; retired.
        package var dynamicRangeDecibels: Double?

        package init() {}
    }

    /// A coded concept (PS3.3 section 8.8).
    package struct Code: Hashable, Codable, Sendable {
        /// (0008,0100), else Long Code Value (0008,0119).
        package var value: String
        /// (0008,0102), for example SCT.
        package var scheme: String
        /// (0008,0104); empty where it is absent.
        package var meaning: String

        package init(value: String, scheme: String, meaning: String) {
            self.value = value
            self.scheme = scheme
            self.meaning = meaning
        }
    }

    /// What an image has beyond that.
    package struct Image: Hashable, Codable, Sendable {
        /// Nil with the reason beside it where the pixels can't be measured.
        package var pixels: PixelDescription?
        /// Why `pixels` is nil; nil where the pixels can be measured.
        package var pixelsFault: ImagingError?
        /// (0018,6011), in the order of the sequence; empty where it is absent.
        package var regions: [UltrasoundRegion]
        /// Of the frames, with the heart rate.
        package var timing: FrameTiming
        /// (0008,0008).
        package var imageType: [String]
        /// (0008,2218), the first item.
        package var anatomicRegion: Code?
        /// (0028,0301) is YES.
        package var hasBurnedInAnnotation: Bool?

        package init(
            pixels: PixelDescription?,
            pixelsFault: ImagingError?,
            regions: [UltrasoundRegion],
            timing: FrameTiming,
            imageType: [String],
            anatomicRegion: Code?,
            hasBurnedInAnnotation: Bool?
        ) {
            self.pixels = pixels
            self.pixelsFault = pixelsFault
            self.regions = regions
            self.timing = timing
            self.imageType = imageType
            self.anatomicRegion = anatomicRegion
            self.hasBurnedInAnnotation = hasBurnedInAnnotation
        }
    }

    /// (0008,0016).
    package var sopClassUID: DICOMUID
    /// (0008,0018).
    package var sopInstanceUID: DICOMUID
    /// (0020,000E).
    package var seriesInstanceUID: DICOMUID
    /// (0020,000D).
    package var studyInstanceUID: DICOMUID
    /// What the bytes are read by: (0002,0010), unless that is missing or plainly false.
    package var transferSyntaxUID: String
    /// (0008,0060), CS, for example US.
    package var modality: String?
    /// (0020,0011).
    package var seriesNumber: Int?
    /// (0020,0013).
    package var instanceNumber: Int?
    /// The patient and the study.
    package var subject: Subject
    /// The machine and its settings.
    package var equipment: Equipment
    /// Nil for an instance that is no image.
    package var image: Image?
    /// Bytes before the data set in the file (PS3.10 section 7.1): preamble, prefix and meta information. Nil in facts that were
    /// kept before it was asked for.
    package var dataSetOffset: UInt64?

    package init(
        sopClassUID: DICOMUID,
        sopInstanceUID: DICOMUID,
        seriesInstanceUID: DICOMUID,
        studyInstanceUID: DICOMUID,
        transferSyntaxUID: String,
        modality: String?,
        seriesNumber: Int?,
        instanceNumber: Int?,
        subject: Subject,
        equipment: Equipment,
        image: Image?
    ) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.studyInstanceUID = studyInstanceUID
        self.transferSyntaxUID = transferSyntaxUID
        self.modality = modality
        self.seriesNumber = seriesNumber
        self.instanceNumber = instanceNumber
        self.subject = subject
        self.equipment = equipment
        self.image = image
    }
}
