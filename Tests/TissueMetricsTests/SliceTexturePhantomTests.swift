import TestSupport
import Testing
import TissueMetrics

/// The consensus values of the four families that have one matrix a slice.
@Suite("texture families of one matrix a slice, IBSI digital phantom", .enabled(if: Repository.sharedTestData != nil))
struct SliceTexturePhantomTests {
    @Test("size zones agree with the consensus value", arguments: SizeZoneFeature.allCases)
    func sizes(feature: SizeZoneFeature) throws {
        var zones = GreyZones()
        try Self.check(feature) { zones.features(of: $0).sizes }
    }

    @Test("distance zones agree with the consensus value", arguments: DistanceZoneFeature.allCases)
    func distances(feature: DistanceZoneFeature) throws {
        var zones = GreyZones()
        try Self.check(feature) { zones.features(of: $0).distances }
    }

    @Test(
        "neighbourhood differences agree with the consensus value",
        arguments: NeighbourhoodDifferenceFeature.allCases
    )
    func differences(feature: NeighbourhoodDifferenceFeature) throws {
        var differences = NeighbourhoodDifferences()
        try Self.check(feature) { differences.features(of: $0) }
    }

    @Test("neighbour dependence agrees with the consensus value", arguments: DependenceFeature.allCases)
    func dependence(feature: DependenceFeature) throws {
        var dependence = NeighbourDependence()
        try Self.check(feature) { dependence.features(of: $0) }
    }

    /// 8QNN: a feature of each slice, then the mean.
    private static func check<Feature: TextureFeature>(
        _ feature: Feature,
        _ measure: (DiscretisedPatch) -> TextureFeatures<Feature>
    ) throws {
        let slices = try TexturePhantom.slices()
        let numbers = slices.compactMap { measure($0)[feature].value }
        try #require(numbers.count == 4)
        let expected = try #require(try TexturePhantom.consensus(feature.term.identifier, "2D"))
        let mean = numbers.reduce(0, +) / 4
        #expect(TexturePhantom.threeDigits(mean) == TexturePhantom.threeDigits(expected))
    }
}
