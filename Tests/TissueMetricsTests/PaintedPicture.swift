import TissueMetrics

/// An RGB frame that a test paints.
struct PaintedPicture {
    let width: Int
    let height: Int
    private(set) var rgb: [UInt8]

    init(width: Int, height: Int, grey: UInt8 = 90) {
        self.width = width
        self.height = height
        rgb = [UInt8](repeating: grey, count: 3 * width * height)
    }

    mutating func paint(_ x: Int, _ y: Int, _ colour: RGBColour) {
        rgb[3 * (y * width + x)] = colour.red
        rgb[3 * (y * width + x) + 1] = colour.green
        rgb[3 * (y * width + x) + 2] = colour.blue
    }

    mutating func fill(_ rectangle: PixelRectangle, _ colour: RGBColour) {
        for y in rectangle.top..<rectangle.bottom {
            for x in rectangle.left..<rectangle.right { paint(x, y, colour) }
        }
    }

    /// An upright bar: the map's plus end is its top row, the minus end its bottom row.
    mutating func bar(_ rectangle: PixelRectangle, _ map: (Double) -> RGBColour) {
        for y in rectangle.top..<rectangle.bottom {
            let part = Double(rectangle.bottom - 1 - y) / Double(rectangle.height - 1)
            fill(PixelRectangle(left: rectangle.left, top: y, right: rectangle.right, bottom: y + 1), map(part))
        }
    }

    func mask(_ rectangle: PixelRectangle) -> PixelMask {
        PixelMask(RegionOutline(rectangle), within: PixelRectangle(left: 0, top: 0, right: width, bottom: height))
    }

    func judged() -> ColourMask {
        var colour = ColourMask()
        colour.judge(
            rgb: rgb,
            width: width,
            height: height,
            rule: ColourMask.Rule(greyTolerance: 24, bleedPixels: 2, leastPatchPixels: 6)
        )
        return colour
    }

    /// With chroma as 4:2:0 leaves it: the mean of each block of 2 by 2 (JFIF's YCbCr).
    func withHalvedChroma() -> PaintedPicture {
        var picture = self
        for top in stride(from: 0, to: height, by: 2) {
            for left in stride(from: 0, to: width, by: 2) {
                let block = [(left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)]
                    .filter { $0.0 < width && $0.1 < height }
                let channels = block.map { x, y in (0..<3).map { Double(rgb[3 * (y * width + x) + $0]) } }
                let lumas = channels.map { 0.299 * $0[0] + 0.587 * $0[1] + 0.114 * $0[2] }
                let meanLuma = lumas.reduce(0, +) / Double(block.count)
                let chroma = (0..<3).map { channel in
                    channels.reduce(0) { $0 + $1[channel] } / Double(block.count) - meanLuma
                }
                for (place, luma) in zip(block, lumas) {
                    let level = { (channel: Int) in UInt8(min(max(luma + chroma[channel], 0), 255).rounded()) }
                    picture.paint(place.0, place.1, RGBColour(red: level(0), green: level(1), blue: level(2)))
                }
            }
        }
        return picture
    }
}

/// Colour maps of a level from 0 to 1, minus end first.
enum ColourMap {
    private static func colour(_ red: Double, _ green: Double, _ blue: Double) -> RGBColour {
        let level = { (part: Double) in UInt8((255 * min(max(part, 0), 1)).rounded()) }
        return RGBColour(red: level(red), green: level(green), blue: level(blue))
    }

    /// Blue by way of black to red; each side's main channel rises by 195 from zero to the end, green by 200.
    static func velocity(_ part: Double) -> RGBColour {
        let signed = 2 * part - 1
        guard abs(signed) >= 0.05 else { return colour(0, 0, 0) }
        let (main, green) = ((60 + 195 * abs(signed)) / 255, 200 * signed * signed / 255)
        return signed > 0 ? colour(main, green, 0) : colour(0, green, main)
    }

    /// Black by way of red to yellow; a channel rises by 510 per unit.
    static func power(_ part: Double) -> RGBColour { colour(2 * part, 2 * part - 1, 0) }

    /// Blue, cyan, yellow, red; a channel changes by 1,020 per unit.
    static func jet(_ part: Double) -> RGBColour {
        colour(1.5 - abs(4 * part - 3), 1.5 - abs(4 * part - 2), 1.5 - abs(4 * part - 1))
    }

    static func sepia(_ part: Double) -> RGBColour { colour(part, 0.8 * part, 0.55 * part) }

    /// Once round the circle of hues.
    static func circle(_ part: Double) -> RGBColour {
        let hue = 6 * part
        return colour(abs(hue - 3) - 1, 2 - abs(hue - 2), 2 - abs(hue - 4))
    }

    static func entries(_ count: Int, _ map: (Double) -> RGBColour) -> [RGBColour] {
        (0..<count).map { map(Double($0) / Double(count - 1)) }
    }
}
