private import CDCMTK

/// The pixel data of an open data set, read piece by piece: nothing of the file stays in memory after a call.
@safe struct FrameSource: ~Copyable {
    private let dataSet: DataSet
    private let handle: OpaquePointer

    /// - Throws: `missingAttribute` where there are no pixel data, `pixelDataMismatch` where they are broken.
    init(_ dataSet: consuming DataSet) throws(ImagingError) {
        var error = cdcmtk_error()
        guard let handle = unsafe cdcmtk_frames_open(dataSet.handle, &error) else {
            throw ImagingError(.missingAttribute, "there are no readable pixel data (7FE0,0010)")
        }
        self.dataSet = dataSet
        unsafe self.handle = handle
    }

    deinit { unsafe cdcmtk_frames_free(handle) }

    /// Whether the pixel data are encapsulated, whatever the transfer syntax says.
    var isEncapsulated: Bool { unsafe cdcmtk_frames_encapsulated(handle) }

    /// Bytes of native pixel data.
    var nativeLength: Int { unsafe cdcmtk_frames_native_length(handle) }

    /// Bytes of each item of encapsulated pixel data; the first is the Basic Offset Table.
    var itemLengths: [Int] {
        unsafe (0..<cdcmtk_frames_item_count(handle)).map { unsafe cdcmtk_frames_item_length(handle, $0) }
    }

    /// Reads `count` bytes of native pixel data into the start of `bytes`, as they would stand in a little-endian file.
    mutating func readNative(at offset: Int, count: Int, into bytes: inout [UInt8]) throws(ImagingError) {
        bytes.resize(to: max(bytes.count, count))
        var error = cdcmtk_error()
        let isRead = unsafe bytes.withUnsafeMutableBufferPointer { target in
            unsafe cdcmtk_frames_read_native(handle, offset, target.baseAddress, count, &error)
        }
        guard isRead else { throw ImagingError(.pixelDataMismatch, "the pixel data can't be read") }
    }

    /// Reads part of an item into `bytes` at `place`, where there must be room.
    mutating func readItem(
        _ item: Int,
        from offset: Int = 0,
        count: Int,
        into bytes: inout [UInt8],
        at place: Int
    ) throws(ImagingError) {
        guard count > 0 else { return }
        var error = cdcmtk_error()
        let isRead = unsafe bytes.withUnsafeMutableBufferPointer { target in
            guard place + count <= target.count, let start = target.baseAddress else { return false }
            return unsafe cdcmtk_frames_read_item(handle, item, offset, start + place, count, &error)
        }
        guard isRead else { throw ImagingError(.pixelDataMismatch, "a fragment of the pixel data can't be read") }
    }

    /// Decodes a whole stream, of even length, with DCMTK's codec for the transfer syntax. `samples` has room for the frame, rounded up
    /// to an even number of bytes.
    mutating func decode(
        _ stream: [UInt8],
        transferSyntaxUID: String,
        layout: FrameLayout,
        bitsStored: Int,
        into samples: inout [UInt8]
    ) throws(ImagingError) {
        var error = cdcmtk_error()
        let isDecoded = unsafe transferSyntaxUID.withCString { syntax in
            var kind = unsafe cdcmtk_frame_kind(
                transfer_syntax: syntax,
                rows: UInt16(layout.height),
                columns: UInt16(layout.width),
                samples_per_pixel: UInt16(layout.samplesPerPixel),
                bits_allocated: UInt16(8 * layout.sampleBytes),
                bits_stored: UInt16(bitsStored)
            )
            return unsafe stream.withUnsafeBufferPointer { source in
                unsafe samples.withUnsafeMutableBufferPointer { target in
                    unsafe cdcmtk_frames_decode(
                        &kind,
                        source.baseAddress,
                        source.count,
                        target.baseAddress,
                        target.count,
                        &error
                    )
                }
            }
        }
        guard isDecoded else { throw ImagingError(.decodeFailed, "the compressed stream is corrupt") }
    }

    /// Reads the palette (PS3.3 C.7.6.3.1.5).
    mutating func palette(bits: Int) throws(ImagingError) -> Palette {
        var channels: [Palette.Channel] = []
        for channel in 0..<3 { channels.append(try paletteChannel(channel)) }
        return try Palette(channels, bits: bits)
    }

    private func paletteChannel(_ channel: Int) throws(ImagingError) -> Palette.Channel {
        var error = cdcmtk_error()
        var palette = cdcmtk_palette()
        var table = [UInt8](repeating: 0, count: Palette.largestTable)
        let isRead = unsafe table.withUnsafeMutableBufferPointer { target in
            unsafe cdcmtk_frames_palette(
                dataSet.handle,
                CInt(channel),
                &palette,
                target.baseAddress,
                target.count,
                &error
            )
        }
        guard isRead else { throw ImagingError(.missingAttribute, "PALETTE COLOR without readable palette tables") }
        guard !palette.segmented else { throw ImagingError(.unsupportedPixels, "segmented palette tables") }
        return Palette.Channel(
            entries: Int(palette.descriptor.0),
            first: Int(palette.descriptor.1),
            bits: Int(palette.descriptor.2),
            table: Array(table.prefix(palette.count))
        )
    }
}
