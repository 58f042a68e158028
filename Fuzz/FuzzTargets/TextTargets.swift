internal import Analysis
internal import Billing
internal import CheckedYAML
internal import Configuration
internal import Foundation
internal import PipelineFile
internal import Reception

/// Files and lines of text. A refusal is as good as an answer; what is accepted must also be said again.
enum TextTargets {
    static func pipeline(_ bytes: [UInt8]) {
        do throws(YAMLProblem) {
            _ = try PipelineFile(bytes: bytes, file: "fuzz.yaml", metrics: MetricCatalogue.known)
        } catch {
            precondition(!error.explanation.isEmpty, "a refusal says why")
        }
    }

    static func order(_ bytes: [UInt8]) {
        do throws(OrderProblem) {
            let order = try Order(reading: Data(bytes), file: "fuzz.json")
            let again = try Order(reading: Data(order.json.utf8), file: "again.json")
            precondition(again.accession == order.accession, "an order keeps its accession number")
        } catch {
            precondition(!error.explanation.isEmpty, "a refusal says why")
        }
    }

    static func configuration(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        do throws(YAMLProblem) {
            _ = try SiteConfiguration(parsing: text, file: "fuzz.yaml", folder: URL(filePath: "/nowhere"))
        } catch {
            precondition(!error.explanation.isEmpty, "a refusal says why")
        }
    }

    static func reception(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        // Most inputs are no message of either kind.
        guard let report = try? decoder.decode(ReceptionReport.self, from: Data(bytes)) else { return }
        let line = try? JSONEncoder().encode(report)
        precondition(line?.contains(10) == false, "a message is one line")
    }
}
