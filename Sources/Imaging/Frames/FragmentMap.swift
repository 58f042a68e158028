/// Which fragments make up each frame (PS3.5 A.4).
///
/// An offset table is only believed where every offset is the start of a fragment, in order, and that fragment begins like a
/// stream: tables that point elsewhere are common, and a wrong one would measure half a frame.
struct FragmentMap: Hashable {
    /// Indices of fragments, from 0, one range for each frame.
    let ranges: [Range<Int>]

    /// Sorts fragments into frames.
    ///
    /// - Parameters:
    ///   - lengths: bytes of each fragment, without the offset table's item.
    ///   - offsets: the Basic Offset Table's, empty where it is; from the first fragment's item tag.
    ///   - frames: as the data set says.
    ///   - beginsStream: whether a fragment begins as a compressed stream does.
    /// - Throws: `pixelDataMismatch` where the fragments can't be told apart.
    init(
        lengths: [Int],
        offsets: [Int],
        frames: Int,
        beginsStream: (Int) throws(ImagingError) -> Bool
    ) throws(ImagingError) {
        guard frames >= 1, lengths.count >= frames else {
            throw ImagingError(.pixelDataMismatch, "\(lengths.count) fragments for \(frames) frames")
        }
        if frames == 1 {
            ranges = [0..<lengths.count]
            return
        }
        if lengths.count == frames {
            ranges = lengths.indices.map { $0..<$0 + 1 }
            return
        }
        var begins: [Int] = []
        for fragment in lengths.indices where try beginsStream(fragment) { begins.append(fragment) }
        let told = Self.starts(of: offsets, lengths: lengths)
        let streams = Set(begins)
        if let told, told.count == frames, streams.isSuperset(of: told) {
            begins = told
        }
        guard begins.count == frames, begins.first == 0 else {
            throw ImagingError(
                .pixelDataMismatch,
                "\(lengths.count) fragments can't be sorted into \(frames) frames: no usable offset table"
            )
        }
        ranges = zip(begins, begins.dropFirst() + [lengths.count]).map { $0..<$1 }
    }

    /// The fragments that the offsets name; nil where one names none, or they don't ascend from the first.
    private static func starts(of offsets: [Int], lengths: [Int]) -> [Int]? {
        var starts: [Int] = []
        var position = 0
        for (fragment, length) in lengths.enumerated() {
            if starts.count < offsets.count, offsets[starts.count] == position { starts.append(fragment) }
            position += 8 + length
        }
        return starts.count == offsets.count ? starts : nil
    }
}
