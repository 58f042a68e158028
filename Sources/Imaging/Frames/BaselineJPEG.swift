private import CTurboJPEG

/// Lossy JPEG of eight bits, by libjpeg-turbo straight from the fragment's bytes.
enum BaselineJPEG {
    /// What the stream's three components turned out to be.
    enum Model {
        case grey, ybr, rgb
    }

    /// Decodes into `samples`, which has room for three bytes a pixel of a colour image: one byte a pixel for grey and, asked
    /// for luma, for YCbCr, of which the chroma is then not even transformed; else red, green, blue.
    ///
    /// - Parameters:
    ///   - stream: one frame.
    ///   - layout: what the frame must be.
    ///   - channels: with `colourAndLuma`, Y of YCbCr goes to `luma`.
    ///   - samples: gets the samples.
    ///   - luma: one byte a pixel where `channels` ask for it.
    /// - Returns: the model of the stream: an RGB stream has no luma of its own.
    /// - Throws: `pixelDataMismatch` before anything is allocated where the stream is of another size, or `decodeFailed`.
    static func decode(
        _ stream: [UInt8],
        layout: FrameLayout,
        as channels: FrameChannels,
        into samples: inout [UInt8],
        luma: inout [UInt8]
    ) throws(ImagingError) -> Model {
        precondition(channels != .colourAndLuma || luma.count == layout.pixels, "luma has room for the frame")
        var model = cturbojpeg_grey
        let status = unsafe stream.withUnsafeBufferPointer { source in
            unsafe samples.withUnsafeMutableBufferPointer { target in
                unsafe luma.withUnsafeMutableBufferPointer { luma in
                    var request = unsafe cturbojpeg_request(
                        width: UInt32(layout.width),
                        height: UInt32(layout.height),
                        components: UInt32(layout.samplesPerPixel),
                        otherwise: layout.colour == .rgb ? cturbojpeg_rgb : cturbojpeg_ycbcr,
                        luma_only: channels == .luma ? 1 : 0,
                        luma: channels == .colourAndLuma ? luma.baseAddress : nil
                    )
                    return unsafe cturbojpeg_decode(
                        source.baseAddress,
                        source.count,
                        &request,
                        target.baseAddress,
                        target.count,
                        &model
                    )
                }
            }
        }
        switch status {
        case cturbojpeg_decoded: break
        case cturbojpeg_mismatch:
            throw ImagingError(.pixelDataMismatch, "the JPEG stream has other dimensions than Rows and Columns say")
        case cturbojpeg_unsupported:
            throw ImagingError(.decodeFailed, "the JPEG stream is of a process that its transfer syntax excludes")
        default: throw ImagingError(.decodeFailed, "the JPEG stream is corrupt")
        }
        return switch model {
        case cturbojpeg_rgb: .rgb
        case cturbojpeg_ycbcr: .ybr
        default: .grey
        }
    }
}
