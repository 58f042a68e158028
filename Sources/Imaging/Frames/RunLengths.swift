/// The structure of an RLE frame (PS3.5 annex G), checked before it is decoded: DCMTK fills what a short segment lacks, and a
/// measurement must not rest on that.
enum RunLengths {
    /// - Parameters:
    ///   - stream: the whole frame, header included.
    ///   - segments: how many there must be: one for each byte of a pixel.
    ///   - pixels: bytes that each must give.
    /// - Throws: `decodeFailed` where the header is wild or a segment is short.
    static func check(_ stream: [UInt8], segments: Int, pixels: Int) throws(ImagingError) {
        let header = 64
        func number(_ index: Int) -> Int { (0..<4).reduce(0) { $0 | Int(stream[4 * index + $1]) << (8 * $1) } }
        guard stream.count > header, (1...15).contains(segments), number(0) == segments else {
            throw ImagingError(.decodeFailed, "the RLE header has another number of segments than the pixels need")
        }
        let starts = (1...segments).map(number)
        for (start, end) in zip(starts, starts.dropFirst() + [stream.count]) {
            guard start >= header, start < end, end <= stream.count else {
                throw ImagingError(.decodeFailed, "the RLE header has offsets that are no segments")
            }
            guard length(of: stream.span, from: start, to: end, enough: pixels) >= pixels else {
                throw ImagingError(.decodeFailed, "an RLE segment holds too few bytes")
            }
        }
    }

    /// Bytes that a segment gives, counted up to `enough`.
    private static func length(of stream: Span<UInt8>, from start: Int, to end: Int, enough: Int) -> Int {
        var given = 0
        var place = start
        while place < end, given < enough {
            let control = Int(stream[place])
            switch control {
            case 0..<128:
                given += min(control + 1, end - place - 1)
                place += control + 2
            case 129...:
                if place + 1 < end { given += 257 - control }
                place += 2
            default:
                place += 1
            }
        }
        return given
    }
}
