import TestSupport
import Testing
import TissueMetrics

/// Runs, zones and dependence ask for nothing but a pixel: where there is none, each feature says so, whatever was counted
/// before, and where there is one, each is a number.
@Suite("Conditions of runs, zones and dependence")
struct TextureConditionsTests {
    private static let scene = TextureScene(seed: 5, width: 31, height: 23, grain: 4)

    @Test("after another patch, too, an empty region has none of them", .tags(.law6), arguments: DiscretisedPatch.empty)
    func emptyAfterUse(patch: DiscretisedPatch) {
        let before = Self.scene.bins(.fixedBinNumber(8))
        var (runs, zones, dependence) = (RunLengths(), GreyZones(), NeighbourDependence())
        _ = runs.features(of: before)
        _ = zones.features(of: before)
        _ = dependence.features(of: before)
        let runsThere = runs.features(of: patch)
        #expect(runsThere.directions.allSatisfy { $0 == nil })
        for aggregation in TextureAggregation.allCases { #expect(runsThere[aggregation].isAll(.emptyRegion)) }
        let zonesThere = zones.features(of: patch)
        #expect(zonesThere.sizes.isAll(.emptyRegion))
        #expect(zonesThere.distances.isAll(.emptyRegion))
        #expect(dependence.features(of: patch).isAll(.emptyRegion))
    }

    @Test("a reason against the bins is the reason against each feature", .tags(.law6))
    func refusedBins() {
        let reason = Availability.notAvailable("the region has 3 grey levels, fewer than 8")
        let runs = DirectionalFeatures<RunLengthFeature>(all: reason)
        for aggregation in TextureAggregation.allCases { #expect(runs[aggregation].isAll(reason)) }
        let zones = ZoneFeatures(all: reason)
        #expect(zones.sizes.isAll(reason))
        #expect(zones.distances.isAll(reason))
    }

    private static let top = DiscretisedPatch.mostLevels
    /// One pixel, a column, a row, two pixels that don't touch, and the top of the widest scale.
    static let least = [
        DiscretisedPatch(["1"]), DiscretisedPatch(["3", "3", "1"]), DiscretisedPatch(["12221"]),
        DiscretisedPatch(["2.2"]), DiscretisedPatch(levels: [UInt16(top)], width: 1, height: 1, levelCount: top),
    ]

    @Test("the least of regions has a finite number of each", .tags(.law6), arguments: least)
    func leastRegion(patch: DiscretisedPatch) {
        var (runs, zones, dependence) = (RunLengths(), GreyZones(), NeighbourDependence())
        let runsThere = runs.features(of: patch)
        for aggregation in TextureAggregation.allCases { #expect(isFinite(runsThere[aggregation])) }
        let zonesThere = zones.features(of: patch)
        #expect(isFinite(zonesThere.sizes))
        #expect(isFinite(zonesThere.distances))
        #expect(isFinite(dependence.features(of: patch)))
    }

    private func isFinite<Feature>(_ features: TextureFeatures<Feature>) -> Bool {
        Feature.allCases.allSatisfy { features[$0].value?.isFinite == true }
    }
}
