import Foundation
import TestSupport
import Testing

/// What pydicom reads in a report: its place in the study's history.
struct ReportFacts: Decodable {
    let sopInstanceUID: String
    let studyInstanceUID: String
    let completion: String
    let verification: String
    let preliminary: String
    let observers: [String]
    let predecessors: [String]

    init(_ report: StudyDetailAnswer.Report) throws {
        let interpreter: URL = try #require(Repository.python)
        let judge = Repository.root.appending(path: "Tests/EndToEndTests/Judges/report.py")
        let ending = try Program(executable: interpreter).run([judge.path, report.file])
        #expect(ending.status == 0, "\(ending.errors)")
        self = try JSONDecoder().decode(Self.self, from: Data(ending.output.utf8))
    }
}
