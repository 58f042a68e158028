/// Stored samples to what a measurement asks for. Pure; sizes have been checked by `FrameLayout`.
enum ColourConversion {
    /// Luma in eighths of a byte: 0.299, 0.587 and 0.114 over 256, exact where the three are equal.
    static func luma(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: (77 * UInt32(red) + 150 * UInt32(green) + 29 * UInt32(blue) + 128) >> 8)
    }

    /// Full-range YCbCr to RGB, the inverse of PS3.3 C.7.6.3.1.2, in 16-bit fixed point, rounded to nearest and clamped.
    @inline(__always)
    static func rgb(y: UInt8, cb: UInt8, cr: UInt8) -> (UInt8, UInt8, UInt8) {
        let (luma, blue, red) = (Int32(y) << 16 + 32768, Int32(cb) - 128, Int32(cr) - 128)
        // 1.402, 0.344136, 0.714136 and 1.772 times 65536.
        return (
            UInt8(clamping: (luma + 91881 * red) >> 16),
            UInt8(clamping: (luma - 22554 * blue - 46802 * red) >> 16),
            UInt8(clamping: (luma + 116130 * blue) >> 16)
        )
    }

    /// Turns stored cells of one or two bytes into grey, larger is brighter.
    static func grey(_ samples: [UInt8], layout: FrameLayout, into buffer: inout FrameBuffer) {
        let source = samples.span
        let (shift, mask, flip) = (UInt16(layout.shift), layout.mask, layout.isInverted ? layout.mask : 0)
        let format = buffer.format
        switch (layout.sampleBytes, format) {
        case (1, _):
            var target = buffer.bytes.mutableSpan
            for pixel in 0..<layout.pixels {
                target[pixel] = UInt8(truncatingIfNeeded: ((UInt16(source[pixel]) >> shift) & mask) ^ flip)
            }
        case (_, .grey16):
            var target = buffer.words.mutableSpan
            for pixel in 0..<layout.pixels {
                target[pixel] = ((word(source, pixel) >> shift) & mask) ^ flip
            }
        default:
            var target = buffer.bytes.mutableSpan
            for pixel in 0..<layout.pixels {
                target[pixel] = UInt8(truncatingIfNeeded: ((word(source, pixel) >> shift) & mask) ^ flip)
            }
        }
    }

    /// Looks stored values up in the palette: RGB or luma.
    static func palette(
        _ samples: [UInt8],
        _ palette: Palette,
        layout: FrameLayout,
        into target: inout [UInt8],
        as format: FrameBuffer.Format
    ) {
        let source = samples.span
        let (shift, mask) = (UInt16(layout.shift), layout.mask)
        let isWide = layout.sampleBytes == 2
        let isColour = format == .rgb8
        let (red, green, blue, luma) = (palette.red.span, palette.green.span, palette.blue.span, palette.luma.span)
        var target = target.mutableSpan
        for pixel in 0..<layout.pixels {
            let stored = isWide ? word(source, pixel) : UInt16(source[pixel])
            let value = Int((stored >> shift) & mask)
            if isColour {
                target[3 * pixel] = red[value]
                target[3 * pixel + 1] = green[value]
                target[3 * pixel + 2] = blue[value]
            } else {
                target[pixel] = luma[value]
            }
        }
    }

    /// Turns RGB, in pixels or planes, into RGB in pixels or luma.
    static func rgb(_ samples: [UInt8], layout: FrameLayout, into target: inout [UInt8], as format: FrameBuffer.Format)
    {
        let source = samples.span
        let (step, plane) = layout.isPlanar ? (1, layout.pixels) : (3, 1)
        let isColour = format == .rgb8
        var target = target.mutableSpan
        if isColour {
            for pixel in 0..<layout.pixels {
                let place = pixel * step
                target[3 * pixel] = source[place]
                target[3 * pixel + 1] = source[place + plane]
                target[3 * pixel + 2] = source[place + 2 * plane]
            }
        } else {
            for pixel in 0..<layout.pixels {
                let place = pixel * step
                target[pixel] = luma(
                    red: source[place],
                    green: source[place + plane],
                    blue: source[place + 2 * plane]
                )
            }
        }
    }

    /// Turns YBR_FULL, in pixels or planes, into RGB in pixels, or the stored Y.
    static func ybr(_ samples: [UInt8], layout: FrameLayout, into target: inout [UInt8], as format: FrameBuffer.Format)
    {
        let source = samples.span
        let (step, plane) = layout.isPlanar ? (1, layout.pixels) : (3, 1)
        let isColour = format == .rgb8
        var target = target.mutableSpan
        for pixel in 0..<layout.pixels {
            let place = pixel * step
            if isColour {
                (target[3 * pixel], target[3 * pixel + 1], target[3 * pixel + 2]) = rgb(
                    y: source[place],
                    cb: source[place + plane],
                    cr: source[place + 2 * plane]
                )
            } else {
                target[pixel] = source[place]
            }
        }
    }

    /// Turns native YBR_FULL_422 (Y, Y, Cb, Cr for each two pixels) into RGB, or the stored Y. Both pixels have the pair's chroma.
    static func ybr422(
        _ samples: [UInt8],
        layout: FrameLayout,
        into target: inout [UInt8],
        as format: FrameBuffer.Format
    ) {
        let source = samples.span
        let isColour = format == .rgb8
        var target = target.mutableSpan
        for pair in 0..<layout.pixels / 2 {
            let place = 4 * pair
            if isColour {
                for half in 0..<2 {
                    let pixel = 3 * (2 * pair + half)
                    (target[pixel], target[pixel + 1], target[pixel + 2]) = rgb(
                        y: source[place + half],
                        cb: source[place + 2],
                        cr: source[place + 3]
                    )
                }
            } else {
                target[2 * pair] = source[place]
                target[2 * pair + 1] = source[place + 1]
            }
        }
    }

    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt16 {
        UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8
    }
}
