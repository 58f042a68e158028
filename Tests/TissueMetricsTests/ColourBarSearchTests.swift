import TestSupport
import Testing
import TissueMetrics

@Suite("Search for a colour bar")
struct ColourBarSearchTests {
    private let place = PixelRectangle(left: 180, top: 30, right: 192, bottom: 131)
    private let box = PixelRectangle(left: 30, top: 30, right: 130, bottom: 130)

    /// Speckle, flow in the colour box, and a bar to the right.
    private func picture(seed: UInt64, _ map: ((Double) -> RGBColour)?) -> PaintedPicture {
        var (picture, random) = (PaintedPicture(width: 200, height: 160, grey: 0), SplitMix(seed: seed))
        for y in 10..<150 {
            for x in 10..<150 {
                let grey = UInt8.random(in: 0...200, using: &random)
                picture.paint(x, y, RGBColour(red: grey, green: grey, blue: grey))
            }
        }
        for y in 50..<110 {
            for x in 60..<75 { picture.paint(x, y, ColourMap.velocity(.random(in: 0...1, using: &random))) }
        }
        if let map { picture.bar(place, map) }
        return picture
    }

    private func search(_ picture: PaintedPicture) -> ColourBarSearch {
        ColourBarSearch(rgb: picture.rgb, width: picture.width, outside: box)
    }

    @Test("the bar beside the picture is found, and no flow in the box", arguments: 0..<4 as Range<UInt64>)
    func found(seed: UInt64) throws {
        for map in [ColourMap.velocity, ColourMap.jet] {
            let search = search(picture(seed: seed, map))
            let bar = try ColourBar(entries: ColourMap.entries(101, map))
            #expect(search.outcome == .found(bar, place))
            #expect(search.candidates.map(\.rectangle) == [place])
            #expect(search.candidates.map(\.refusal) == [nil])
        }
    }

    @Test("the faint end of a power bar belongs to it")
    func faint() throws {
        guard case .found(let bar, let rectangle) = search(picture(seed: 1, ColourMap.power)).outcome else {
            Issue.record("not found")
            return
        }
        // Black is no colour: the last row, level 0, can't be told from the background.
        #expect(rectangle == PixelRectangle(left: 180, top: 30, right: 192, bottom: 130))
        #expect(bar.kind == .oneSided)
    }

    @Test("where the bar is doesn't change what it says")
    func shifted() throws {
        let painted = picture(seed: 1, nil)
        for left in [1, 160, 185] {
            var moved = painted
            let rectangle = PixelRectangle(left: left, top: 20, right: left + 9, bottom: 121)
            moved.bar(rectangle, ColourMap.velocity)
            let bar = try ColourBar(entries: ColourMap.entries(101, ColourMap.velocity))
            #expect(search(moved).outcome == .found(bar, rectangle))
        }
    }

    @Test("halved chroma moves the bar's edges by at most two pixels")
    func halvedChroma() {
        guard case .found(let bar, let rectangle) = search(picture(seed: 1, ColourMap.jet).withHalvedChroma()).outcome
        else {
            Issue.record("not found")
            return
        }
        #expect(bar.kind == .oneSided)
        #expect(abs(rectangle.left - place.left) <= 2 && abs(rectangle.right - place.right) <= 2)
        #expect(abs(rectangle.top - place.top) <= 2 && abs(rectangle.bottom - place.bottom) <= 2)
    }

    @Test("none, two, or a strip that is no bar: the search says so", .tags(.law6))
    func refused() {
        let none = "no narrow upright strip of colour outside of the colour box"
        #expect(search(picture(seed: 1, nil)).outcome == .refused(none))
        var two = picture(seed: 1, ColourMap.jet)
        two.bar(PixelRectangle(left: 160, top: 30, right: 170, bottom: 131), ColourMap.velocity)
        #expect(search(two).outcome == .refused("2 strips look like colour bars: name the one to use"))
        let circle = search(picture(seed: 1, ColourMap.circle))
        #expect(circle.candidates.map(\.refusal) == [.unordered])
        let reason = "no strip is a colour bar; of the 1, the first: a colour of the colour bar has no one place on it"
        #expect(circle.outcome == .refused(reason))
    }

    @Test("empty, one-pixel, constant and wholly coloured frames have none", .tags(.law6))
    func degenerate() {
        let none = ColourBarSearch.Outcome.refused("no narrow upright strip of colour outside of the colour box")
        for (width, height) in [(1, 0), (1, 1), (60, 60)] {
            for channel: UInt8 in [0, 90, 255] {
                var picture = PaintedPicture(width: width, height: height)
                let whole = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
                picture.fill(whole, RGBColour(red: channel, green: 0, blue: 0))
                #expect(ColourBarSearch(rgb: picture.rgb, width: width, outside: nil).outcome == none)
            }
        }
    }
}
