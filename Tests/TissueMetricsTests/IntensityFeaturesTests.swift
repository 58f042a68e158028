import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Intensity features")
struct IntensityFeaturesTests {
    @Test(
        "statistics agree with the consensus on the IBSI digital phantom",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: IntensityStatisticFeature.allCases
    )
    func statistics(feature: IntensityStatisticFeature) throws {
        try expect(TextureFeatures<IntensityStatisticFeature>(phantom())[feature], feature.term.identifier)
    }

    @Test(
        "histogram features agree with the consensus on the IBSI digital phantom",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: IntensityHistogramFeature.allCases
    )
    func histogram(feature: IntensityHistogramFeature) throws {
        try expect(TextureFeatures<IntensityHistogramFeature>(phantom())[feature], feature.term.identifier)
    }

    private func phantom() throws -> GreyHistogram {
        var bins = GreyHistogram(levels: 7)
        for slice in try TexturePhantom.slices() { bins.merge(slice.histogram) }
        return bins
    }

    private func expect(_ number: Availability, _ identifier: String) throws {
        let expected = try #require(try TexturePhantom.consensus(identifier, "none (whole region)"))
        let found = try #require(number.value)
        #expect(TexturePhantom.threeDigits(found) == TexturePhantom.threeDigits(expected))
    }
}
