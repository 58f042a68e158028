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

    /// The one of this process; libFuzzer's callback has no context to bear it.
    static let chosen = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init(rawValue:))

    func take(_ bytes: [UInt8]) {
        switch self {
        case .dataSet: DataSetTarget.take(bytes)
        case .pipeline: TextTargets.pipeline(bytes)
        case .order: TextTargets.order(bytes)
        case .configuration: TextTargets.configuration(bytes)
        case .reception: TextTargets.reception(bytes)
        }
    }
}
