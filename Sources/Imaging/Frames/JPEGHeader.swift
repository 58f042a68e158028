/// The frame header of a JPEG or JPEG-LS stream (ITU-T T.81 B.2.2, T.87 C.2.2), read before any decoder sees the stream, so that a
/// stream of other dimensions than the image's is refused before anything is allocated for it.
struct JPEGHeader: Hashable {
    /// The second byte of the marker: C0 baseline, C1 extended, C3 lossless, F7 JPEG-LS.
    let marker: UInt8
    /// Bits a sample.
    let precision: Int
    let rows: Int
    let columns: Int
    let components: Int
    /// Whether every component has a sample for every pixel.
    let isFullResolution: Bool

    /// Finds the frame header; nil where the bytes have none.
    init?(_ stream: [UInt8]) {
        guard stream.count >= 4, stream[0] == 0xFF, stream[1] == 0xD8 else { return nil }
        var place = 2
        while place + 4 <= stream.count, stream[place] == 0xFF {
            let marker = stream[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            let length = Int(stream[place + 2]) << 8 | Int(stream[place + 3])
            guard length >= 2, place + 2 + length <= stream.count, marker != 0xDA, marker != 0xD9 else { return nil }
            // C4, C8 and CC are tables and reserved; the rest of C0 to CF begin a frame.
            if (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker) || marker == 0xF7 {
                self.init(marker: marker, segment: stream[(place + 4)..<(place + 2 + length)])
                return
            }
            place += 2 + length
        }
        return nil
    }

    private init?(marker: UInt8, segment: ArraySlice<UInt8>) {
        let bytes = Array(segment)
        guard bytes.count >= 6, bytes.count == 6 + 3 * Int(bytes[5]) else { return nil }
        self.marker = marker
        precision = Int(bytes[0])
        rows = Int(bytes[1]) << 8 | Int(bytes[2])
        columns = Int(bytes[3]) << 8 | Int(bytes[4])
        components = Int(bytes[5])
        isFullResolution = (0..<components).allSatisfy { bytes[7 + 3 * $0] == bytes[7] }
    }

    /// Whether the stream reaches its end marker; padding may follow it.
    static func isComplete(_ stream: [UInt8]) -> Bool {
        guard let last = stream.lastIndex(where: { $0 != 0 }), last >= 1 else { return false }
        return stream[last] == 0xD9 && stream[last - 1] == 0xFF
    }
}
