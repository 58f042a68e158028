/// Decodes the frames of one instance, one at a time and in any order, holding one frame's bytes. Each Dispatch lane opens its own.
///
/// What a frame is given as: grey of eight bits or fewer as `grey8`, of more as `grey16`, both as stored and so not stretched to the full
/// range, MONOCHROME1 turned round; colour as `rgb8`, or as luma in `grey8`, which is the stored Y where the stored model has one.
@safe package struct FrameDecoder: ~Copyable {
    /// As given.
    package let pixels: PixelDescription

    private var source: FrameSource
    private let layout: FrameLayout
    private let coding: FrameCoding
    private let fragments: FragmentMap?
    /// Bytes of each item of encapsulated pixel data, the offset table's first.
    private let itemLengths: [Int]
    private let palette: Palette?
    /// A frame's compressed bytes, then its samples; reused.
    private var stream: [UInt8] = []
    private var samples: [UInt8] = []

    /// Checks what can be checked without decoding: the kind of pixels, their amount, and how fragments make up frames.
    ///
    /// - Parameters:
    ///   - dataSet: an open instance, which the decoder keeps.
    ///   - pixels: what the same instance says of its pixels.
    /// - Throws: `unsupportedTransferSyntax`, `unsupportedPixels`, `pixelDataMismatch`, `missingAttribute` or `tooLarge`.
    package init(_ dataSet: consuming DataSet, pixels: PixelDescription) throws(ImagingError) {
        let coding = try FrameCoding(transferSyntaxUID: pixels.transferSyntaxUID)
        let layout = try FrameLayout(pixels, coding: coding)
        var source = try FrameSource(dataSet)
        guard source.isEncapsulated == (coding != .native) else {
            throw ImagingError(
                .pixelDataMismatch,
                source.isEncapsulated
                    ? "the transfer syntax is native, the pixel data are encapsulated"
                    : "the transfer syntax is encapsulated, the pixel data are native"
            )
        }
        let lengths = source.itemLengths
        let fragments =
            coding == .native
            ? try Self.checkNative(length: source.nativeLength, layout: layout)
            : try Self.map(&source, lengths: lengths, layout: layout)
        let palette = layout.colour == .palette ? try source.palette(bits: layout.bitsStored) : nil
        itemLengths = lengths
        self.fragments = fragments
        self.palette = palette
        self.pixels = pixels
        self.coding = coding
        self.layout = layout
        self.source = source
    }

    /// Decodes a frame.
    ///
    /// - Parameters:
    ///   - frame: from 0.
    ///   - channels: brightness alone, or colour.
    ///   - buffer: gets the frame; what it holds after an error is no frame.
    /// - Throws: `decodeFailed` or `pixelDataMismatch`.
    package mutating func decode(
        frame: Int,
        as channels: FrameChannels,
        into buffer: inout FrameBuffer
    ) throws(ImagingError) {
        guard (0..<layout.frames).contains(frame) else {
            throw ImagingError(.pixelDataMismatch, "there is no frame of index \(frame) among \(layout.frames)")
        }
        buffer.shape(
            width: layout.width,
            height: layout.height,
            format: layout.format(for: channels),
            channels: channels
        )
        if coding != .native { try readStream(of: frame) }
        switch coding {
        case .native: try decodeNative(frame, into: &buffer)
        case .jpeg: try decodeJPEG(channels, into: &buffer)
        case .jpeg2000: try decodeJPEG2000(into: &buffer)
        case .runLength:
            try RunLengths.check(
                stream,
                segments: layout.samplesPerPixel * layout.sampleBytes,
                pixels: layout.pixels
            )
            try decodeWithDCMTK(bitsStored: 8 * layout.sampleBytes)
            convert(layout.colour, into: &buffer)
        case .jpegLossless, .jpegLS:
            try checkHeader(markers: coding == .jpegLS ? [0xF7] : [0xC3])
            try decodeWithDCMTK(bitsStored: layout.bitsStored)
            convert(layout.colour, into: &buffer)
        }
    }

    // MARK: Native

    /// Native pixel data are all frames, and one byte more where that makes them even (PS3.5 8.1.1): neither fewer, nor
    /// so many that one of the sizes must be wrong.
    private static func checkNative(length: Int, layout: FrameLayout) throws(ImagingError) -> FragmentMap? {
        let (wanted, isOver) = layout.frameBytes.multipliedReportingOverflow(by: layout.frames)
        guard !isOver, length == wanted || length == wanted + 1 else {
            throw ImagingError(
                .pixelDataMismatch,
                "\(length) bytes of pixel data for \(layout.frames) frames of \(layout.frameBytes) bytes"
            )
        }
        return nil
    }

    private mutating func decodeNative(_ frame: Int, into buffer: inout FrameBuffer) throws(ImagingError) {
        let offset = frame * layout.frameBytes
        let isPlain = layout.colour == .grey && layout.sampleBytes == 1 && layout.bitsStored == 8 && !layout.isInverted
        let isPlainColour = layout.colour == .rgb && !layout.isPlanar && buffer.format == .rgb8
        if isPlain || isPlainColour {
            try source.readNative(at: offset, count: layout.frameBytes, into: &buffer.bytes)
            if !buffer.luma.isEmpty {
                ColourConversion.rgb(buffer.bytes, layout: layout, into: &buffer.luma, as: .grey8)
            }
        } else {
            try source.readNative(at: offset, count: layout.frameBytes, into: &samples)
            convert(layout.colour, into: &buffer)
        }
    }

    // MARK: Encapsulated

    /// Reads a frame's fragments, one after the other, and a 0 where they are odd: each has even length by the standard.
    private mutating func readStream(of frame: Int) throws(ImagingError) {
        guard let range = fragments?.ranges[frame] else { return }
        let count = range.reduce(0) { $0 + itemLengths[$1 + 1] }
        guard count > 0 else { throw ImagingError(.decodeFailed, "frame \(frame + 1) has no bytes") }
        // A compressed frame is hardly ever larger than the samples; twice that, and room for headers, is the bound.
        guard count <= 2 * layout.frameBytes + 1_000_000 else {
            throw ImagingError(.tooLarge, "frame \(frame + 1) has \(count) compressed bytes, more than the limit")
        }
        stream.resize(to: count + count % 2)
        if count % 2 == 1 { stream[count] = 0 }
        var place = 0
        for fragment in range {
            try source.readItem(fragment + 1, count: itemLengths[fragment + 1], into: &stream, at: place)
            place += itemLengths[fragment + 1]
        }
    }

    private mutating func decodeJPEG(_ channels: FrameChannels, into buffer: inout FrameBuffer) throws(ImagingError) {
        guard let header = JPEGHeader(stream) else {
            throw ImagingError(.decodeFailed, "the JPEG stream has no frame header")
        }
        guard header.precision <= 8 else {
            try checkHeader(markers: [0xC1])
            guard layout.colour == .grey, layout.sampleBytes == 2 else {
                throw ImagingError(.unsupportedPixels, "colour JPEG of more than eight bits")
            }
            try decodeWithDCMTK(bitsStored: layout.bitsStored)
            convert(layout.colour, into: &buffer)
            return
        }
        guard layout.bitsStored == 8, layout.sampleBytes == 1 else {
            throw ImagingError(.pixelDataMismatch, "a JPEG stream of eight bits for BitsStored \(layout.bitsStored)")
        }
        if layout.samplesPerPixel == 1 || channels != .luma {
            // A grey image has no room for luma, and needs none.
            let asked = layout.samplesPerPixel == 1 ? .colour : channels
            let model = try BaselineJPEG.decode(
                stream,
                layout: layout,
                as: asked,
                into: &buffer.bytes,
                luma: &buffer.luma
            )
            if model == .rgb, !buffer.luma.isEmpty {
                ColourConversion.rgb(buffer.bytes, layout: layout, into: &buffer.luma, as: .grey8)
            }
            if layout.isInverted { for pixel in buffer.bytes.indices { buffer.bytes[pixel] ^= 255 } }
            return
        }
        samples.resize(to: layout.frameBytes)
        let model = try BaselineJPEG.decode(stream, layout: layout, as: .luma, into: &samples, luma: &buffer.luma)
        if model == .rgb {
            ColourConversion.rgb(samples, layout: layout, into: &buffer.bytes, as: .grey8)
        } else {
            buffer.bytes.replaceSubrange(0..., with: samples.prefix(layout.pixels))
        }
    }

    private mutating func decodeJPEG2000(into buffer: inout FrameBuffer) throws(ImagingError) {
        samples.resize(to: layout.frameBytes)
        let isTransformed = try JPEG2000.decode(stream, layout: layout, into: &samples)
        convert(isTransformed ? .rgb : layout.colour, into: &buffer)
    }

    /// Refuses a stream that its own header shows to be of another size or process than the image.
    private func checkHeader(markers: [UInt8]) throws(ImagingError) {
        guard let header = JPEGHeader(stream), markers.contains(header.marker) else {
            throw ImagingError(.decodeFailed, "the JPEG stream has no frame header of its transfer syntax")
        }
        guard header.rows == layout.height, header.columns == layout.width,
            header.components == layout.samplesPerPixel, header.isFullResolution
        else {
            throw ImagingError(.pixelDataMismatch, "the JPEG stream has other dimensions than Rows and Columns say")
        }
        guard header.precision == layout.bitsStored else {
            throw ImagingError(
                .pixelDataMismatch,
                "a JPEG stream of \(header.precision) bits for BitsStored \(layout.bitsStored)"
            )
        }
        // DCMTK fills what a cut stream lacks, and says so in its log alone.
        guard JPEGHeader.isComplete(stream) else {
            throw ImagingError(.decodeFailed, "the JPEG stream ends before its end marker")
        }
    }

    private mutating func decodeWithDCMTK(bitsStored: Int) throws(ImagingError) {
        // Emptied first, so that a decoder that stops early can't leave the pixels of the frame before.
        samples.resize(to: 0)
        samples.resize(to: layout.frameBytes + layout.frameBytes % 2)
        try source.decode(
            stream,
            transferSyntaxUID: pixels.transferSyntaxUID,
            layout: layout,
            bitsStored: bitsStored,
            into: &samples
        )
    }

    private func convert(_ colour: FrameLayout.Colour, into buffer: inout FrameBuffer) {
        guard colour != .grey else {
            ColourConversion.grey(samples, layout: layout, into: &buffer)
            return
        }
        convert(colour, to: buffer.format, into: &buffer.bytes)
        if !buffer.luma.isEmpty { convert(colour, to: .grey8, into: &buffer.luma) }
    }

    private func convert(
        _ colour: FrameLayout.Colour,
        to format: FrameBuffer.Format,
        into target: inout [UInt8]
    ) {
        switch colour {
        case .grey: break
        case .palette:
            if let palette { ColourConversion.palette(samples, palette, layout: layout, into: &target, as: format) }
        case .rgb: ColourConversion.rgb(samples, layout: layout, into: &target, as: format)
        case .ybr: ColourConversion.ybr(samples, layout: layout, into: &target, as: format)
        case .ybr422: ColourConversion.ybr422(samples, layout: layout, into: &target, as: format)
        }
    }

    // MARK: Fragments

    private static func map(
        _ source: inout FrameSource,
        lengths: [Int],
        layout: FrameLayout
    ) throws(ImagingError) -> FragmentMap {
        var table = [UInt8](repeating: 0, count: min(lengths.first ?? 0, 4 * layout.frames))
        if let length = lengths.first, length == table.count {
            try source.readItem(0, count: length, into: &table, at: 0)
        }
        let offsets = (0..<table.count / 4).map { index in
            table[4 * index..<4 * index + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let fragments = Array(lengths.dropFirst())
        var start = [UInt8](repeating: 0, count: 4)
        return try FragmentMap(lengths: fragments, offsets: offsets, frames: layout.frames) {
            fragment throws(ImagingError) in
            guard fragments[fragment] >= 4 else { return false }
            try source.readItem(fragment + 1, count: 4, into: &start, at: 0)
            // JPEG and JPEG-LS begin with FFD8, JPEG 2000 with FF4F FF51.
            return start.starts(with: [0xFF, 0xD8]) || start == [0xFF, 0x4F, 0xFF, 0x51]
        }
    }
}
