/// Walks a data set from element to element, without recursion and without holding values, and refuses what would make DCMTK
/// recurse, allocate or loop beyond the limits (law 8). DCMTK is given a data set only after this has seen its end.
struct DataSetScanner: ~Copyable {
    private enum Container {
        case dataSet, item, sequence, pixelFragments
    }

    private struct Frame {
        var container: Container
        /// Where it ends; nil where a delimiter says so.
        var end: UInt64?
        /// Where what surrounds it ends at the latest.
        var bound: UInt64
        var encoding: DataSetEncoding
        var elements = 0
    }

    private var source: ByteSource
    private let limits: DataSetLimits
    private var frames: [Frame]
    private var depth = 0
    private var elements = 0
    private var valuesInMemory: UInt64 = 0
    /// A value of representation UN that looks like a sequence. Only its nesting is of interest, since to DCMTK it is bytes.
    private var opaqueSequence: (end: UInt64, frames: Int, depth: Int)?
    /// The pixel data of the data set itself, not of an icon.
    private(set) var pixelData: PixelDataExtent?
    /// Where each item of (0004,1220), the Directory Record Sequence, begins in the file: the names of these records in PS3.3 F.3.
    private(set) var directoryRecordOffsets: [UInt64] = []
    private var isInDirectory = false

    /// DCMTK keeps values up to this in memory.
    private static let valueInMemory: UInt64 = 4096

    /// - Parameters:
    ///   - source: stands where the data set begins.
    ///   - encoding: how it is written.
    ///   - limits: what is taken.
    /// - Throws: when a deflated data set can't be begun.
    init(_ source: consuming ByteSource, encoding: DataSetEncoding, limits: DataSetLimits) throws(ImagingError) {
        if encoding.isDeflated { try source.beginInflating() }
        let end = source.size ?? .max
        frames = [Frame(container: .dataSet, end: end, bound: end, encoding: encoding)]
        self.source = source
        self.limits = limits
    }

    /// Goes through to the end.
    mutating func scan() throws(ImagingError) {
        while let frame = frames.last {
            do throws(ImagingError) {
                try step(frame)
            } catch {
                guard error.code == .malformed, let opaque = opaqueSequence else { throw error }
                frames.removeLast(frames.count - opaque.frames)
                depth = opaque.depth
                opaqueSequence = nil
                guard try source.skip(opaque.end - source.position) else { throw endOfFile }
            }
        }
    }

    private mutating func step(_ frame: Frame) throws(ImagingError) {
        if source.position == frame.end {
            leave()
        } else if source.position > frame.bound
            || (frame.container != .dataSet && frame.bound != source.size && frame.bound - source.position < 8)
        {
            throw ImagingError(.malformed, "an element is longer than what surrounds it")
        } else {
            switch frame.container {
            case .dataSet, .item: try readElement(in: frame)
            case .sequence: try readItem(in: frame)
            case .pixelFragments: try readFragment(in: frame)
            }
        }
    }

    private mutating func leave() {
        guard let frame = frames.popLast() else { return }
        if frame.container == .sequence || frame.container == .pixelFragments { depth -= 1 }
        if let opaque = opaqueSequence, frames.count == opaque.frames { opaqueSequence = nil }
    }

    // MARK: Elements

    private mutating func readElement(in frame: Frame) throws(ImagingError) {
        guard let header = try source.header(frame.encoding) else {
            guard frame.container == .dataSet else { throw endOfFile }
            // Padding too short for an element, which DCMTK leaves alone too.
            frames.removeAll()
            return
        }
        try count(header)
        if frame.container == .dataSet { isInDirectory = header.group == 0x0004 && header.element == 0x1220 }
        if header.group == 0xFFFE {
            guard header.isItemEnd, frame.container == .item, frame.end == nil else {
                throw ImagingError(.malformed, "\(tagText(header.group, header.element)) stands where no item ends")
            }
            return leave()
        }
        guard let length = header.length else { return try enterUndefinedLength(header, in: frame) }
        guard length <= frame.bound - min(source.position, frame.bound) else {
            if opaqueSequence == nil, frame.bound == source.size { throw endOfFile }
            throw ImagingError(.malformed, "\(tagText(header.group, header.element)) is longer than what surrounds it")
        }
        if header.representation == .sequence {
            return try enter(.sequence, end: source.position + length, encoding: frame.encoding)
        }
        if header.representation == nil || header.representation == .unknown,
            try source.beginsWithItem(length, .implicitLittleEndian)
        {
            if header.representation == .unknown, opaqueSequence == nil {
                opaqueSequence = (source.position + length, frames.count, depth)
            }
            return try enter(.sequence, end: source.position + length, encoding: .implicitLittleEndian)
        }
        try skipValue(header, length, isOuter: frame.container == .dataSet)
    }

    private mutating func enterUndefinedLength(_ header: ElementHeader, in frame: Frame) throws(ImagingError) {
        switch header.representation {
        case .some(.sequence):
            try enter(.sequence, end: nil, encoding: frame.encoding)
        case .some(.unknown) where !header.isPixelData:
            // Whatever surrounds it, it is implicit VR little endian (PS3.5 section 6.2.2, note 2; CP-246).
            try enter(.sequence, end: nil, encoding: .implicitLittleEndian)
        case .none where !header.isPixelData:
            try enter(.sequence, end: nil, encoding: frame.encoding)
        case nil, .otherByte, .otherWord:
            guard header.isPixelData else { throw Self.lengthMissing(header) }
            if frame.container == .dataSet {
                pixelData = PixelDataExtent(isEncapsulated: true, length: 0, fragments: -1)
            }
            try enter(.pixelFragments, end: nil, encoding: frame.encoding)
        default:
            throw Self.lengthMissing(header)
        }
    }

    private static func lengthMissing(_ header: ElementHeader) -> ImagingError {
        ImagingError(.malformed, "\(tagText(header.group, header.element)) has no length and is no sequence")
    }

    private mutating func skipValue(_ header: ElementHeader, _ length: UInt64, isOuter: Bool) throws(ImagingError) {
        if header.isPixelData, isOuter {
            pixelData = pixelData ?? PixelDataExtent(isEncapsulated: false, length: length, fragments: 0)
        } else if length > limits.valueLength {
            throw ImagingError(
                .tooLarge,
                "\(tagText(header.group, header.element)) has more than \(limits.valueLength) bytes"
            )
        }
        if length <= Self.valueInMemory {
            valuesInMemory += length
            guard valuesInMemory <= limits.valuesInMemory else {
                throw ImagingError(.tooLarge, "the header has more than \(limits.valuesInMemory) bytes")
            }
        }
        guard try source.skip(length) else { throw endOfFile }
    }

    // MARK: Sequences

    private mutating func readItem(in frame: Frame) throws(ImagingError) {
        let start = source.position
        guard let header = try source.header(frame.encoding) else { throw endOfFile }
        try count(header)
        if header.isSequenceEnd, frame.end == nil { return leave() }
        guard header.isItem else {
            throw ImagingError(.malformed, "\(tagText(header.group, header.element)) stands where an item should")
        }
        if isInDirectory, frames.count == 2 { directoryRecordOffsets.append(start) }
        guard let length = header.length else { return enterItem(end: nil, in: frame) }
        guard length <= frame.bound - min(source.position, frame.bound) else {
            if opaqueSequence == nil, frame.bound == source.size { throw endOfFile }
            throw ImagingError(.malformed, "an item is longer than its sequence")
        }
        enterItem(end: source.position + length, in: frame)
    }

    private mutating func readFragment(in frame: Frame) throws(ImagingError) {
        guard let header = try source.header(frame.encoding) else { throw endOfFile }
        try count(header)
        if header.isSequenceEnd {
            // Not even an offset table counts as no fragment.
            if frames.count == 2, let extent = pixelData { pixelData?.fragments = max(extent.fragments, 0) }
            return leave()
        }
        guard header.isItem, let length = header.length else {
            throw ImagingError(.malformed, "\(tagText(header.group, header.element)) stands where a fragment should")
        }
        guard length <= frame.bound - min(source.position, frame.bound) else { throw endOfFile }
        if frames.count == 2, let extent = pixelData {
            // The first item is the offset table.
            pixelData?.fragments = extent.fragments + 1
            if extent.fragments >= 0 { pixelData?.length += length }
        }
        guard try source.skip(length) else { throw endOfFile }
    }

    private mutating func enter(_ container: Container, end: UInt64?, encoding: DataSetEncoding) throws(ImagingError) {
        guard depth < limits.depth else {
            throw ImagingError(.tooDeep, "sequences are nested deeper than \(limits.depth)")
        }
        depth += 1
        let bound = min(end ?? .max, frames.last?.bound ?? .max)
        frames.append(Frame(container: container, end: end, bound: bound, encoding: encoding))
    }

    private mutating func enterItem(end: UInt64?, in frame: Frame) {
        let bound = min(end ?? .max, frame.bound)
        frames.append(Frame(container: .item, end: end, bound: bound, encoding: frame.encoding))
    }

    private mutating func count(_ header: ElementHeader) throws(ImagingError) {
        elements += 1
        guard elements <= limits.elements else {
            throw ImagingError(.tooManyElements, "the data set has more than \(limits.elements) elements")
        }
        guard let top = frames.indices.last, frames[top].container == .item || frames[top].container == .dataSet else {
            return
        }
        frames[top].elements += 1
        guard frames[top].elements <= limits.elementsOfItem else {
            throw ImagingError(.tooManyElements, "an item has more than \(limits.elementsOfItem) elements")
        }
    }

    private var endOfFile: ImagingError { ImagingError(.truncated, "the file ends before the lengths in it say") }
}
