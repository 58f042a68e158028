import TestSupport
import Testing
import TissueMetrics

@Suite("Flow indices")
struct FlowIndicesTests {
    private let region = PixelRectangle(left: 0, top: 0, right: 40, bottom: 40)
    private func velocityScale(_ ends: ColourScale.Ends?) throws -> ColourScale {
        try ColourScale(ColourBar(entries: ColourMap.entries(201, ColourMap.velocity)), ends: ends)
    }

    private func count(_ picture: PaintedPicture, excluded: [UInt8] = [], scale: ColourScale?) -> FlowCounts {
        var counts = FlowCounts()
        counts.add(
            picture.mask(region),
            rgb: picture.rgb,
            width: picture.width,
            colour: picture.judged(),
            excluded: excluded,
            scale: scale
        )
        return counts
    }

    @Test("a painted patch has its share, level and velocity", arguments: [-0.9, -0.4, 0.3, 0.6, 1])
    func patch(signed: Double) throws {
        let scale = try velocityScale(ColourScale.Ends(minus: -50, plus: 50))
        var picture = PaintedPicture(width: 40, height: 40)
        picture.fill(PixelRectangle(left: 0, top: 10, right: 40, bottom: 20), ColourMap.velocity((signed + 1) / 2))
        let indices = FlowIndices(count(picture, scale: scale), scale: scale)
        #expect(indices.vascularisation == .value(25))
        let flow = try #require(indices.flow.value)
        // 12.2 in RGB (two half diagonals of the table's cell) of 195 from zero to the end; a half for the byte.
        let tolerance = (12.2 + 0.5) / 195
        #expect(abs(flow - 100 * abs(signed)) <= 100 * tolerance)
        let product = try #require(indices.vascularisationFlow.value)
        #expect(abs(product - 25 * flow / 100) < 1e-12)
        let velocity = try #require(indices.meanVelocity.value)
        #expect(abs(velocity - 50 * signed) <= 50 * tolerance)
        let speed = try #require(indices.meanSpeed.value)
        #expect(abs(speed - abs(velocity)) < 1e-12)
    }

    @Test("power has a level and no velocity", .tags(.law6))
    func power() throws {
        let scale = try ColourScale(ColourBar(entries: ColourMap.entries(201, ColourMap.power)), ends: nil)
        var picture = PaintedPicture(width: 40, height: 40)
        picture.fill(PixelRectangle(left: 5, top: 0, right: 15, bottom: 40), ColourMap.power(0.7))
        let indices = FlowIndices(count(picture, scale: scale), scale: scale)
        let flow = try #require(indices.flow.value)
        #expect(abs(flow - 70) <= 100 * (12.2 + 0.5) / 510)
        #expect(indices.meanVelocity == .notAvailable("the colour bar has no sign: power, not velocity"))
    }

    @Test("opposite flows cancel in the velocity, not in the speed")
    func opposite() throws {
        let scale = try velocityScale(ColourScale.Ends(minus: -50, plus: 50))
        var picture = PaintedPicture(width: 40, height: 40)
        picture.fill(PixelRectangle(left: 0, top: 0, right: 40, bottom: 10), ColourMap.velocity(0.9))
        picture.fill(PixelRectangle(left: 0, top: 30, right: 40, bottom: 40), ColourMap.velocity(0.1))
        let indices = FlowIndices(count(picture, scale: scale), scale: scale)
        let (velocity, speed) = (try #require(indices.meanVelocity.value), try #require(indices.meanSpeed.value))
        #expect(abs(velocity) <= 50 * 12.7 / 195)
        #expect(abs(speed - 40) <= 50 * 12.7 / 195)
    }

    @Test("the ends scale the velocity and leave the indices")
    func ends() throws {
        var picture = PaintedPicture(width: 40, height: 40)
        picture.fill(PixelRectangle(left: 3, top: 4, right: 30, bottom: 19), ColourMap.velocity(0.8))
        let (one, two) = (
            try velocityScale(ColourScale.Ends(minus: -10, plus: 10)),
            try velocityScale(ColourScale.Ends(minus: -20, plus: 20))
        )
        let (low, high) = (
            FlowIndices(count(picture, scale: one), scale: one), FlowIndices(count(picture, scale: two), scale: two)
        )
        #expect(low.flow == high.flow)
        let (v1, v2) = (try #require(low.meanVelocity.value), try #require(high.meanVelocity.value))
        #expect(abs(2 * v1 - v2) < 1e-12)
    }

    @Test("merging frames doesn't depend on their order", arguments: 0..<8 as Range<UInt64>)
    func merging(seed: UInt64) throws {
        let scale = try velocityScale(nil)
        var random = SplitMix(seed: seed)
        let frames = (0..<3).map { _ in
            var picture = PaintedPicture(width: 40, height: 40)
            let top = Int.random(in: 0..<20, using: &random)
            picture.fill(
                PixelRectangle(left: 4, top: top, right: 30, bottom: top + 9),
                ColourMap.velocity(.random(in: 0...1, using: &random))
            )
            return count(picture, scale: scale)
        }
        var (forwards, backwards) = (FlowCounts(), FlowCounts())
        for frame in frames { forwards.merge(frame) }
        for frame in frames.reversed() { backwards.merge(frame) }
        #expect(forwards == backwards)
        #expect(forwards.flow == frames.reduce(0) { $0 + $1.flow })
    }

    @Test("no flow: vascularisation is 0 and the level not available", .tags(.law6))
    func noFlow() throws {
        let scale = try velocityScale(nil)
        let indices = FlowIndices(count(PaintedPicture(width: 40, height: 40), scale: scale), scale: scale)
        #expect(indices.vascularisation == .value(0))
        #expect(indices.flow == .notAvailable("no coloured pixel"))
        #expect(indices.vascularisationFlow == .value(0))
        #expect(indices.meanSpeed == .notAvailable("no coloured pixel"))
    }

    @Test("without bar, ends or matching colours the reason is said", .tags(.law6))
    func conditions() throws {
        var picture = PaintedPicture(width: 40, height: 40)
        picture.fill(PixelRectangle(left: 0, top: 0, right: 40, bottom: 10), ColourMap.velocity(0.9))
        let without = FlowIndices(count(picture, scale: nil), scale: nil)
        #expect(without.vascularisation == .value(25))
        #expect(without.flow == .notAvailable("no colour bar"))
        #expect(without.vascularisationFlow == .notAvailable("no colour bar"))

        let endless = try velocityScale(nil)
        let unknown = FlowIndices(count(picture, scale: endless), scale: endless)
        #expect(unknown.meanVelocity == .notAvailable("scale unknown: no velocity at the colour bar's ends"))

        picture.fill(
            PixelRectangle(left: 0, top: 20, right: 40, bottom: 35),
            RGBColour(red: 255, green: 0, blue: 255)
        )
        let foreign = FlowIndices(count(picture, scale: endless), scale: endless)
        #expect(foreign.flow == .notAvailable("60% of the coloured pixels match no colour of the bar"))
        #expect(foreign.unmatchedPercent == 60)
    }

    @Test("an empty, one-pixel, excluded or tinted region gives no number", .tags(.law6))
    func degenerate() throws {
        let scale = try velocityScale(nil)
        #expect(FlowIndices(FlowCounts(), scale: scale).vascularisation == .emptyRegion)
        #expect(FlowIndices(FlowCounts(), scale: nil).meanSpeed == .emptyRegion)
        let picture = PaintedPicture(width: 40, height: 40)
        let excluded = count(picture, excluded: [UInt8](repeating: 1, count: 1600), scale: scale)
        #expect(FlowIndices(excluded, scale: scale).vascularisation == .emptyRegion)

        var one = FlowCounts()
        let pixel = picture.mask(PixelRectangle(left: 3, top: 3, right: 4, bottom: 4))
        one.add(pixel, rgb: picture.rgb, width: 40, colour: picture.judged(), excluded: [], scale: scale)
        #expect(FlowIndices(one, scale: scale).vascularisation == .value(0))

        var tinted = PaintedPicture(width: 40, height: 40)
        for y in 0..<40 {
            for x in 0..<40 { tinted.paint(x, y, ColourMap.sepia(Double(x + 10) / 50)) }
        }
        let reason = Availability.notAvailable("tinted grey map: its colour is no flow")
        #expect(FlowIndices(count(tinted, scale: scale), scale: scale).vascularisationFlow == reason)
    }

    @Test("halved chroma moves share and level within the patch's border")
    func halvedChroma() throws {
        let scale = try velocityScale(nil)
        var picture = PaintedPicture(width: 40, height: 40)
        picture.fill(PixelRectangle(left: 5, top: 5, right: 25, bottom: 25), ColourMap.velocity(0.85))
        let indices = FlowIndices(count(picture.withHalvedChroma(), scale: scale), scale: scale)
        let share = try #require(indices.vascularisation.value)
        // A patch of 20 by 20 that grows by at most one pixel on each side.
        #expect((25...30.25).contains(share))
        let flow = try #require(indices.flow.value)
        // Of the decoded pixels those within one pixel of the border, at most 160 of 484, may be anywhere within 30 in
        // RGB of an entry; the border's level is between that of grey and the patch's.
        let tolerance = 100 * 12.7 / 195 + 70.0 * 160 / 484
        #expect(abs(flow - 70) <= tolerance)
    }
}
