package import Imaging

/// One Ultrasound Image or Ultrasound Multi-frame Image in full (PS3.3 A.6 and A.7), ready to be written.
package struct UltrasoundObject: Sendable {
    /// Whom and what it is about. Times are of the study; made-up values all.
    package struct Subject: Hashable, Sendable {
        /// (0010,0010), PN.
        package var patientName = "Phantom^Simulated"
        /// (0010,0020), LO.
        package var patientID = "SIM-0001"
        /// (0010,0021), LO.
        package var issuerOfPatientID = "SONOQUANT-SIM"
        /// YYYYMMDD.
        package var patientBirthDate = "19700101"
        /// M, F or O.
        package var patientSex = "O"
        /// (0020,000D).
        package var studyInstanceUID = "2.25.1"
        /// (0020,000E).
        package var seriesInstanceUID = "2.25.2"
        /// YYYYMMDD.
        package var studyDate = "20261110"
        /// HHMMSS.
        package var studyTime = "093000"
        /// (0020,0010), SH.
        package var studyID = "1"
        /// (0008,0050), SH.
        package var accessionNumber = "SIM00001"
        /// (0008,1030), LO.
        package var studyDescription = "US simulated"
        /// (0008,0090), PN.
        package var referringPhysicianName = "Referrer^Rita"
        /// A code of SNOMED CT and its meaning; nil leaves the sequence out.
        package var anatomicRegion: Anatomy?
        /// L or R, which paired anatomy must have (PS3.3 C.7.3.1); nil leaves it out.
        package var laterality: String?

        package init() {}
    }

    /// A body part of CID 4 (SNOMED CT).
    package enum Anatomy: String, Sendable {
        case liver = "10200004"
        case kidney = "64033007"
        case neck = "45048000"

        var meaning: String {
            switch self {
            case .liver: "Liver"
            case .kidney: "Kidney"
            case .neck: "Neck"
            }
        }
    }

    /// The samples, frame by frame, row by row, colour by pixel.
    package enum Samples: Sendable {
        /// One sample a pixel, MONOCHROME2.
        case grey8([UInt8])
        /// One sample a pixel, MONOCHROME2, 16 bits.
        case grey16([UInt16])
        /// Three samples a pixel: red, green, blue.
        case rgb8([UInt8])
    }

    /// Patient and study.
    package var subject = Subject()
    /// (0008,0018).
    package var sopInstanceUID: String
    /// (0020,0013).
    package var instanceNumber = 1
    /// (0020,0011).
    package var seriesNumber = 1
    /// Columns, pixels.
    package var width: Int
    /// Rows, pixels.
    package var height: Int
    /// At least 1; above 1 the object is a multi-frame image.
    package var frames: Int
    /// `width * height * frames` pixels.
    package var samples: Samples
    /// Milliseconds from frame to frame, for more than one frame.
    package var frameTime = 33.3
    /// The items of (0018,6011), in order.
    package var regions: [UltrasoundRegion]
    /// A defined term of PS3.3 C.8.5.6, such as LINEAR; nil leaves it out.
    package var transducerType: String?

    package init(
        sopInstanceUID: String,
        width: Int,
        height: Int,
        frames: Int = 1,
        samples: Samples,
        regions: [UltrasoundRegion]
    ) {
        self.sopInstanceUID = sopInstanceUID
        self.width = width
        self.height = height
        self.frames = frames
        self.samples = samples
        self.regions = regions
    }

    /// Ultrasound Multi-frame Image Storage where there is more than one frame, else Ultrasound Image Storage.
    package var sopClassUID: String {
        frames > 1 ? "1.2.840.10008.5.1.4.1.1.3.1" : "1.2.840.10008.5.1.4.1.1.6.1"
    }

    /// The object as a data set, to be changed further or written.
    package func dataSet() throws(WritingError) -> DataSetBuilder {
        var builder = try DataSetBuilder()
        try putIdentity(&builder)
        try putEquipment(&builder)
        try putImage(&builder)
        for region in regions {
            try builder.putItem(of: .sequenceOfUltrasoundRegions) { item throws(WritingError) in
                try region.put(into: &item)
            }
        }
        try putPixels(&builder)
        return builder
    }
}
