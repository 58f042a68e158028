/// The size segment of a JPEG 2000 code stream (ITU-T T.800 A.5.1), read before the decoder sees the stream.
struct JPEG2000Header: Hashable {
    /// The most tiles that a frame may have: OpenJPEG sets memory aside for each before it reads one.
    static let mostTiles = 1024

    let width: Int
    let height: Int
    let components: Int
    /// Bits a sample of the first component; all are checked to be alike.
    let precision: Int
    let isSigned: Bool
    /// Whether all components have the same precision and a sample for every pixel.
    let isUniform: Bool
    let tiles: Int

    /// Where the code stream lies: all of it, or the `jp2c` box where a stream was wrongly wrapped as a JP2 file. Nil where
    /// there is none.
    static func codeStream(in stream: [UInt8]) -> Range<Int>? {
        if stream.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) { return 0..<stream.count }
        guard stream.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) else { return nil }
        var place = 0
        while place + 8 <= stream.count {
            let length = number(stream, at: place, bytes: 4)
            let isCodeStream = stream[place + 4..<place + 8].elementsEqual("jp2c".utf8)
            // Length 0 means: to the end. Length 1, for boxes beyond 4 GiB, doesn't occur in a frame.
            let end = length == 0 ? stream.count : place + length
            guard length == 0 || length >= 8, end <= stream.count else { return nil }
            if isCodeStream { return place + 8..<end }
            place = end
        }
        return nil
    }

    /// Reads the segment from a code stream; nil where it isn't there or contradicts itself.
    init?(_ stream: [UInt8], codeStream: Range<Int>) {
        let place = codeStream.lowerBound
        guard codeStream.count >= 42, stream[place..<place + 4].elementsEqual([0xFF, 0x4F, 0xFF, 0x51]) else {
            return nil
        }
        func value(_ offset: Int, _ bytes: Int) -> Int { Self.number(stream, at: place + offset, bytes: bytes) }
        let components = value(40, 2)
        guard (1...4).contains(components), value(4, 2) == 38 + 3 * components, codeStream.count >= 42 + 3 * components
        else {
            return nil
        }
        let (right, bottom, left, top) = (value(8, 4), value(12, 4), value(16, 4), value(20, 4))
        let (tileWidth, tileHeight, tileLeft, tileTop) = (value(24, 4), value(28, 4), value(32, 4), value(36, 4))
        guard left < right, top < bottom, tileWidth > 0, tileHeight > 0, tileLeft <= left, tileTop <= top else {
            return nil
        }
        width = right - left
        height = bottom - top
        self.components = components
        let tileColumns = (right - tileLeft + tileWidth - 1) / tileWidth
        let tileRows = (bottom - tileTop + tileHeight - 1) / tileHeight
        tiles = tileColumns.multipliedReportingOverflow(by: tileRows).partialValue
        precision = (value(42, 1) & 0x7F) + 1
        isSigned = value(42, 1) & 0x80 != 0
        isUniform = (0..<components).allSatisfy { component in
            value(42 + 3 * component, 1) == value(42, 1) && value(43 + 3 * component, 2) == 0x0101
        }
    }

    private static func number(_ stream: [UInt8], at place: Int, bytes: Int) -> Int {
        stream[place..<place + bytes].reduce(0) { $0 << 8 | Int($1) }
    }
}
