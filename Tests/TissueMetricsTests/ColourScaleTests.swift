import TestSupport
import Testing
import TissueMetrics

@Suite("Colour scale")
struct ColourScaleTests {
    /// Two half diagonals of a cell of 8 levels, 2 · 3.5 · √3: the most that the entry found is from the entry meant,
    /// in RGB.
    private let twoHalfDiagonals = 12.2

    @Test("each colour of a velocity bar has its signed level")
    func velocity() throws {
        let bar = try ColourBar(entries: ColourMap.entries(201, ColourMap.velocity))
        let scale = try ColourScale(bar, ends: ColourScale.Ends(minus: -40, plus: 40))
        for index in 0...200 where abs(index - 100) >= 5 {
            let level = try #require(scale.level(of: bar.entries[index]))
            // The main channel moves by 195 from zero to the end.
            #expect(abs(level - Double(index - 100) / 100) <= twoHalfDiagonals / 195)
        }
        #expect(scale.quantity(atDoubledPlace: 400) == 40)
        #expect(scale.quantity(atDoubledPlace: 200) == 0)
        #expect(scale.quantity(atDoubledPlace: 0) == -40)
    }

    @Test("a bar upside down mirrors the places")
    func mirrored() throws {
        let entries = ColourMap.entries(101, ColourMap.jet)
        let scale = try ColourScale(ColourBar(entries: entries), ends: nil)
        let mirrored = try ColourScale(ColourBar(entries: entries.reversed()), ends: nil)
        for entry in entries {
            let place = try #require(scale.doubledPlace(of: entry))
            #expect(mirrored.doubledPlace(of: entry) == 200 - place)
        }
    }

    @Test("grey and foreign colours are of no entry", .tags(.law6))
    func foreign() throws {
        let scale = try ColourScale(ColourBar(entries: ColourMap.entries(101, ColourMap.jet)), ends: nil)
        for colour in [(90, 90, 90), (255, 255, 255), (0, 0, 0), (255, 0, 255), (128, 128, 0)]
            as [(UInt8, UInt8, UInt8)]
        {
            #expect(scale.doubledPlace(of: RGBColour(red: colour.0, green: colour.1, blue: colour.2)) == nil)
        }
        #expect(scale.quantity(atDoubledPlace: 3) == nil, "no ends")
    }

    @Test("a long stretch of one colour has no place; a short one has its middle")
    func plateau() throws {
        func entries(flat: Int) -> [RGBColour] {
            ColourMap.entries(100, ColourMap.jet).map { $0 }
                + [RGBColour](repeating: ColourMap.jet(1), count: flat)
        }
        let top = ColourMap.jet(1)
        let long = try ColourScale(ColourBar(entries: entries(flat: 60)), ends: nil)
        #expect(long.doubledPlace(of: top) == nil)
        let short = try ColourScale(ColourBar(entries: entries(flat: 11)), ends: nil)
        let place = try #require(short.doubledPlace(of: top))
        // Entries 99 to 110, or one neighbour of another colour in the same cell.
        #expect(abs(place - 209) <= 24)
    }

    @Test("with a known opacity any grey beneath leaves the place", arguments: [0.3, 0.5, 0.8], 0..<4 as Range<UInt64>)
    func blended(opacity: Double, seed: UInt64) throws {
        let bar = try ColourBar(entries: ColourMap.entries(201, ColourMap.jet))
        let scale = try ColourScale(bar, ends: nil, blending: .grey(opacity: opacity))
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            let part = Double.random(in: 0.13...0.87, using: &random)
            let colour = blend(ColourMap.jet(part), opacity: opacity, grey: .random(in: 0...255, using: &random))
            let level = try #require(scale.level(of: colour))
            // Rounding to bytes adds a half on each channel and half an entry. Seen along the grey axis a channel's
            // 1,020 per unit are √(2/3) as many, shrunk by the opacity; the chord across a corner of the map is at
            // least √3/2 of the way along it.
            let bound = (twoHalfDiagonals + 2 * 0.87) / (opacity * 1020 * 0.816 * 0.866) + 0.5 / 200
            #expect(abs(level - part) <= bound)
        }
    }

    @Test("by hue, neither grey nor opacity matters", arguments: [0.5, 0.9], 0..<4 as Range<UInt64>)
    func hue(opacity: Double, seed: UInt64) throws {
        let bar = try ColourBar(entries: ColourMap.entries(201, ColourMap.jet))
        let scale = try ColourScale(bar, ends: nil, blending: .hue)
        var random = SplitMix(seed: seed)
        var found = 0
        for _ in 0..<200 {
            // Where the hue changes along the map: blue and red alone at its ends are one hue each.
            let part = Double.random(in: 0.16...0.84, using: &random)
            let colour = blend(ColourMap.jet(part), opacity: opacity, grey: .random(in: 0...255, using: &random))
            guard let place = scale.level(of: colour) else { continue }
            found += 1
            // Each channel is off by up to 4.5, so a difference by 9, out of a spread of at least opacity · 127.5
            // (mid-green, whose hue fills 255 from half of it).
            let error = 255 * 9 / (opacity * 127.5) * 2
            #expect(abs(place - part) <= error / 1020 + 0.5 / 200)
        }
        #expect(found >= 180, "a cell's rounding, blown up by the opacity, may pass the reject distance, but seldom")
        #expect(scale.level(of: RGBColour(red: 100, green: 100, blue: 110)) == nil, "grey has no hue")
    }

    @Test("ends that contradict the bar are refused", .tags(.law6))
    func ends() throws {
        let velocity = try ColourBar(entries: ColourMap.entries(101, ColourMap.velocity))
        let power = try ColourBar(entries: ColourMap.entries(101, ColourMap.power))
        for (bar, minus, plus) in [
            (velocity, 0.0, 40.0), (velocity, -10, 40), (power, 5, 5), (power, .nan, 1), (power, 0, .infinity),
            (power, -.greatestFiniteMagnitude, .greatestFiniteMagnitude),
        ] {
            #expect(throws: ColourBarRefusal.endsDoNotFit) {
                try ColourScale(bar, ends: ColourScale.Ends(minus: minus, plus: plus))
            }
        }
        for opacity in [0, -1, 1.1, .nan] {
            #expect(throws: ColourBarRefusal.opacity) {
                try ColourScale(power, ends: nil, blending: .grey(opacity: opacity))
            }
        }
    }

    private func blend(_ colour: RGBColour, opacity: Double, grey: Double) -> RGBColour {
        let level = { (channel: UInt8) in UInt8((opacity * Double(channel) + (1 - opacity) * grey).rounded()) }
        return RGBColour(red: level(colour.red), green: level(colour.green), blue: level(colour.blue))
    }
}
