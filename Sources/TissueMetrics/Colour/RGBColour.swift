/// The colour of a pixel.
package struct RGBColour: Hashable, Sendable {
    /// 0 to 255.
    package var red: UInt8
    /// 0 to 255.
    package var green: UInt8
    /// 0 to 255.
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The pixel of a frame with three bytes a pixel.
    init(_ rgb: Span<UInt8>, _ pixel: Int) {
        self.init(red: rgb[3 * pixel], green: rgb[3 * pixel + 1], blue: rgb[3 * pixel + 2])
    }

    /// The largest of the three channels.
    var brightness: Int { Int(max(red, green, blue)) }

    /// The largest less the smallest channel: 0 for grey.
    var spread: Int { brightness - Int(min(red, green, blue)) }

    /// The square of the distance in RGB.
    func squaredDistance(to other: RGBColour) -> Int {
        let difference = channels &- other.channels
        return (difference &* difference).wrappedSum()
    }

    /// Which of 24 sectors of 15 degrees the hue is in, from red by way of green and blue; nil for grey.
    var hueSector: Int? {
        let spread = spread
        guard spread > 0 else { return nil }
        let (red, green, blue) = (Int(red), Int(green), Int(blue))
        // The hue in units of 60 degrees, times the spread, so that it stays a whole number.
        let hue: Int
        if red == brightness {
            hue = green - blue
        } else if green == brightness {
            hue = 2 * spread + blue - red
        } else {
            hue = 4 * spread + red - green
        }
        return (hue + (hue < 0 ? 6 * spread : 0)) * 4 / spread % 24
    }

    /// Red, green and blue.
    var channels: SIMD4<Int> { SIMD4(Int(red), Int(green), Int(blue), 0) }
}
