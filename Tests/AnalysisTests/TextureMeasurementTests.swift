internal import Analysis
internal import Imaging
internal import PhantomSimulator
internal import TestSupport
internal import Testing
internal import TissueMetrics

/// The families themselves are tested against IBSI's consensus in TissueMetricsTests: here, that the result bears them.
@Suite("Texture of made studies")
struct TextureMeasurementTests {
    private static let (width, height) = (64, 48)
    private static let box = PixelRectangle(left: 5, top: 6, right: 45, bottom: 36)

    /// Levels below those that drawings have, so that none is left out.
    private static let picture: [UInt8] = {
        var random = SplitMix64(seed: 31)
        return (0..<width * height).map { index in UInt8(20 + index % width / 2 + Int(random.next() % 30)) }
    }()

    private static let study = StudyFixture(name: "texture").grey8(picture: picture)

    private static func pipeline(_ texture: String, rules: String = "{}") -> String {
        Pipeline.roi(
            "glcm-*, glrlm-*, glszm-*, gldzm-*, ngtdm-*, ngldm-*, intensity-*, histogram-*, grey-mean",
            shape: Pipeline.rectangle(box.left, box.top, box.width, box.height),
            and: "texture: \(texture)\nrules: \(rules)"
        )
    }

    private static func patch(_ discretisation: TissueMetrics.Discretisation) -> DiscretisedPatch {
        let whole = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
        var patch = GreyPatch()
        patch.fill(PixelMask(RegionOutline(box), within: whole), of: picture, width: width, excluded: [])
        var bins = DiscretisedPatch()
        _ = bins.discretise(patch, by: discretisation)
        return bins
    }

    @Test(
        "every feature of every family is that of the same crop, bit for bit",
        arguments: [
            (
                "{discretisation: fixedBinSize, width: 8, origin: 0}",
                TissueMetrics.Discretisation.fixedBinSize(width: 8, origin: 0)
            ),
            ("{discretisation: fixedBinNumber, bins: 16}", .fixedBinNumber(16)),
        ]
    )
    func direct(texture: String, discretisation: TissueMetrics.Discretisation) async throws {
        let (result, depictions) = try await MadeStudy(Self.study).seen(Self.pipeline(texture))
        let group = try result.group("roi")
        let drawn = try #require(depictions.first).exclusions.count { $0 != 0 }
        #expect(drawn == 0)
        let patch = Self.patch(discretisation)
        var (pairs, runs, zones) = (CoOccurrence(), RunLengths(), GreyZones())
        var (differences, dependence) = (NeighbourhoodDifferences(), NeighbourDependence())
        let coOccurrence = pairs.features(of: patch, leastPairs: 1000)
        let runLengths = runs.features(of: patch)
        let zoneFeatures = zones.features(of: patch)
        try expect(coOccurrence.averaged, group, .coOccurrence, "-averaged")
        try expect(coOccurrence.merged, group, .coOccurrence, "-merged")
        try expect(runLengths.averaged, group, .runLength, "-averaged")
        try expect(runLengths.merged, group, .runLength, "-merged")
        try expect(zoneFeatures.sizes, group, .sizeZone)
        try expect(zoneFeatures.distances, group, .distanceZone)
        try expect(differences.features(of: patch), group, .neighbourhoodDifference)
        try expect(dependence.features(of: patch), group, .neighbourDependence)
        try expect(TextureFeatures<IntensityHistogramFeature>(patch.histogram), group, .histogram)
    }

    private func expect<Feature: TextureFeature>(
        _ features: TextureFeatures<Feature>,
        _ group: StudyResult.MeasurementGroup,
        _ family: MetricFamily,
        _ ending: String = ""
    ) throws {
        for feature in Feature.allCases {
            let definition = try #require(
                MetricCatalogue.definitions.first {
                    $0.family == family && $0.identifier.hasSuffix(ending)
                        && $0.concept.value == feature.term.identifier
                }
            )
            let answer = try group.measurement(definition.identifier).answer
            switch features[feature] {
            case .value(let number): #expect(answer == .value(number), "\(definition.identifier)")
            case .notAvailable(let reason): #expect(answer == .notAvailable(reason), "\(definition.identifier)")
            }
        }
    }

    @Test("with fewer pairs of neighbours than asked, co-occurrence is not available, and runs are", .tags(.law6))
    func fewPairs() async throws {
        let texture = "{discretisation: fixedBinSize, width: 8}"
        let result = try await MadeStudy(Self.study).result(Self.pipeline(texture, rules: "{leastPairs: 1000000}"))
        let group = try result.group("roi")
        for measurement in group.measurements where measurement.metric.hasPrefix("glcm-") {
            let reason = try #require(group.reason(measurement.metric))
            #expect(reason.hasSuffix("pairs of neighbours, fewer than 1000000"))
        }
        #expect(group.value("glrlm-short-runs-emphasis-merged") != nil || group.value("ngtdm-coarseness") != nil)
    }

    @Test(
        "pixels that are not square are flagged beside texture only",
        .tags(.law6),
        arguments: [(0.06, true), (0.052, false)]
    )
    func anisotropic(rowCentimetres: Double, isFlagged: Bool) async throws {
        var region = UltrasoundRegion.plane(0, 0, Self.width - 1, Self.height - 1)
        region.deltaY = rowCentimetres
        let study = try MadeStudy(Self.study.setting(\.regions, [region]))
        let group = try await study.result(Self.pipeline("{discretisation: fixedBinSize, width: 8}")).group("roi")
        let texture = try group.flags("ngtdm-coarseness").contains { $0.hasPrefix("anisotropic") }
        #expect(texture == isFlagged)
        let mean = try group.flags("grey-mean").contains { $0.hasPrefix("anisotropic") }
        #expect(!mean)
    }
}
