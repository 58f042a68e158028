internal import Imaging

extension FrameBuffer {
    /// Three bytes a pixel; 16-bit grey is stretched from its own least to its greatest value.
    var rgb: [UInt8] {
        switch format {
        case .rgb8: bytes
        case .grey8, .grey16: Self.tripled(grey)
        }
    }

    /// One byte a pixel, brightness alone (luma of ITU-R BT.601 for colour); 16-bit grey is stretched as in `rgb`.
    var grey: [UInt8] {
        switch format {
        case .grey8: return bytes
        case .rgb8:
            return stride(from: 0, to: bytes.count, by: 3).map { index in
                let (red, green, blue) = (Int(bytes[index]), Int(bytes[index + 1]), Int(bytes[index + 2]))
                return UInt8((299 * red + 587 * green + 114 * blue + 500) / 1_000)
            }
        case .grey16:
            let least = Int(words.min() ?? 0)
            let range = max(1, Int(words.max() ?? 0) - least)
            return words.map { UInt8((Int($0) - least) * 255 / range) }
        }
    }

    /// Grey as three equal bytes a pixel.
    static func tripled(_ grey: [UInt8]) -> [UInt8] { grey.flatMap { [$0, $0, $0] } }
}
