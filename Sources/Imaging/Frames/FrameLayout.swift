/// What a described frame is once its stream is decompressed: checked once, so that sizes can be trusted afterwards.
struct FrameLayout {
    /// What the samples mean.
    enum Colour {
        case grey, palette, rgb, ybr
        /// Native YBR_FULL_422: Y, Y, Cb, Cr for two pixels (PS3.3 C.7.6.3.1.2).
        case ybr422
    }

    /// The largest frame that is decoded, in bytes of stored samples: eight times an RGB frame of 4K video.
    static let largestFrame = 200_000_000

    let width: Int
    let height: Int
    let frames: Int
    let colour: Colour
    /// 1 or 3.
    let samplesPerPixel: Int
    /// Whether the colours of a pixel lie in three planes.
    let isPlanar: Bool
    /// 1 or 2 bytes a sample.
    let sampleBytes: Int
    /// Bits of a sample that count.
    let bitsStored: Int
    /// How far the lowest of them lies above bit 0.
    let shift: Int
    /// Whether stored 0 is white (MONOCHROME1).
    let isInverted: Bool

    /// Pixels of a frame.
    var pixels: Int { width * height }
    /// Bytes of a frame's samples once decompressed.
    var frameBytes: Int { colour == .ybr422 ? 2 * pixels : pixels * samplesPerPixel * sampleBytes }
    /// The samples' largest value.
    var mask: UInt16 { UInt16.max >> UInt16(16 - bitsStored) }
    /// What a decoded frame is. Sixteen allocated bits of which eight or fewer count need no words.
    func format(for channels: FrameChannels) -> FrameBuffer.Format {
        switch (colour, channels) {
        case (.grey, _): bitsStored > 8 ? .grey16 : .grey8
        case (_, .luma): .grey8
        case (_, .colour), (_, .colourAndLuma): .rgb8
        }
    }

    /// - Throws: `unsupportedPixels`, `tooLarge` or `pixelDataMismatch`.
    init(_ pixels: PixelDescription, coding: FrameCoding) throws(ImagingError) {
        guard (1...65535).contains(pixels.rows), (1...65535).contains(pixels.columns), pixels.frames >= 1 else {
            throw ImagingError(.pixelDataMismatch, "Rows, Columns or NumberOfFrames is out of range")
        }
        guard pixels.bitsAllocated == 8 || pixels.bitsAllocated == 16,
            (1...pixels.bitsAllocated).contains(pixels.bitsStored),
            (pixels.bitsStored - 1..<pixels.bitsAllocated).contains(pixels.highBit)
        else { throw ImagingError(.unsupportedPixels, "BitsAllocated, BitsStored and HighBit don't fit together") }
        // Ultrasound pixels are unsigned (PS3.3 C.8.5.6.1): a signed one has no agreed black, so it isn't guessed.
        guard !pixels.isSigned else { throw ImagingError(.unsupportedPixels, "PixelRepresentation is 1 (signed)") }
        colour = try Self.colour(of: pixels.photometric, coding: coding)
        let wanted = colour == .grey || colour == .palette ? 1 : 3
        guard pixels.samplesPerPixel == wanted else {
            throw ImagingError(
                .pixelDataMismatch,
                "SamplesPerPixel is \(pixels.samplesPerPixel) for \(pixels.photometric.rawValue)"
            )
        }
        guard wanted == 1 || (pixels.bitsAllocated == 8 && pixels.bitsStored == 8) else {
            throw ImagingError(.unsupportedPixels, "colour of \(pixels.bitsStored) bits in \(pixels.bitsAllocated)")
        }
        guard colour != .ybr422 || pixels.columns.isMultiple(of: 2) else {
            throw ImagingError(.unsupportedPixels, "YBR_FULL_422 with an odd number of Columns")
        }
        width = pixels.columns
        height = pixels.rows
        frames = pixels.frames
        samplesPerPixel = wanted
        isPlanar = coding == .native && wanted == 3 && pixels.isPlanar && colour != .ybr422
        sampleBytes = pixels.bitsAllocated / 8
        bitsStored = pixels.bitsStored
        // A JPEG stream holds the samples alone; native and run-length cells hold them where HighBit says.
        shift = coding == .native || coding == .runLength ? pixels.highBit + 1 - pixels.bitsStored : 0
        isInverted = pixels.photometric == .monochrome1
        guard frameBytes <= Self.largestFrame else {
            throw ImagingError(.tooLarge, "a frame of \(height) x \(width) pixels is larger than the limit")
        }
    }

    private static func colour(
        of photometric: PixelDescription.Photometric,
        coding: FrameCoding
    ) throws(ImagingError) -> Colour {
        switch (photometric, coding) {
        case (.monochrome1, _), (.monochrome2, _): .grey
        case (.paletteColor, .jpeg): throw ImagingError(.unsupportedPixels, "PALETTE COLOR in lossy JPEG")
        case (.paletteColor, _): .palette
        case (.rgb, _): .rgb
        case (.ybrFull422, .native): .ybr422
        case (.ybrFull422, .runLength): throw ImagingError(.unsupportedPixels, "YBR_FULL_422 in RLE")
        case (.ybrFull, _), (.ybrFull422, _): .ybr
        // The standard allows these two in JPEG 2000 alone, whose decoder gives RGB.
        case (.ybrICT, .jpeg2000), (.ybrRCT, .jpeg2000): .rgb
        case (.ybrICT, _), (.ybrRCT, _):
            throw ImagingError(.pixelDataMismatch, "\(photometric.rawValue) outside JPEG 2000")
        }
    }
}
