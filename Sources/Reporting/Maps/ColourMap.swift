/// Colours for numbers: viridis, whose lightness rises evenly with the number, so that equal steps look equal, greys print in order
/// and colour-blind readers see the same order.
///
/// Source: viridis by S. van der Walt and N. Smith (2015), in the public domain (CC0); ten of its colours, evenly spaced, with
/// straight lines between them.
enum ColourMap {
    private static let stops: [UInt32] = [
        0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725,
    ]

    /// Red, green and blue of a place on the scale, from 0 to 1; what is outside has the end's colour.
    static func colour(at place: Double) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let position = min(max(place, 0), 1) * Double(stops.count - 1)
        let lower = min(Int(position), stops.count - 2)
        let part = position - Double(lower)
        func channel(_ shift: UInt32) -> UInt8 {
            let (from, to) = (Double(stops[lower] >> shift & 0xFF), Double(stops[lower + 1] >> shift & 0xFF))
            return UInt8((from + (to - from) * part).rounded())
        }
        return (channel(16), channel(8), channel(0))
    }
}
