import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Co-occurrence")
struct CoOccurrenceTests {
    /// Truth: consensus values, per slice and averaged over the slices.
    @Test(
        "agrees with the consensus on the IBSI digital phantom",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: CoOccurrenceFeature.allCases,
        TextureAggregation.allCases
    )
    func consensus(feature: CoOccurrenceFeature, aggregation: TextureAggregation) throws {
        var counter = CoOccurrence()
        let slices = try TexturePhantom.slices()
        let numbers = try slices.map { try #require(counter.features(of: $0)[aggregation][feature].value) }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let expected = try #require(try TexturePhantom.consensus(feature.term.identifier, aggregation.consensusName))
        #expect(TexturePhantom.threeDigits(mean) == TexturePhantom.threeDigits(expected))
    }

    /// Neighbours to the right always differ by one bin, diagonal ones never; of 16 diagonal pairs 8 are of each bin.
    @Test("a chequerboard has its closed forms")
    func chequerboard() throws {
        let board = patch(width: 5, height: 5) { x, y in 1 + (x + y) % 2 }
        var counter = CoOccurrence()
        let directions = counter.features(of: board).directions
        let right = try #require(directions[0])
        expect(
            right,
            [.contrast: 1, .correlation: -1, .jointMaximum: 0.5, .jointEntropy: 1, .angularSecondMoment: 0.5]
        )
        expect(right, [.inverseDifference: 0.5, .inverseVariance: 1, .clusterTendency: 0, .jointAverage: 1.5])
        expect(right, [.normalisedInverseDifference: 1 / 1.5, .normalisedInverseDifferenceMoment: 1 / 1.25])
        // One bit of information about one bit: HXY = HX = 1.
        expect(right, [.informationCorrelation1: -1, .informationCorrelation2: (1 - exp(-2)).squareRoot()])
        let diagonal = try #require(directions[1])
        expect(diagonal, [.contrast: 0, .correlation: 1, .jointEntropy: 1, .inverseDifference: 1, .sumVariance: 1])
        expect(diagonal, [.clusterShade: 0, .clusterProminence: 1, .autocorrelation: 2.5, .differenceEntropy: 0])
    }

    @Test("upright stripes have contrast to the right and none downwards")
    func stripes() throws {
        let stripes = patch(width: 6, height: 4) { x, _ in 1 + 2 * (x % 2) }
        var counter = CoOccurrence()
        let features = counter.features(of: stripes)
        expect(try #require(features.directions[0]), [.contrast: 4, .dissimilarity: 2, .correlation: -1])
        expect(try #require(features.directions[2]), [.contrast: 0, .correlation: 1])
        // 20, 15 and 15 pairs that differ by 2, and 18 that don't.
        expect(features.merged, [.contrast: 4.0 * 50 / 68])
        expect(features.averaged, [.contrast: 3])
    }

    @Test("at distance 2 a chequerboard is even")
    func distance() {
        let board = patch(width: 5, height: 5) { x, y in 1 + (x + y) % 2 }
        var counter = CoOccurrence()
        expect(counter.features(of: board, distance: 2).merged, [.contrast: 0])
        let far = counter.features(of: board, distance: 5).merged[.contrast]
        #expect(far == .notAvailable("no two pixels of the region are neighbours"))
    }

    @Test("one bin has no correlation, and is even", .tags(.law6), arguments: TextureAggregation.allCases)
    func constant(aggregation: TextureAggregation) {
        var counter = CoOccurrence()
        let features = counter.features(of: patch(width: 4, height: 3) { _, _ in 2 })[aggregation]
        expect(features, [.contrast: 0, .angularSecondMoment: 1, .jointEntropy: 0, .informationCorrelation2: 0])
        let reason = Availability.notAvailable("all neighbours are of one bin (variance 0)")
        #expect(features[.correlation] == reason)
        #expect(features[.informationCorrelation1] == reason)
    }

    @Test("without neighbours there is no feature", .tags(.law6))
    func noNeighbours() {
        let reason = Availability.notAvailable("no two pixels of the region are neighbours")
        let onePixel = patch(width: 1, height: 1) { _, _ in 1 }
        let gap = DiscretisedPatch(levels: [1, 0, 1], width: 3, height: 1, levelCount: 1)
        var counter = CoOccurrence()
        for patch in [onePixel, gap] {
            let features = counter.features(of: patch)
            for feature in CoOccurrenceFeature.allCases {
                #expect(features.averaged[feature] == reason)
                #expect(features.merged[feature] == reason)
            }
        }
        #expect(counter.features(of: DiscretisedPatch()).merged[.contrast] == .emptyRegion)
    }

    @Test("a direction without neighbours has no part in the mean")
    func oneRow() throws {
        let row = DiscretisedPatch(levels: [1, 2, 2, 3], width: 4, height: 1, levelCount: 3)
        var counter = CoOccurrence()
        let features = counter.features(of: row)
        #expect(features.directions.map { $0 == nil } == [false, true, true, true])
        #expect(features.averaged == features.merged)
    }

    @Test("too few pairs of neighbours are no sample", .tags(.law6))
    func fewPairs() {
        let board = patch(width: 3, height: 2) { x, y in 1 + (x + y) % 2 }
        var counter = CoOccurrence()
        // 4 to the right, 3 down, 2 and 2 on the diagonals.
        #expect(counter.features(of: board, leastPairs: 11).merged[.contrast].value != nil)
        let reason = Availability.notAvailable("the region has 11 pairs of neighbours, fewer than 12")
        #expect(counter.features(of: board, leastPairs: 12).averaged[.contrast] == reason)
    }

    @Test("turning the image turns the directions", arguments: 0..<4 as Range<UInt64>)
    func turned(seed: UInt64) {
        let bins = TextureScene(seed: seed, width: 31, height: 23, grain: 3).bins(.fixedBinNumber(16))
        var counter = CoOccurrence()
        let features = counter.features(of: bins)
        let transposed = counter.features(of: bins.transposed)
        let mirrored = counter.features(of: bins.mirrored)
        #expect(transposed.directions == [2, 1, 0, 3].map { features.directions[$0] })
        #expect(mirrored.directions == [0, 3, 2, 1].map { features.directions[$0] })
        #expect(transposed.merged == features.merged)
        #expect(mirrored.merged == features.merged)
    }

    @Test("features that the manual calls equal are equal", arguments: 0..<4 as Range<UInt64>)
    func identities(seed: UInt64) throws {
        let bins = TextureScene(seed: seed, width: 31, height: 23, grain: 2).bins(.fixedBinNumber(32))
        var counter = CoOccurrence()
        let features = counter.features(of: bins).merged
        func number(_ feature: CoOccurrenceFeature) throws -> Double { try #require(features[feature].value) }
        let (average, variance) = (try number(.jointAverage), try number(.jointVariance))
        let (tendency, contrast) = (try number(.clusterTendency), try number(.contrast))
        let (dissimilarity, difference) = (try number(.dissimilarity), try number(.differenceVariance))
        // Rounding: sums of at most 10^3 terms of at most 64^2.
        #expect(abs(try number(.sumAverage) - 2 * average) < 1e-9)
        #expect(abs(tendency + contrast - 4 * variance) < 1e-9)
        #expect(abs(difference - (contrast - dissimilarity * dissimilarity)) < 1e-9)
        let correlation = (try number(.autocorrelation) - average * average) / variance
        #expect(abs(try number(.correlation) - correlation) < 1e-9)
    }

    @Test("memory of a larger patch leaves no trace")
    func reuse() {
        let small = TextureScene(seed: 1, width: 9, height: 7, grain: 2).bins(.fixedBinNumber(8))
        let large = TextureScene(seed: 2, width: 40, height: 30, grain: 1).bins(.fixedBinNumber(64))
        var fresh = CoOccurrence()
        var used = CoOccurrence()
        _ = used.features(of: large)
        #expect(used.features(of: small) == fresh.features(of: small))
    }

    private func patch(width: Int, height: Int, bin: (Int, Int) -> Int) -> DiscretisedPatch {
        let levels = (0..<width * height).map { UInt16(bin($0 % width, $0 / width)) }
        return DiscretisedPatch(levels: levels, width: width, height: height, levelCount: Int(levels.max() ?? 1))
    }

    /// A few terms of order one: 1e-12 is rounding.
    private func expect(
        _ features: TextureFeatures<CoOccurrenceFeature>,
        _ expected: [CoOccurrenceFeature: Double],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (feature, value) in expected {
            let number = features[feature].value ?? .nan
            #expect(abs(number - value) < 1e-12, "\(feature)", sourceLocation: sourceLocation)
        }
    }
}
