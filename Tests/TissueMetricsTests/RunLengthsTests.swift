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

    @Test("upright stripes are long runs downwards and pixels to the right")
    func stripes() throws {
        let levels = (0..<24).map { UInt16(1 + $0 % 6 % 2) }
        let stripes = DiscretisedPatch(levels: levels, width: 6, height: 4, levelCount: 2)
        var counter = RunLengths()
        let directions = counter.features(of: stripes).directions
        let down = try #require(directions[2])
        expect(down, [.shortRuns: 1.0 / 16, .longRuns: 16, .runPercentage: 0.25, .runLengthVariance: 0])
        expect(down, [.greyLevelNonUniformity: 3, .runLengthNonUniformity: 6, .runEntropy: 1])
        let right = try #require(directions[0])
        expect(right, [.shortRuns: 1, .longRuns: 1, .runPercentage: 1, .runLengthNonUniformity: 24])
    }

    /// Diagonals of a square of n have the lengths 1, 2, … n, … 2, 1.
    @Test("a square of one bin has runs as long as its rows and diagonals", arguments: [1, 2, 5, 64])
    func constant(side: Int) throws {
        let square = DiscretisedPatch(
            levels: [UInt16](repeating: 1, count: side * side),
            width: side,
            height: side,
            levelCount: 1
        )
        var counter = RunLengths()
        let directions = counter.features(of: square).directions
        let n = Double(side)
        for direction in [0, 2] {
            let straight = try #require(directions[direction])
            expect(straight, [.shortRuns: 1 / (n * n), .longRuns: n * n, .runPercentage: 1 / n, .greyLevelVariance: 0])
        }
        let shorter = (1..<max(side, 1)).map { Double($0) }
        let inverse = 2 * shorter.reduce(0) { $0 + 1 / ($1 * $1) } + 1 / (n * n)
        for direction in [1, 3] {
            let slanted = try #require(directions[direction])
            expect(slanted, [.shortRuns: inverse / (2 * n - 1), .runPercentage: (2 * n - 1) / (n * n)])
        }
    }

    @Test("a run ends at the region's edge")
    func gap() throws {
        let row = DiscretisedPatch(levels: [3, 3, 0, 3, 3, 3], width: 6, height: 1, levelCount: 3)
        var counter = RunLengths()
        let right = try #require(counter.features(of: row).directions[0])
        expect(right, [.longRuns: 6.5, .runPercentage: 0.4, .longRunHighGreyLevel: 58.5, .lowGreyLevelRuns: 1.0 / 9])
    }

    @Test("no pixel, no number", .tags(.law6), arguments: TextureAggregation.allCases)
    func empty(aggregation: TextureAggregation) {
        var counter = RunLengths()
        let none = DiscretisedPatch(levels: [0, 0], width: 2, height: 1, levelCount: 1)
        for patch in [DiscretisedPatch(), none] {
            let features = counter.features(of: patch)[aggregation]
            for feature in RunLengthFeature.allCases { #expect(features[feature] == .emptyRegion) }
        }
    }

    @Test("turning the image turns the directions", arguments: 0..<4 as Range<UInt64>)
    func turned(seed: UInt64) {
        let bins = TextureScene(seed: seed, width: 31, height: 23, grain: 5).bins(.fixedBinNumber(8))
        var counter = RunLengths()
        let features = counter.features(of: bins)
        let transposed = counter.features(of: bins.transposed)
        let mirrored = counter.features(of: bins.mirrored)
        #expect(transposed.directions == [2, 1, 0, 3].map { features.directions[$0] })
        #expect(mirrored.directions == [0, 3, 2, 1].map { features.directions[$0] })
        #expect(transposed.merged == features.merged)
    }

    @Test("memory of a larger patch leaves no trace")
    func reuse() {
        let small = TextureScene(seed: 1, width: 9, height: 7, grain: 4).bins(.fixedBinNumber(8))
        let large = TextureScene(seed: 2, width: 40, height: 30, grain: 4).bins(.fixedBinNumber(64))
        var fresh = RunLengths()
        var used = RunLengths()
        _ = used.features(of: large)
        #expect(used.features(of: small) == fresh.features(of: small))
    }

    /// Sums of at most 127 terms of at most 64^2: 1e-11 is rounding.
    private func expect(
        _ features: TextureFeatures<RunLengthFeature>,
        _ expected: [RunLengthFeature: Double],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (feature, value) in expected {
            let number = features[feature].value ?? .nan
            #expect(abs(number - value) < 1e-11, "\(feature)", sourceLocation: sourceLocation)
        }
    }
}
