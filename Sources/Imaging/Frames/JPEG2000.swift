private import COpenJPEG

/// JPEG 2000, by OpenJPEG.
enum JPEG2000 {
    /// Decodes into `samples`, interleaved, little-endian where they have two bytes.
    ///
    /// - Returns: whether the stream's own component transform was undone, so that three components are RGB whatever
    ///   Photometric Interpretation says.
    /// - Throws: `pixelDataMismatch` before anything is allocated where the stream is of another size, or `decodeFailed`.
    static func decode(
        _ stream: [UInt8],
        layout: FrameLayout,
        into samples: inout [UInt8]
    ) throws(ImagingError) -> Bool {
        guard let codeStream = JPEG2000Header.codeStream(in: stream),
            let header = JPEG2000Header(stream, codeStream: codeStream)
        else { throw ImagingError(.decodeFailed, "the JPEG 2000 stream has no legal size segment") }
        guard header.width == layout.width, header.height == layout.height,
            header.components == layout.samplesPerPixel, header.precision == layout.bitsStored, !header.isSigned
        else {
            throw ImagingError(
                .pixelDataMismatch,
                "the JPEG 2000 stream has other dimensions or bits than the attributes say"
            )
        }
        guard header.isUniform, header.tiles <= JPEG2000Header.mostTiles else {
            throw ImagingError(.unsupportedPixels, "JPEG 2000 with subsampled components or more tiles than the limit")
        }
        var request = copenjpeg_request(
            width: UInt32(layout.width),
            height: UInt32(layout.height),
            components: UInt32(layout.samplesPerPixel),
            precision: UInt32(layout.bitsStored),
            sample_bytes: UInt32(layout.sampleBytes)
        )
        var isTransformed: CInt = 0
        let status = unsafe stream.withUnsafeBufferPointer { whole in
            let source = unsafe UnsafeBufferPointer(rebasing: whole[codeStream])
            return unsafe samples.withUnsafeMutableBufferPointer { target in
                unsafe copenjpeg_decode(
                    source.baseAddress,
                    source.count,
                    &request,
                    target.baseAddress,
                    target.count,
                    &isTransformed
                )
            }
        }
        switch status {
        case copenjpeg_decoded: return isTransformed != 0
        case copenjpeg_mismatch:
            throw ImagingError(
                .pixelDataMismatch,
                "the JPEG 2000 stream has other dimensions than Rows and Columns say"
            )
        default: throw ImagingError(.decodeFailed, "the JPEG 2000 stream is corrupt")
        }
    }
}
