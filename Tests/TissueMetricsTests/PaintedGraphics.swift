/// Drawings as scanners burn them in: strokes of one level, by hand.
struct PaintedGraphics {
    let width: Int
    /// Indices of the pixels painted.
    private(set) var pixels: Set<Int> = []

    /// 5 by 7 letters, the left column being the highest of five bits.
    private static let letters: [[UInt8]] = [
        [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],  // A
        [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],  // E
        [0b00100, 0b00000, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],  // i, with a dot
        [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],  // L
        [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001],  // X
        [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],  // 7
    ]

    init(width: Int) { self.width = width }

    mutating func rectangle(x: Int, y: Int, width across: Int, height down: Int) {
        for row in y..<(y + down) { for column in x..<(x + across) { pixels.insert(row * width + column) } }
    }

    /// The six letters in a line, with strokes of `stroke` pixels.
    mutating func text(x: Int, y: Int, stroke: Int) {
        for (position, letter) in Self.letters.enumerated() {
            for (row, bits) in letter.enumerated() {
                for column in 0..<5 where bits & (16 >> UInt8(column)) != 0 {
                    rectangle(
                        x: x + (position * 7 + column) * stroke,
                        y: y + row * stroke,
                        width: stroke,
                        height: stroke
                    )
                }
            }
        }
    }

    /// A depth scale: a line with ticks.
    mutating func ruler(x: Int, y: Int, ticks: Int, spacing: Int) {
        rectangle(x: x, y: y, width: 1, height: ticks * spacing)
        for tick in 0..<ticks { rectangle(x: x + 1, y: y + tick * spacing, width: 5, height: 1) }
    }

    /// A slanting line of a pixel, as between two callipers, whose cross is 7 pixels wide.
    mutating func calliper(x: Int, y: Int, length: Int) {
        for step in 0..<length { pixels.insert((y + step / 2) * width + x + step) }
        rectangle(x: x - 3, y: y, width: 7, height: 1)
        rectangle(x: x, y: y - 3, width: 1, height: 7)
    }

    func painted(on frame: [UInt8], level: UInt8) -> [UInt8] {
        var frame = frame
        for pixel in pixels { frame[pixel] = level }
        return frame
    }
}
