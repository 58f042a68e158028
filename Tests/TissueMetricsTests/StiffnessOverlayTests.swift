import TestSupport
import Testing
import TissueMetrics

@Suite("Stiffness overlay")
struct StiffnessOverlayTests {
    private let region = PixelRectangle(left: 0, top: 0, right: 40, bottom: 40)

    private func scale(_ ends: ColourScale.Ends?, _ blending: ColourScale.Blending) throws -> ColourScale {
        try ColourScale(ColourBar(entries: ColourMap.entries(201, ColourMap.jet)), ends: ends, blending: blending)
    }

    private func summary(
        _ picture: PaintedPicture,
        _ scale: ColourScale,
        excluded: [UInt8] = [],
        as other: StiffnessQuantity = .youngsModulus
    ) -> StiffnessOverlay.Summary {
        var overlay = StiffnessOverlay(scale: scale)
        overlay.add(picture.mask(region), rgb: picture.rgb, width: picture.width, excluded: excluded)
        return overlay.summary(of: .youngsModulus, as: other)
    }

    /// Rows of three values, an opacity over speckle.
    private func picture(opacity: Double, seed: UInt64) -> PaintedPicture {
        var (picture, random) = (PaintedPicture(width: 40, height: 40), SplitMix(seed: seed))
        for y in 0..<40 {
            let colour = ColourMap.jet(y < 12 ? 0.25 : y < 28 ? 0.5 : 0.8)
            for x in 0..<40 {
                let grey = (1 - opacity) * Double.random(in: 0...255, using: &random)
                let level = { (channel: UInt8) in UInt8((opacity * Double(channel) + grey).rounded()) }
                let blended = RGBColour(red: level(colour.red), green: level(colour.green), blue: level(colour.blue))
                picture.paint(x, y, blended)
            }
        }
        return picture
    }

    @Test("painted kPa are read through any blending", arguments: [1, 0.5], 0..<3 as Range<UInt64>)
    func truth(opacity: Double, seed: UInt64) throws {
        let scale = try scale(ColourScale.Ends(minus: 0, plus: 50), opacity < 1 ? .grey(opacity: opacity) : .opaque)
        let read = summary(picture(opacity: opacity, seed: seed), scale)
        // As derived in ColourScaleTests: a channel changes by 1,020 per unit of the bar.
        let bound = 50 * ((12.2 + 2 * 0.87) / (opacity * 1020 * 0.816 * 0.866) + 0.5 / 200)
        let median = try #require(read.median.value)
        #expect(abs(median - 25) <= bound)
        // 12 of 40 rows are the least, 12 the greatest: they hold the quartiles.
        let range = try #require(read.interquartileRange.value)
        #expect(abs(range - 27.5) <= 2 * bound)
        #expect(read.count == 1600)
        #expect(read.rejectedPercent == 0)
    }

    @Test("a conversion is of each value: m/s of the quartiles, never of the IQR")
    func converted() throws {
        let scale = try scale(ColourScale.Ends(minus: 0, plus: 50), .opaque)
        let read = summary(picture(opacity: 1, seed: 1), scale, as: .shearWaveSpeed)
        let (median, range) = (try #require(read.median.value), try #require(read.interquartileRange.value))
        // c = √(E/3); the slope of c is 1/(6c), and values are good to 0.97 kPa.
        let middle = (25.0 / 3).squareRoot()
        #expect(abs(median - middle) <= 0.97 / (6 * 2.8))
        let truth = (40.0 / 3).squareRoot() - (12.5 / 3).squareRoot()
        let tolerance = 0.97 / (6 * 1.9) + 0.97 / (6 * 3.5)
        #expect(abs(range - truth) <= tolerance)
    }

    @Test("ends the other way round on a bar upside down read the same")
    func mirrored() throws {
        let up = try scale(ColourScale.Ends(minus: 0, plus: 50), .opaque)
        let entries = Array(ColourMap.entries(201, ColourMap.jet).reversed())
        let down = try ColourScale(ColourBar(entries: entries), ends: ColourScale.Ends(minus: 50, plus: 0))
        let painted = picture(opacity: 1, seed: 1)
        let (one, other) = (summary(painted, up), summary(painted, down))
        let (a, b) = (try #require(one.median.value), try #require(other.median.value))
        #expect(abs(a - b) < 1e-9)
        let (c, d) = (try #require(one.interquartileRange.value), try #require(other.interquartileRange.value))
        #expect(abs(c - d) < 1e-9)
    }

    @Test("without ends, or with foreign colours, there is no kPa", .tags(.law6))
    func conditions() throws {
        let uncalibrated = Availability.notAvailable("colour scale not calibrated")
        #expect(summary(picture(opacity: 1, seed: 1), try scale(nil, .opaque)).median == uncalibrated)
        #expect(StiffnessOverlay.uncalibrated.median == uncalibrated)
        let scale = try scale(ColourScale.Ends(minus: 0, plus: 50), .opaque)
        let grey = summary(PaintedPicture(width: 40, height: 40), scale)
        #expect(grey.median == .notAvailable("100% of the overlay's pixels match no colour of the bar"))
        #expect(grey.rejectedPercent == 100)
        let negative = try self.scale(ColourScale.Ends(minus: -50, plus: 0), .opaque)
        let reason = "the colour bar's ends are below zero, where there is no stiffness"
        #expect(summary(picture(opacity: 1, seed: 1), negative).median == .notAvailable(reason))
    }

    @Test("an empty or wholly excluded region has no value, one pixel has its own", .tags(.law6))
    func degenerate() throws {
        let scale = try scale(ColourScale.Ends(minus: 0, plus: 50), .opaque)
        let picture = picture(opacity: 1, seed: 1)
        #expect(summary(picture, scale, excluded: [UInt8](repeating: 1, count: 1600)).median == .emptyRegion)
        #expect(StiffnessOverlay(scale: scale).summary(of: .youngsModulus, as: .youngsModulus).median == .emptyRegion)
        var one = StiffnessOverlay(scale: scale)
        let pixel = picture.mask(PixelRectangle(left: 2, top: 2, right: 3, bottom: 3))
        one.add(pixel, rgb: picture.rgb, width: 40, excluded: [])
        #expect(one.summary(of: .youngsModulus, as: .youngsModulus).interquartileRange == .value(0))
    }
}
