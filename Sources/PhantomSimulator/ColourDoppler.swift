/// A colour-flow box over grey tissue: a straight vessel with a parabolic profile of velocities, and the bar of its colours.
package struct ColourDoppler: Sendable {
    /// A pixel's colour.
    package struct Colour: Hashable, Sendable {
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
    }

    /// A box of pixels, bounds inclusive.
    package struct Box: Hashable, Sendable {
        /// The first column, from 0.
        package var minX: Int
        /// The first row, from 0.
        package var minY: Int
        /// The last column, inclusive.
        package var maxX: Int
        /// The last row, inclusive.
        package var maxY: Int

        package init(minX: Int, minY: Int, maxX: Int, maxY: Int) {
            self.minX = minX
            self.minY = minY
            self.maxX = maxX
            self.maxY = maxY
        }

        /// Pixels in it.
        package var area: Int { (maxX - minX + 1) * (maxY - minY + 1) }
    }

    /// The colour-flow box.
    package var box: Box
    /// The colour bar, outside the box: its top row is the greatest velocity towards the transducer.
    package var bar: Box
    /// The velocity at the bar's ends, cm/s.
    package var greatestVelocity: Double
    /// The velocity in the vessel's middle, cm/s; negative away from the transducer.
    package var peakVelocity: Double
    /// Slower flow stays grey, cm/s.
    package var wallFilter: Double
    /// The vessel's middle at the box's left and right edge, and its half width up and down, in pixels.
    package var vesselLeftY: Double
    /// The middle at the right edge, pixels from the picture's top.
    package var vesselRightY: Double
    /// Half the vessel's height in pixels; flow is zero at that distance from the middle.
    package var vesselHalfWidth: Double

    package init(
        box: Box,
        bar: Box,
        greatestVelocity: Double,
        peakVelocity: Double,
        wallFilter: Double,
        vesselLeftY: Double,
        vesselRightY: Double,
        vesselHalfWidth: Double
    ) {
        self.box = box
        self.bar = bar
        self.greatestVelocity = greatestVelocity
        self.peakVelocity = peakVelocity
        self.wallFilter = wallFilter
        self.vesselLeftY = vesselLeftY
        self.vesselRightY = vesselRightY
        self.vesselHalfWidth = vesselHalfWidth
    }

    /// The velocity at a pixel of the box in cm/s; nil where there is no flow or the wall filter takes it.
    package func velocity(x: Int, y: Int) -> Double? {
        guard (box.minX...box.maxX).contains(x), (box.minY...box.maxY).contains(y) else { return nil }
        let along = Double(x - box.minX) / Double(box.maxX - box.minX)
        let offset = (Double(y) - vesselLeftY - along * (vesselRightY - vesselLeftY)) / vesselHalfWidth
        guard abs(offset) < 1 else { return nil }
        let velocity = peakVelocity * (1 - offset * offset)
        return abs(velocity) >= wallFilter ? velocity : nil
    }

    /// How many of the box's pixels are coloured.
    package var colouredPixels: Int {
        var count = 0
        for y in box.minY...box.maxY {
            for x in box.minX...box.maxX where velocity(x: x, y: y) != nil { count += 1 }
        }
        return count
    }

    /// Red to yellow towards the transducer, blue to cyan away from it.
    package func colour(velocity: Double) -> Colour {
        let share = min(abs(velocity) / greatestVelocity, 1)
        let bright = UInt8((95 + 160 * share).rounded())
        let second = UInt8((200 * share * share).rounded())
        return velocity >= 0
            ? Colour(red: bright, green: second, blue: 0) : Colour(red: 0, green: second, blue: bright)
    }

    /// The grey picture with the flow and the bar painted in: red, green, blue, row by row.
    package func painted(on grey: [UInt8], width: Int) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(grey.count * 3)
        for (index, level) in grey.enumerated() {
            let colour = colour(x: index % width, y: index / width) ?? Colour(red: level, green: level, blue: level)
            pixels += [colour.red, colour.green, colour.blue]
        }
        return pixels
    }

    private func colour(x: Int, y: Int) -> Colour? {
        if let velocity = velocity(x: x, y: y) { return colour(velocity: velocity) }
        guard (bar.minX...bar.maxX).contains(x), (bar.minY...bar.maxY).contains(y) else { return nil }
        let share = Double(y - bar.minY) / Double(bar.maxY - bar.minY)
        return colour(velocity: greatestVelocity * (1 - 2 * share))
    }
}
