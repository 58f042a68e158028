/// One parser of bytes from outside: it may refuse them in any way but must never crash, hang or bloat.
enum FuzzTarget: String, CaseIterable {
    /// A DICOM file: data set, facts, regions, drawn regions, frames in grey and colour.
    case dataSet
    /// A pipeline file.
    case pipeline
    /// An order file.
    case order
    /// A site's configuration.
    case configuration
    /// A line from the receiving child to the service, and back.
    case reception
    /// What a worker says of a file, a media directory before all.
    case inspection
    /// An archive's entries and their bytes.
    case archive
    /// What a network peer sends: command sets, and data sets of commitment and announcements.
    case dimse
    /// The head of an HTTP request.
    case http

    /// The one of this process; libFuzzer's callback has no context to bear it.
    static let chosen = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init(rawValue:))

    func take(_ bytes: [UInt8]) {
        switch self {
        case .dataSet: DataSetTarget.take(bytes)
        case .pipeline: TextTargets.pipeline(bytes)
        case .order: TextTargets.order(bytes)
        case .configuration: TextTargets.configuration(bytes)
        case .reception: TextTargets.reception(bytes)
        case .inspection: IntakeTargets.inspection(bytes)
        case .archive: IntakeTargets.archive(bytes)
        case .dimse: NetworkTargets.dimse(bytes)
        case .http: NetworkTargets.http(bytes)
        }
    }
}
