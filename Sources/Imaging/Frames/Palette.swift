/// The colours of a PALETTE COLOR image, one for each stored value (PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6).
struct Palette {
    /// A channel as the data set gives it.
    struct Channel {
        /// The first value of the descriptor; 0 means 65536.
        var entries: Int
        /// The second: the stored value that has the first entry.
        var first: Int
        /// The third: 8 or 16 bits of an entry.
        var bits: Int
        /// Little-endian words, or bytes where entries have 8 bits and are packed.
        var table: [UInt8]
    }

    /// Bytes of 65536 words.
    static let largestTable = 131072

    /// By stored value.
    let red: [UInt8]
    let green: [UInt8]
    let blue: [UInt8]
    /// Luma of these three.
    let luma: [UInt8]

    /// Unfolds the tables over every stored value: those below the first have its entry, those beyond the last have the last's.
    ///
    /// - Parameters:
    ///   - channels: red, green, blue.
    ///   - bits: BitsStored.
    /// - Throws: `pixelDataMismatch` where a table doesn't fit its descriptor.
    init(_ channels: [Channel], bits: Int) throws(ImagingError) {
        var words: [[UInt16]] = []
        for channel in channels { words.append(try Self.words(of: channel)) }
        // Some devices say 16 bits and store 8 in each word. A full-scale table has its maximum above 255; a table of which no
        // channel passes 255 would be black in every viewer, so it is one of those.
        let isNarrow = channels.contains { $0.bits == 8 } || words.allSatisfy { ($0.max() ?? 0) <= 255 }
        let values = 1 << bits
        let unfolded = zip(channels, words).map { channel, words in
            (0..<values).map { value -> UInt8 in
                let word = words[min(max(value - channel.first, 0), words.count - 1)]
                return isNarrow ? UInt8(truncatingIfNeeded: word) : UInt8(word >> 8)
            }
        }
        guard unfolded.count == 3 else { throw ImagingError(.pixelDataMismatch, "a palette has three channels") }
        (red, green, blue) = (unfolded[0], unfolded[1], unfolded[2])
        luma = (0..<values).map { value in
            ColourConversion.luma(red: unfolded[0][value], green: unfolded[1][value], blue: unfolded[2][value])
        }
    }

    private static func words(of channel: Channel) throws(ImagingError) -> [UInt16] {
        let entries = channel.entries == 0 ? 65536 : channel.entries
        let table = channel.table
        guard (1...65536).contains(entries), channel.bits == 8 || channel.bits == 16 else {
            throw ImagingError(.pixelDataMismatch, "a palette descriptor is illegal")
        }
        if channel.bits == 8 && (entries...entries + 1).contains(table.count) {
            return table.prefix(entries).map(UInt16.init)
        }
        guard table.count == 2 * entries else {
            throw ImagingError(
                .pixelDataMismatch,
                "a palette table of \(table.count) bytes for \(entries) entries of \(channel.bits) bits"
            )
        }
        return (0..<entries).map { UInt16(table[2 * $0]) | UInt16(table[2 * $0 + 1]) << 8 }
    }
}
