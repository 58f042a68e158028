import TestSupport
import Testing
import TissueMetrics

@Suite("Discretisation")
struct DiscretisationTests {
    /// K15C in floating point, as the manual writes it.
    @Test("a fixed number of bins follows the manual's formula", arguments: [1, 2, 7, 32, 256, 1024], [1, 100, 255])
    func fixedBinNumber(number: Int, greatest: Int) {
        let levels = (0...greatest).map { UInt16($0) }
        let (bins, outcome) = discretise(levels, .fixedBinNumber(number))
        #expect(outcome == .value(Double(number)))
        #expect(bins.levelCount == number)
        for level in 0..<greatest {
            let formula = (Double(number) * Double(level) / Double(greatest)).rounded(.down) + 1
            #expect(bins.levels[level] == UInt16(formula))
        }
        #expect(bins.levels[greatest] == UInt16(number))
    }

    @Test("bins of a fixed size begin at their origin, and Ng is the greatest that occurs")
    func fixedBinSize() {
        let (bins, outcome) = discretise([8, 15, 16, 23, 24, 200], .fixedBinSize(width: 8, origin: 8))
        #expect(bins.levels == [1, 1, 2, 2, 3, 25])
        #expect(outcome == .value(25))
        #expect(bins.pixelCount == 6)
        #expect(discretise([0, 1, 2, 3], .fixedBinSize(width: 1.5, origin: -0.5)).0.levels == [1, 2, 2, 3])
    }

    @Test("the whole 16-bit scale is discretised")
    func sixteenBits() {
        let levels: [UInt16] = [0, 63, 64, 65_535]
        #expect(discretise(levels, .fixedBinSize(width: 64, origin: 0)).0.levels == [1, 1, 2, 1024])
        #expect(discretise(levels, .fixedBinNumber(1024)).0.levels == [1, 1, 2, 1024])
    }

    @Test("adding to every pixel changes no bin of a fixed number", arguments: [1, 17, 60_000] as [UInt16])
    func shift(offset: UInt16) {
        let levels = (0..<500).map { UInt16($0 * $0 % 251) }
        let shifted = levels.map { $0 + offset }
        #expect(discretise(shifted, .fixedBinNumber(32)).0.levels == discretise(levels, .fixedBinNumber(32)).0.levels)
    }

    @Test("an equal region has one bin")
    func constant() {
        let (bins, outcome) = discretise([77, 77, 77], .fixedBinNumber(32))
        #expect(bins.levels == [1, 1, 1])
        #expect(outcome == .value(1))
    }

    @Test("a pixel that is left out has no bin and moves none")
    func excluded() {
        let (bins, _) = discretise([0, 10, 20, 255], .fixedBinNumber(2), excluded: [1, 0, 0, 1])
        #expect(bins.levels == [0, 1, 2, 0])
        #expect(bins.pixelCount == 2)
        #expect(bins.histogram == GreyHistogram(counts: [0, 1, 1]))
    }

    @Test(
        "what can't be discretised says why and leaves no pixel",
        .tags(.law6),
        arguments: [
            (.fixedBinSize(width: 8, origin: 4), "a pixel is below the first bin"),
            (.fixedBinSize(width: 1, origin: 0), "the grey levels need more than 1024 bins"),
            (.fixedBinSize(width: 1e-300, origin: 0), "the grey levels need more than 1024 bins"),
            (.fixedBinSize(width: 0, origin: 0), "the bins have no width"),
            (.fixedBinSize(width: .nan, origin: 0), "the bins have no width"),
            (.fixedBinSize(width: 8, origin: -.infinity), "the bins have no width"),
            (.fixedBinNumber(0), "there is no bin"),
            (.fixedBinNumber(1025), "the grey levels need more than 1024 bins"),
        ] as [(Discretisation, String)]
    )
    func refused(discretisation: Discretisation, reason: String) {
        let (bins, outcome) = discretise([3, 5000], discretisation)
        #expect(outcome == .notAvailable(reason))
        #expect(bins.pixelCount == 0)
        #expect(bins.levels.isEmpty)
    }

    @Test("no pixel, no bin", .tags(.law6))
    func empty() {
        #expect(discretise([5, 6], .fixedBinNumber(8), excluded: [1, 1]).1 == .emptyRegion)
        var bins = DiscretisedPatch()
        #expect(bins.discretise(GreyPatch(), by: .fixedBinNumber(8)) == .emptyRegion)
    }

    @Test("memory of another patch leaves no trace")
    func reuse() {
        var bins = TextureScene(seed: 1, width: 40, height: 30, grain: 1).bins(.fixedBinNumber(64))
        let scene = TextureScene(seed: 2, width: 30, height: 40, grain: 1)
        _ = bins.discretise(scene.patch, by: .fixedBinSize(width: 8, origin: 0))
        #expect(bins.levels == scene.bins(.fixedBinSize(width: 8, origin: 0)).levels)
    }

    private func discretise(
        _ levels: [UInt16],
        _ discretisation: Discretisation,
        excluded: [UInt8] = []
    ) -> (DiscretisedPatch, Availability) {
        let bounds = PixelRectangle(left: 0, top: 0, right: levels.count, bottom: 1)
        let mask = PixelMask(RegionOutline(bounds), within: bounds)
        var patch = GreyPatch()
        patch.fill(mask, of: levels, width: levels.count, excluded: excluded, topLevel: 65_535)
        var bins = DiscretisedPatch()
        let outcome = bins.discretise(patch, by: discretisation)
        return (bins, outcome)
    }
}
