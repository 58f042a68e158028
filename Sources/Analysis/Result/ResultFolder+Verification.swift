package import Foundation
package import Identifiers

extension ResultFolder {
    /// The largest file of a result that is read, bytes (law 8): the result of a cine of 5,000 frames stays far below.
    private static let largestFile = 64 << 20

    /// Whether a folder bears the completion mark.
    package static func isFinished(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: completionName).path)
    }

    /// Reads a finished folder's result, after a check of every file against the completion mark.
    ///
    /// - Parameters:
    ///   - folder: of one result.
    ///   - digest: that the result must have.
    /// - Returns: the result.
    /// - Throws: what doesn't fit.
    package static func verified(_ folder: URL, is digest: ContentDigest) throws -> StudyResult {
        let mark: Completion
        do {
            mark = try JSONDecoder().decode(Completion.self, from: try bytes(of: completionName, in: folder))
        } catch is DecodingError {
            throw AnalysisError(.damagedResult, "\(completionName) can't be read; restore it from a backup")
        }
        guard mark.result == digest else {
            throw AnalysisError(.damagedResult, "the result folder is of another analysis")
        }
        for (name, expected) in mark.files where !name.contains("/") {
            guard try ContentDigest(of: bytes(of: name, in: folder)) == expected else {
                throw AnalysisError(.damagedResult, "\(name) is not what the analysis wrote; restore it from a backup")
            }
        }
        let result: StudyResult
        do {
            result = try StudyResult(json: try bytes(of: resultName, in: folder))
        } catch is DecodingError {
            throw AnalysisError(.damagedResult, "\(resultName) can't be read; restore it from a backup")
        }
        guard result.digest == digest, mark.files[resultName] != nil else {
            throw AnalysisError(.damagedResult, "the result is of another analysis")
        }
        return result
    }

    private static func bytes(of name: String, in folder: URL) throws -> Data {
        guard let handle = FileHandle(forReadingAtPath: folder.appending(path: name).path) else {
            throw AnalysisError(.damagedResult, "\(name) is missing in the result folder; restore it from a backup")
        }
        guard let bytes = try handle.read(upToCount: largestFile + 1), bytes.count <= largestFile else {
            throw AnalysisError(.damagedResult, "\(name) is empty or larger than \(largestFile >> 20) MiB")
        }
        return bytes
    }
}

extension StudyResult.ProgramVersion {
    /// This program.
    package static let current = StudyResult.ProgramVersion(
        name: SonoquantVersion.program,
        version: SonoquantVersion.current
    )
}
