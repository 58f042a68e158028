import TestSupport
import Testing
import TissueMetrics

@Suite("Texture features")
struct TextureFeaturesTests {
    @Test("each feature has an identifier of its own, and a place")
    func identifiers() {
        var seen: Set<String> = []
        func check<Feature: TextureFeature>(_: Feature.Type, count: Int) {
            #expect(Feature.allCases.map(\.rawValue) == Array(0..<count))
            for term in Feature.allCases.map(\.term) + [Feature.family] {
                #expect(term.identifier.count == 4)
                #expect(seen.insert(term.identifier).inserted, "\(term.identifier) twice")
            }
        }
        check(IntensityStatisticFeature.self, count: 18)
        check(IntensityHistogramFeature.self, count: 23)
        check(CoOccurrenceFeature.self, count: 25)
        check(RunLengthFeature.self, count: 16)
    }

    @Test("a feature that one direction lacks has no mean", .tags(.law6))
    func lacking() {
        // To the right all neighbours are of bin 1; downwards there is a pair of bins 2 and 1.
        let levels: [UInt16] = [1, 1, 0, 2, 1, 1, 0, 1]
        var counter = CoOccurrence()
        let features = counter.features(of: DiscretisedPatch(levels: levels, width: 4, height: 2, levelCount: 2))
        #expect(features.merged[.correlation].value != nil)
        #expect(features.averaged[.correlation] == .notAvailable("all neighbours are of one bin (variance 0)"))
        #expect(features.averaged[.contrast].value != nil)
    }
}
