/// Why a study's folder can't be analysed at all. What is wrong with one instance stands in the result instead.
package struct AnalysisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault.
    package enum Code: String, Sendable {
        /// The folder or a file in it can't be opened.
        case unreadableFolder
        /// There is no DICOM instance.
        case noInstances
        /// The instances are of more than one study.
        case severalStudies
        /// More instances than the limit.
        case tooManyInstances
        /// The output folder holds something else.
        case outputOccupied
        /// The result can't be written.
        case unwritable
        /// A finished result is not as it was written.
        case damagedResult
    }

    /// The kind of fault.
    package let code: Code
    /// What happened and what to do.
    package let explanation: String

    package init(_ code: Code, _ explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    package var description: String { explanation }
}
