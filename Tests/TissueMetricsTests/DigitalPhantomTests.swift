import Foundation
import TestSupport
import Testing
import TissueMetrics

/// Truth: the consensus values of the Image Biomarker Standardisation Initiative for its digital phantom.
@Suite("IBSI digital phantom", .enabled(if: Repository.sharedTestData != nil))
struct DigitalPhantomTests {
    private struct Phantom: Decodable {
        let image: [[[Int]]]
        let mask: [[[Int]]]
    }

    /// IBSI: a tolerance of 0 means equal to the value's own figures, three significant digits.
    @Test(
        "agrees with the consensus value",
        arguments: [
            "stat_mean", "stat_var", "stat_skew", "stat_kurt", "stat_median", "stat_min", "stat_p10", "stat_p90",
            "stat_max",
            "ih_mean", "ih_var", "ih_skew", "ih_kurt", "ih_median", "ih_min", "ih_p10", "ih_p90", "ih_max",
            "ih_entropy",
        ]
    )
    func consensus(tag: String) throws {
        let number = try #require(Self.statistic(tag)(try Self.statistics()).value)
        let expected = try #require(try Self.consensusValues()[tag])
        #expect(Self.threeDigits(number) == Self.threeDigits(expected))
    }

    private static func statistic(_ tag: String) -> (FirstOrderStatistics) -> Availability {
        switch tag.split(separator: "_").last ?? "" {
        case "mean": { $0.mean }
        case "var": { $0.variance }
        case "skew": { $0.skewness }
        case "kurt": { $0.excessKurtosis }
        case "median": { $0.median }
        case "min": { $0.minimum }
        case "max": { $0.maximum }
        case "p10": { $0.percentile10 }
        case "p90": { $0.percentile90 }
        case "entropy": { $0.entropy }
        default: { _ in .emptyRegion }
        }
    }

    private static func statistics() throws -> FirstOrderStatistics {
        let folder = try #require(Repository.sharedTestData).appending(path: "ibsi")
        let phantom = try JSONDecoder().decode(
            Phantom.self,
            from: Data(contentsOf: folder.appending(path: "digital_phantom.json"))
        )
        var histogram = GreyHistogram(levels: 256)
        for (values, inside) in zip(phantom.image.joined().joined(), phantom.mask.joined().joined()) where inside != 0 {
            histogram.add(level: values)
        }
        #expect(histogram.total == 74)
        return FirstOrderStatistics(histogram)
    }

    private static func consensusValues() throws -> [String: Double] {
        let folder = try #require(Repository.sharedTestData).appending(path: "ibsi")
        let lines = try String(contentsOf: folder.appending(path: "values.tsv"), encoding: .utf8).split(separator: "\n")
        var values: [String: Double] = [:]
        for line in lines.dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            values[String(fields[5])] = Double(fields[3])
        }
        return values
    }

    private static func threeDigits(_ number: Double) -> String { String(format: "%.2e", number) }
}
