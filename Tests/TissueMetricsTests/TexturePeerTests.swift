import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite(
    "Texture against MIRP and pyradiomics",
    .enabled(if: SliceTexturePeers.areInstalled, "install mirp and pyradiomics")
)
struct TexturePeerTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let grain: Int
        let discretisation: Discretisation
        let argument: String
        var testDescription: String { "seed \(seed), grain \(grain), \(argument)" }
    }

    @Test(
        "every feature of intensity, co-occurrence and run lengths agrees to rounding",
        arguments: [
            Scene(seed: 1, grain: 1, discretisation: .fixedBinSize(width: 8, origin: 0), argument: "fbs:8"),
            Scene(seed: 2, grain: 4, discretisation: .fixedBinNumber(32), argument: "fbn:32"),
            Scene(seed: 3, grain: 9, discretisation: .fixedBinSize(width: 25, origin: 0), argument: "fbs:25"),
        ]
    )
    func agreement(scene: Scene) throws {
        let image = TextureScene(seed: scene.seed, width: 37, height: 29, grain: scene.grain)
        let bins = image.bins(scene.discretisation)
        var grey = GreyHistogram(levels: 256)
        for (level, isIn) in zip(image.levels, image.mask) where isIn == 1 { grey.add(level: Int(level)) }
        var coOccurrence = CoOccurrence()
        var runLengths = RunLengths()
        let pairs = coOccurrence.features(of: bins)
        let runs = runLengths.features(of: bins)

        var ours: [String: Availability] = [:]
        add(TextureFeatures<IntensityStatisticFeature>(grey), "slice", to: &ours)
        add(TextureFeatures<IntensityHistogramFeature>(bins.histogram), "slice", to: &ours)
        for aggregation in TextureAggregation.allCases {
            add(pairs[aggregation], aggregation.peerName, to: &ours)
            add(runs[aggregation], aggregation.peerName, to: &ours)
        }
        let peers = try TexturePeers.values(of: image, discretisation: scene.argument)
        let mirp = try #require(peers["mirp"])
        let pyradiomics = try #require(peers["pyradiomics"])
        for (key, availability) in ours {
            let number = try #require(availability.value, "\(key)")
            let theirs = try #require(mirp[key], "MIRP has no \(key)")
            #expect(TexturePeers.agree(number, theirs), "\(key): \(number), MIRP \(theirs)")
            if let others = pyradiomics[key] {
                #expect(TexturePeers.agree(number, others), "\(key): \(number), pyradiomics \(others)")
            }
        }
    }

    private func add<Feature: TextureFeature>(
        _ features: TextureFeatures<Feature>,
        _ aggregation: String,
        to values: inout [String: Availability]
    ) {
        for feature in Feature.allCases { values["\(feature.term.identifier) \(aggregation)"] = features[feature] }
    }
}
