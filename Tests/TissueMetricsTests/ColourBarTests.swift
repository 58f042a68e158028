import TestSupport
import Testing
import TissueMetrics

@Suite("Colour bar")
struct ColourBarTests {
    private let place = PixelRectangle(left: 10, top: 20, right: 22, bottom: 121)

    private func picture(_ map: (Double) -> RGBColour) -> PaintedPicture {
        var picture = PaintedPicture(width: 40, height: 140, grey: 0)
        picture.bar(place, map)
        return picture
    }

    @Test("a painted velocity bar is read from the minus end, with its baseline in the middle")
    func velocity() throws {
        let picture = picture(ColourMap.velocity)
        let bar = try ColourBar(rgb: picture.rgb, width: 40, rectangle: place, fit: .exact)
        #expect(bar.entries == ColourMap.entries(101, ColourMap.velocity))
        #expect(bar.kind == .velocity)
        #expect(bar.doubledZero == 100)
        #expect(bar.doubledReach == 100)
    }

    @Test("a shifted baseline is found where it is")
    func shifted() throws {
        // Of 101 entries from −0.5 to 1: zero is a third up.
        let entries = (0..<101).map { ColourMap.velocity((Double($0) / 100 * 1.5 - 0.5 + 1) / 2) }
        let bar = try ColourBar(entries: entries)
        #expect(bar.kind == .velocity)
        // The dark run is symmetrical to a whole entry.
        let found = Double(bar.doubledZero)
        #expect(abs(found - 200.0 / 3) <= 2)
        #expect(bar.doubledReach == 200 - bar.doubledZero)
    }

    @Test("power and stiffness bars have no sign")
    func oneSided() throws {
        for map in [ColourMap.power, ColourMap.jet] {
            let bar = try ColourBar(rgb: picture(map).rgb, width: 40, rectangle: place, fit: .exact)
            #expect(bar.kind == .oneSided)
            #expect(bar.doubledZero == 0)
        }
    }

    @Test("a lying bar has its plus end on the right")
    func lying() throws {
        var picture = PaintedPicture(width: 140, height: 30, grey: 0)
        for x in 0..<101 {
            picture.fill(
                PixelRectangle(left: 20 + x, top: 5, right: 21 + x, bottom: 17),
                ColourMap.jet(Double(x) / 100)
            )
        }
        let bar = try ColourBar(
            rgb: picture.rgb,
            width: 140,
            rectangle: PixelRectangle(left: 20, top: 5, right: 121, bottom: 17),
            direction: .rightwards,
            fit: .exact
        )
        #expect(bar.entries == ColourMap.entries(101, ColourMap.jet))
    }

    @Test("padding and a white outline are cut off")
    func padding() throws {
        var picture = PaintedPicture(width: 40, height: 140, grey: 0)
        picture.fill(
            PixelRectangle(left: 8, top: 18, right: 24, bottom: 123),
            RGBColour(red: 255, green: 255, blue: 255)
        )
        picture.bar(place, ColourMap.jet)
        let wide = PixelRectangle(left: 6, top: 5, right: 26, bottom: 135)
        let bar = try ColourBar(rgb: picture.rgb, width: 40, rectangle: wide, fit: .padded)
        #expect(bar.entries == ColourMap.entries(101, ColourMap.jet))
    }

    @Test("halved chroma moves the entries by no more than a row")
    func halvedChroma() throws {
        let picture = picture(ColourMap.jet).withHalvedChroma()
        let bar = try ColourBar(rgb: picture.rgb, width: 40, rectangle: place, fit: .exact)
        let truth = ColourMap.entries(101, ColourMap.jet)
        for (index, entry) in bar.entries.enumerated() where (1..<100).contains(index) {
            // Two rows share their chroma, and rows differ by at most 2 · 10.2 in one channel where two change, 1 for
            // rounding.
            for channel in [\RGBColour.red, \.green, \.blue] {
                #expect(abs(Int(entry[keyPath: channel]) - Int(truth[index][keyPath: channel])) <= 22)
            }
        }
    }

    @Test("what is no colour bar is refused with its reason", .tags(.law6))
    func refusals() throws {
        func refusal(_ map: (Double) -> RGBColour) -> ColourBarRefusal? {
            do throws(ColourBarRefusal) {
                _ = try ColourBar(rgb: picture(map).rgb, width: 40, rectangle: place, fit: .exact)
                return nil
            } catch { return error }
        }
        #expect(refusal { RGBColour(red: UInt8(255 * $0), green: UInt8(255 * $0), blue: UInt8(255 * $0)) } == .grey)
        #expect(refusal(ColourMap.sepia) == .tooFewHues)
        #expect(refusal { _ in RGBColour(red: 200, green: 0, blue: 0) } == .tooFewHues)
        #expect(refusal(ColourMap.circle) == .unordered)
        #expect(refusal { ColourMap.jet((3 * $0).truncatingRemainder(dividingBy: 1)) } == .unordered)
        #expect(ColourBarRefusal.grey.reason == "most of the colour bar is grey")
    }

    @Test("lines of several colours are no bar", .tags(.law6))
    func uneven() {
        var picture = picture(ColourMap.jet)
        for y in 20..<121 { picture.paint(13, y, RGBColour(red: 255, green: 0, blue: 255)) }
        #expect(throws: ColourBarRefusal.unevenLines(percent: 100)) {
            try ColourBar(rgb: picture.rgb, width: 40, rectangle: place, fit: .exact)
        }
    }

    @Test("degenerate rectangles are refused", .tags(.law6))
    func degenerate() {
        let picture = picture(ColourMap.jet)
        for (rectangle, refusal) in [
            (PixelRectangle(left: 5, top: 5, right: 5, bottom: 9), ColourBarRefusal.outsideFrame),
            (PixelRectangle(left: -1, top: 5, right: 5, bottom: 9), .outsideFrame),
            (PixelRectangle(left: 1, top: 5, right: 5, bottom: 141), .outsideFrame),
            (PixelRectangle(left: 10, top: 20, right: 11, bottom: 21), .length(pixels: 1)),
            (PixelRectangle(left: 0, top: 0, right: 6, bottom: 140), .length(pixels: 0)),
        ] {
            #expect(throws: refusal) {
                try ColourBar(rgb: picture.rgb, width: 40, rectangle: rectangle, fit: .padded)
            }
        }
        #expect(throws: ColourBarRefusal.length(pixels: 0)) { try ColourBar(entries: []) }
    }
}
