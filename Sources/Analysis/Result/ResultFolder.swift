package import Foundation
package import Identifiers
internal import SystemCalls

/// The folder of one result: result.json, pictures, and last complete.json, which names each file with its digest. Without
/// the last the analysis was cut short and may be done again in the same folder.
package struct ResultFolder {
    /// The completion mark.
    package struct Completion: Hashable, Codable, Sendable {
        /// The version of this schema.
        package static let schema = "org.sonoquant.complete.v1"

        /// As written in the file.
        package var schema = Completion.schema
        /// Names the result.
        package var result: ContentDigest
        /// File name to the digest of its bytes.
        package var files: [String: ContentDigest]

        /// - Parameters:
        ///   - result: names the result.
        ///   - files: file name to the digest of its bytes.
        package init(result: ContentDigest, files: [String: ContentDigest]) {
            self.result = result
            self.files = files
        }
    }

    /// The name of the result.
    package static let resultName = "result.json"
    /// The name of the completion mark.
    package static let completionName = "complete.json"
    private static let besideSuffixes = [".png", ".dcm"]

    private let url: URL
    private var files: [String: ContentDigest] = [:]

    /// Makes the folder, or takes the leftovers of an analysis that was cut short.
    ///
    /// - Parameter url: absent, empty, or unfinished.
    /// - Throws: that it holds a finished result or something else.
    package init(_ url: URL) throws(AnalysisError) {
        self.url = url
        do throws(SystemCallError) {
            try DurableFile.makeFolder(url)
        } catch {
            throw AnalysisError(.unwritable, "the output folder can't be made: \(error)")
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: url.path)
        } catch {
            throw AnalysisError(.unwritable, "the output folder can't be listed")
        }
        if names.contains(Self.completionName) {
            throw AnalysisError(.outputOccupied, "the output folder holds a finished result, which is never rewritten")
        }
        let isOurs = { (name: String) in
            name == Self.resultName || Self.besideSuffixes.contains(where: name.hasSuffix)
                || (name.hasPrefix(".") && name.hasSuffix(".tmp"))
        }
        guard names.allSatisfy(isOurs) else {
            throw AnalysisError(.outputOccupied, "the output folder holds other files; give a folder of its own")
        }
        for name in names {
            do {
                try FileManager.default.removeItem(at: url.appending(path: name))
            } catch {
                throw AnalysisError(.unwritable, "a leftover of an unfinished analysis can't be removed")
            }
        }
    }

    /// Writes a picture or a DICOM object beside the result.
    ///
    /// - Parameters:
    ///   - bytes: a PNG or a DICOM file.
    ///   - name: ends in `.png` or `.dcm` and says nothing of the patient.
    /// - Throws: that it can't be written.
    package mutating func write(beside bytes: Data, named name: String) throws(AnalysisError) {
        precondition(
            Self.besideSuffixes.contains(where: name.hasSuffix) && !name.contains("/"),
            "what stands beside a result is a picture or a DICOM object"
        )
        try write(bytes, named: name)
    }

    /// Writes the result, then the completion mark.
    ///
    /// - Parameter result: the result.
    /// - Throws: that it can't be written.
    package mutating func finish(_ result: StudyResult) throws(AnalysisError) {
        try write(result.json(), named: Self.resultName)
        let completion = Completion(result: result.digest, files: files)
        try write(StudyResult.canonicalJSON(completion), named: Self.completionName)
    }

    private mutating func write(_ bytes: Data, named name: String) throws(AnalysisError) {
        do throws(SystemCallError) {
            try DurableFile.write(bytes, named: name, in: url)
        } catch {
            throw AnalysisError(.unwritable, "\(name) can't be written: \(error)")
        }
        files[name] = ContentDigest(of: bytes)
    }
}
