import Foundation
import TestSupport
import Testing
import TissueMetrics

/// The digital phantom of the Image Biomarker Standardisation Initiative, whose grey levels are used as they are, and its
/// consensus values.
enum TexturePhantom {
    private struct Volume: Decodable {
        let image: [[[UInt16]]]
        let mask: [[[UInt16]]]
    }

    /// The slices.
    static func slices() throws -> [DiscretisedPatch] {
        let data = try Data(contentsOf: folder().appending(path: "digital_phantom.json"))
        let volume = try JSONDecoder().decode(Volume.self, from: data)
        return zip(volume.image, volume.mask).map { image, mask in
            let levels = zip(image.joined(), mask.joined()).map { $0 * $1 }
            return DiscretisedPatch(levels: levels, width: image[0].count, height: image.count, levelCount: 6)
        }
    }

    /// The consensus value of a feature.
    ///
    /// - Parameters:
    ///   - identifier: of the feature.
    ///   - aggregation: as the table names it.
    /// - Returns: nil where the table has none.
    /// - Throws: where the table can't be read.
    static func consensus(_ identifier: String, _ aggregation: String) throws -> Double? {
        let lines = try String(contentsOf: folder().appending(path: "values.tsv"), encoding: .utf8)
        for line in lines.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            // The table has P6QZ1 for P6QZ.
            if fields[1].prefix(4) == identifier, fields[2] == aggregation { return Double(fields[3]) }
        }
        return nil
    }

    /// IBSI: a tolerance of 0 means equal to the value's own figures, three significant digits.
    static func threeDigits(_ number: Double) -> String { String(format: "%.2e", number) }

    private static func folder() throws -> URL { try #require(Repository.sharedTestData).appending(path: "ibsi") }
}

extension TextureAggregation {
    /// As the consensus table names it.
    var consensusName: String {
        switch self {
        case .averaged: "2D, averaged"
        case .merged: "2D, slice-merged"
        }
    }
}
