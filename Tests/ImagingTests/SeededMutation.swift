/// Damage to files, by SplitMix64, so that a seed means the same everywhere.
struct SeededMutation: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Changes, inserts, removes and repeats bytes, mostly in the header, with values that parsers stumble over.
    mutating func mutate(_ bytes: inout [UInt8]) {
        let telling: [[UInt8]] = [
            [0xFF, 0xFF, 0xFF, 0xFF], [0xFE, 0xFF, 0x00, 0xE0], [0xFE, 0xFF, 0x0D, 0xE0], [0xFE, 0xFF, 0xDD, 0xE0],
            [0x53, 0x51],
            [0x55, 0x4E], [0x00], [0x7F], [0x80, 0x00, 0x00, 0x00], [0x1B, 0x24, 0x42],
        ]
        for _ in 0..<Int.random(in: 1...12, using: &self) {
            let end = min(bytes.count, Bool.random(using: &self) ? 4096 : bytes.count)
            guard end > 140 else { return }
            let place = Int.random(in: 132..<end, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...16, using: &self)))
            case 3:
                let piece = telling.randomElement(using: &self) ?? []
                for (offset, byte) in piece.enumerated() where place + offset < bytes.count {
                    bytes[place + offset] = byte
                }
            default: bytes.insert(contentsOf: telling.randomElement(using: &self) ?? [], at: place)
            }
        }
    }

    /// Changes a few bytes behind the preamble and leaves the structure mostly whole, so that values are reached.
    mutating func scratch(_ bytes: inout [UInt8]) {
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            bytes[Int.random(in: 132..<bytes.count, using: &self)] = UInt8.random(in: 0...255, using: &self)
        }
    }
}
