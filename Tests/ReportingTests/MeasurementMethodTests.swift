import Analysis
import Foundation
import Reporting
import TestSupport
import Testing

@Suite("Measurement method")
struct MeasurementMethodTests {
    @Test("two numbers of one code are told apart by the code of their method")
    func sharedCode() async throws {
        var (averaged, merged) = (StudyResult.Measurement.mean, StudyResult.Measurement.mean)
        averaged.metric = "glcm-contrast-averaged"
        merged.metric = "glcm-contrast-merged"
        let result = StudyResult.made(measurements: [averaged, merged])
        let fixture = ReportFixture("shared code", result: result)
        let temporary = try TemporaryFolder()
        let report = temporary.url.appending(path: "report.dcm")
        let bytes = try MeasurementReport.encode(
            result,
            kind: .preliminary(replacing: nil),
            identity: fixture.identity,
            order: fixture.order,
            catalogue: MetricCatalogue.definition
        )
        try bytes.write(to: report)
        let dump = try await Judge.run("/usr/bin/dsrdump", ["+Pc", report.path], in: temporary)
        #expect(dump.status == 0)
        let methods = dump.output.split(separator: "\n").filter { $0.contains("Measurement Method") }
        #expect(methods.count == 2)
        #expect(methods.first?.contains("(IBSI-BTW3,99SONOQ,\"2D: averaged\")") == true)
        #expect(methods.last?.contains("(IBSI-SUJT,99SONOQ,\"2D: slice-merged\")") == true)
        #expect(dump.output.components(separatedBy: "ACUI").count == 3)
    }
}
