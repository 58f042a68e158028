package import Imaging

/// Why a report or a picture can't be made. It carries no patient data (law 7).
package enum ReportingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The result has a metric that the catalogue lacks: another version of the program made it.
    case unknownMetric(String)
    /// A text is not legal in DICOM; its attribute's keyword.
    case illegalText(attribute: String)
    /// A person must first pick between contents of one SOP Instance UID.
    case conflictingInstances
    /// A group's outline has fewer than three points, more than a report can hold, or a coordinate that is no number.
    case illegalOutline(trackingUID: String)
    /// A group measures an instance that the result doesn't list.
    case unlistedInstance(trackingUID: String)
    /// A value is not a finite number.
    case illegalValue(metric: String)
    /// DCMTK refuses the document.
    case refused(ImagingError)
    /// cairo can't draw the picture.
    case undrawable(String)

    package var description: String {
        switch self {
        case .unknownMetric(let metric):
            "the result has the metric \(metric), which this version doesn't know: analyse the study again"
        case .illegalText(let attribute):
            "\(attribute) is not legal in DICOM (length, control characters or form): correct it and try again"
        case .conflictingInstances:
            "instances of the study contradict each other: pick one before it is reported"
        case .illegalOutline(let uid):
            "the outline of measurement group \(uid) needs 3 to \(MeasurementReport.outlinePoints) points with finite coordinates"
        case .unlistedInstance(let uid):
            "measurement group \(uid) is of an instance that the result doesn't list: analyse the study again"
        case .illegalValue(let metric):
            "the value of \(metric) is no finite number: analyse the study again"
        case .refused(let error):
            "the report can't be written: \(error.explanation)"
        case .undrawable(let reason):
            "the picture can't be drawn: \(reason)"
        }
    }
}
