/// The pixels of a segmentation, as masks. A band of a frame is in memory at a time, or a frame where it is compressed.
struct SegmentationPixels: ~Copyable {
    /// What a stored value means.
    enum Coding {
        /// At least this, and the pixel is of the segment.
        case threshold(UInt16, segment: Int)
        /// The number of its segment (label map).
        case labels(background: UInt16)
    }

    private let rows: Int
    private let columns: Int
    private let bitsAllocated: Int
    /// One of the two reads the pixels.
    private var source: FrameSource?
    private var decoder: FrameDecoder?
    private var bytes: [UInt8] = []
    private var values: [UInt16]
    private var buffer = FrameBuffer()

    /// Bytes of a band of rows.
    private static let band = 1 << 20

    init(_ dataSet: consuming DataSet, frames: Int, limits: SourceLimits) throws(ImagingError) {
        let rows: Int? = try dataSet.integer(.rows)
        let columns: Int? = try dataSet.integer(.columns)
        guard let rows, let columns, rows > 0, columns > 0 else { throw DataSet.missing(.rows) }
        guard rows <= limits.segmentationSize, columns <= limits.segmentationSize else {
            throw ImagingError(.tooLarge, "the segmentation has more than \(limits.segmentationSize) rows or columns")
        }
        guard rows * columns <= limits.segmentationPixels / frames else {
            throw ImagingError(.tooLarge, "the segmentation has more than \(limits.segmentationPixels) pixels")
        }
        guard let bits: Int = try dataSet.integer(.bitsAllocated), [1, 8, 16].contains(bits) else {
            throw ImagingError(.unsupportedPixels, "the segmentation has neither 1, 8 nor 16 bits a pixel")
        }
        if dataSet.pixelData?.isEncapsulated == true {
            guard bits > 1 else {
                throw ImagingError(.unsupportedPixels, "the segmentation's single bits are compressed")
            }
            let description = try PixelDescription(dataSet)
            guard description.photometric == .monochrome2 else {
                throw ImagingError(.unsupportedPixels, "the compressed segmentation is not MONOCHROME2")
            }
            decoder = try FrameDecoder(dataSet, pixels: description)
            source = nil
        } else {
            let native = try FrameSource(dataSet)
            guard native.nativeLength >= (rows * columns * frames * bits + 7) / 8 else {
                throw ImagingError(
                    .pixelDataMismatch,
                    "the pixel data is shorter than its rows, columns and frames need"
                )
            }
            source = consume native
            decoder = nil
        }
        self.rows = rows
        self.columns = columns
        bitsAllocated = bits
        values = [UInt16](repeating: 0, count: columns)
    }

    /// The masks in a frame, by the number of their segment, in ascending order.
    ///
    /// - Parameters:
    ///   - frame: from 0, one of those that the initialiser was told.
    ///   - coding: what a stored value means.
    ///   - runsLeft: how many runs may be made.
    /// - Returns: nil where that is not enough.
    /// - Throws: where the pixels can't be read.
    mutating func masks(
        of frame: Int,
        _ coding: Coding,
        runsLeft: Int
    ) throws(ImagingError) -> [(segment: Int, mask: RegionMask)]? {
        var runs = MaskRuns(limit: runsLeft)
        if bitsAllocated > 1, decoder != nil { try decoder?.decode(frame: frame, as: .luma, into: &buffer) }
        // A row of single bits begins anywhere within a byte.
        let rowBits = columns * bitsAllocated
        let bandRows = max(1, Self.band * 8 / rowBits)
        var top = 0
        while top < rows {
            let height = min(bandRows, rows - top)
            let firstBit = (frame * rows + top) * rowBits
            if decoder == nil {
                let start = firstBit / 8
                let end = (firstBit + height * rowBits + 7) / 8
                try source?.readNative(at: start, count: end - start, into: &bytes)
            }
            for line in 0..<height {
                read(row: top + line, bit: firstBit % 8 + line * rowBits)
                guard runs.append(row: top + line, values, coding) else { return nil }
            }
            top += height
        }
        return runs.masks(rows: rows, columns: columns)
    }

    /// Fills `values` with a row, which begins `bit` bits into `bytes` where the pixels are native.
    private mutating func read(row: Int, bit: Int) {
        if decoder != nil {
            let first = row * columns
            for column in 0..<columns {
                values[column] =
                    buffer.format == .grey16 ? buffer.words[first + column] : UInt16(buffer.bytes[first + column])
            }
            return
        }
        switch bitsAllocated {
        case 1:
            for column in 0..<columns {
                let place = bit + column
                // The first pixel is the least significant bit (PS3.5 section 8.1.1).
                values[column] = UInt16(bytes[place >> 3] >> UInt8(place & 7) & 1)
            }
        case 8:
            for column in 0..<columns { values[column] = UInt16(bytes[bit / 8 + column]) }
        default:
            for column in 0..<columns {
                let place = bit / 8 + 2 * column
                values[column] = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
            }
        }
    }
}

/// Runs of a frame as they are found.
private struct MaskRuns {
    private var runs: [Int: [RegionMask.Run]] = [:]
    private var left: Int

    init(limit: Int) { left = limit }

    /// Adds a row's runs; false where there are too many.
    mutating func append(row: Int, _ values: [UInt16], _ coding: SegmentationPixels.Coding) -> Bool {
        let line = values.span
        var start = 0
        while start < line.count {
            let segment = Self.segment(line[start], coding)
            var end = start + 1
            while end < line.count, Self.segment(line[end], coding) == segment { end += 1 }
            if let segment {
                guard left > 0 else { return false }
                left -= 1
                runs[segment, default: []].append(
                    RegionMask.Run(row: Int32(row), column: Int32(start), length: Int32(end - start))
                )
            }
            start = end
        }
        return true
    }

    func masks(rows: Int, columns: Int) -> [(segment: Int, mask: RegionMask)] {
        runs.sorted { $0.key < $1.key }.map { segment, runs in
            (segment, RegionMask(rows: rows, columns: columns, runs: runs))
        }
    }

    private static func segment(_ value: UInt16, _ coding: SegmentationPixels.Coding) -> Int? {
        switch coding {
        case .threshold(let least, let segment): value >= least ? segment : nil
        case .labels(let background): value == background ? nil : Int(value)
        }
    }
}
