import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Run lengths")
struct RunLengthsTests {
    /// Truth: consensus values, per slice and averaged over the slices.
    @Test(
        "agrees with the consensus on the IBSI digital phantom",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: RunLengthFeature.allCases,
        TextureAggregation.allCases
    )
    func consensus(feature: RunLengthFeature, aggregation: TextureAggregation) throws {
        var counter = RunLengths()
        let slices = try TexturePhantom.slices()
        let numbers = try slices.map { try #require(counter.features(of: $0)[aggregation][feature].value) }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let expected = try #require(try TexturePhantom.consensus(feature.term.identifier, aggregation.consensusName))
        #expect(TexturePhantom.threeDigits(mean) == TexturePhantom.threeDigits(expected))
    }
}
