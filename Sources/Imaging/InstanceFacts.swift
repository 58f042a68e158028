package import Identifiers

/// What one DICOM instance says of itself, without its pixels: the answer of `sonoquant inspect`, and the header of the
/// analysis. Text is UTF-8 as the character set gives it, unchecked but for length; UIDs are legal.
package struct InstanceFacts: Hashable, Codable, Sendable {
    /// Identifies patient and study (PS3.3 C.7.1.1, C.7.2.1). Absent and empty are both nil.
    package struct Subject: Hashable, Codable, Sendable {
        package var patientID: String?
        package var issuerOfPatientID: String?
        package var patientName: String?
        package var patientBirthDate: String?
        package var patientSex: String?
        package var studyDate: String?
        package var studyTime: String?
        package var studyID: String?
        package var accessionNumber: String?
        package var referringPhysicianName: String?
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
        package var manufacturer: String?
        package var model: String?
        package var softwareVersions: String?
        package var stationName: String?
        package var transducerData: String?
        /// (0018,5012), mm.
        package var focusDepths: [Double]?
        /// (0018,5050), mm.
        package var depthOfScanField: Double?

        package init() {}
    }

    /// A coded concept (PS3.3 section 8.8).
    package struct Code: Hashable, Codable, Sendable {
        package var value: String
        package var scheme: String
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
        package var pixelsFault: ImagingError?
        package var regions: [UltrasoundRegion]
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

    package var sopClassUID: DICOMUID
    package var sopInstanceUID: DICOMUID
    package var seriesInstanceUID: DICOMUID
    package var studyInstanceUID: DICOMUID
    package var transferSyntaxUID: String
    package var modality: String?
    package var seriesNumber: Int?
    package var instanceNumber: Int?
    package var subject: Subject
    package var equipment: Equipment
    /// Nil for an instance that is no image.
    package var image: Image?

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
