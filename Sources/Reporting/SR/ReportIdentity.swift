package import Foundation
package import Identifiers

/// What names one report, beside its content. Everything is given, nothing is taken from a clock, so that the same report has
/// the same bytes wherever it is made.
package struct ReportIdentity: Hashable, Sendable {
    /// (0008,0018) of the report.
    package var sopInstanceUID: DICOMUID
    /// (0020,000E) of the report; a series of its own.
    package var seriesInstanceUID: DICOMUID
    /// (0020,0011), far above those of ultrasound machines.
    package var seriesNumber: Int
    /// (0020,0013), in that series.
    package var instanceNumber: Int
    /// Content Date and Time.
    package var contentDate: Date
    /// The site's, for a study that doesn't tell its own offset from UTC.
    package var siteTimeZone: TimeZone
    /// The installation that reports.
    package var device: ReportDevice

    package init(
        sopInstanceUID: DICOMUID,
        seriesInstanceUID: DICOMUID,
        seriesNumber: Int,
        instanceNumber: Int,
        contentDate: Date,
        siteTimeZone: TimeZone,
        device: ReportDevice
    ) {
        self.sopInstanceUID = sopInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.seriesNumber = seriesNumber
        self.instanceNumber = instanceNumber
        self.contentDate = contentDate
        self.siteTimeZone = siteTimeZone
        self.device = device
    }

    /// An identity whose UIDs and numbers follow from what is reported: made twice, it is the same; of other content, another.
    ///
    /// - Parameters:
    ///   - study: Study Instance UID.
    ///   - revision: of the study, from 1.
    ///   - stage: preliminary and final reports are series of their own.
    ///   - content: of what the report says: the result's digest; for a final report the signature's with it.
    ///   - contentDate: when the report was made.
    ///   - siteTimeZone: for a study that doesn't tell its own offset from UTC.
    ///   - device: the installation that reports.
    package init(
        study: DICOMUID,
        revision: Int,
        stage: ReportStage,
        content: ContentDigest,
        contentDate: Date,
        siteTimeZone: TimeZone,
        device: ReportDevice
    ) {
        let series = "report:\(study):\(device.uid):\(stage.rawValue):\(revision)"
        self.init(
            sopInstanceUID: DICOMUID(UUID(namespace: .sonoquant, name: "\(series):\(content)")),
            seriesInstanceUID: DICOMUID(UUID(namespace: .sonoquant, name: series)),
            seriesNumber: stage.seriesNumberBase + revision,
            instanceNumber: 1,
            contentDate: contentDate,
            siteTimeZone: siteTimeZone,
            device: device
        )
    }
}

/// Where in its life a report stands.
package enum ReportStage: String, Hashable, Codable, Sendable {
    /// Complete, by the machine alone.
    case preliminary
    /// Verified by a physician.
    case final

    // Far above the numbers that ultrasound machines give; up to 9,999 revisions each.
    fileprivate var seriesNumberBase: Int {
        switch self {
        case .preliminary: 980_000
        case .final: 990_000
        }
    }
}

/// The SonoQuant installation that reports (PS3.3 C.7.5.1, PS3.16 TID 1004).
package struct ReportDevice: Hashable, Sendable {
    /// Of this installation; it stays when the program is updated.
    package var uid: DICOMUID
    /// The site's name for it; LO.
    package var name: String
    /// LO.
    package var serialNumber: String

    package init(uid: DICOMUID, name: String, serialNumber: String) {
        self.uid = uid
        self.name = name
        self.serialNumber = serialNumber
    }
}
