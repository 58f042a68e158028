extension PixelDescription {
    /// Rows or columns.
    static let sizeLimit = 16_384
    /// Frames of a cine: half an hour at 50 Hz.
    static let frameLimit = 100_000

    /// Reads and checks what a data set says of its pixels, and that its pixel data can hold them.
    ///
    /// - Throws: the first thing that makes them unreadable.
    init(_ dataSet: borrowing DataSet) throws(ImagingError) {
        let syntax = TransferSyntax(uid: dataSet.transferSyntaxUID)
        guard syntax.isDecodable else {
            throw ImagingError(.unsupportedTransferSyntax, "the transfer syntax has no decoder here")
        }
        let bitsAllocated = try Self.required(.bitsAllocated, dataSet)
        let bitsStored = try Self.required(.bitsStored, dataSet)
        let lossy = try dataSet.text(.lossyImageCompression) == "01"
        let spacing = try dataSet.numbers(.pixelSpacing)
        self.init(
            rows: try Self.size(.rows, dataSet),
            columns: try Self.size(.columns, dataSet),
            frames: try Self.frames(dataSet),
            samplesPerPixel: try Self.required(.samplesPerPixel, dataSet),
            photometric: try Self.photometric(dataSet),
            isPlanar: try dataSet.integer(.planarConfiguration) == 1,
            bitsAllocated: bitsAllocated,
            bitsStored: bitsStored,
            highBit: try dataSet.integer(.highBit) ?? bitsStored - 1,
            isSigned: try dataSet.integer(.pixelRepresentation) == 1,
            transferSyntaxUID: syntax.uid,
            isLossy: lossy || syntax.isAlwaysLossy,
            lossyRatio: try dataSet.optionalNumbers(.lossyImageCompressionRatio).last ?? nil,
            pixelSpacing: spacing.flatMap { $0.count == 2 && $0.allSatisfy { $0 > 0 } ? $0 : nil }
        )
        try checkSamples()
        if photometric == .paletteColor { try Self.checkPalette(dataSet) }
        try checkPixelData(dataSet.pixelData, syntax)
    }

    // MARK: Attributes

    private static func required(_ attribute: DataSetAttribute, _ dataSet: borrowing DataSet) throws(ImagingError)
        -> Int
    {
        guard let value: Int = try dataSet.integer(attribute) else { throw DataSet.missing(attribute) }
        return value
    }

    private static func size(_ attribute: DataSetAttribute, _ dataSet: borrowing DataSet) throws(ImagingError) -> Int {
        let size = try required(attribute, dataSet)
        guard size > 0 else { throw DataSet.illegal(attribute) }
        guard size <= sizeLimit else { throw ImagingError(.tooLarge, "\(attribute) is over \(sizeLimit)") }
        return size
    }

    private static func frames(_ dataSet: borrowing DataSet) throws(ImagingError) -> Int {
        guard let text = try dataSet.text(.numberOfFrames) else {
            if try dataSet.optionalNumbers(.numberOfFrames).isEmpty { return 1 }
            throw DataSet.illegal(.numberOfFrames)
        }
        guard !text.contains("\\"), let frames: Int = try dataSet.integer(.numberOfFrames), frames > 0 else {
            throw DataSet.illegal(.numberOfFrames)
        }
        guard frames <= frameLimit else { throw ImagingError(.tooLarge, "NumberOfFrames is over \(frameLimit)") }
        return frames
    }

    private static func photometric(_ dataSet: borrowing DataSet) throws(ImagingError) -> Photometric {
        guard let text = try dataSet.text(.photometricInterpretation) else {
            throw DataSet.missing(.photometricInterpretation)
        }
        guard let photometric = Photometric(rawValue: text) else {
            throw ImagingError(.unsupportedPixels, "PhotometricInterpretation is none that is read here")
        }
        return photometric
    }

    private func checkSamples() throws(ImagingError) {
        guard bitsAllocated > 0 else { throw DataSet.illegal(.bitsAllocated) }
        guard bitsAllocated == 8 || bitsAllocated == 16 else {
            throw ImagingError(.unsupportedPixels, "BitsAllocated is neither 8 nor 16")
        }
        guard (1...bitsAllocated).contains(bitsStored) else { throw DataSet.illegal(.bitsStored) }
        guard (bitsStored - 1..<bitsAllocated).contains(highBit) else { throw DataSet.illegal(.highBit) }
        let isGrey = [.monochrome1, .monochrome2, .paletteColor].contains(photometric)
        guard samplesPerPixel == (isGrey ? 1 : 3) else {
            throw ImagingError(.illegalAttribute, "SamplesPerPixel contradicts PhotometricInterpretation")
        }
        guard isGrey || bitsAllocated == 8 else {
            throw ImagingError(.unsupportedPixels, "colour with more than 8 bits a sample")
        }
    }

    // MARK: Palette

    /// The tables of red, green and blue have to be there in full (PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6).
    private static func checkPalette(_ dataSet: borrowing DataSet) throws(ImagingError) {
        let colours: [(UInt32, String)] = [(1, "Red"), (2, "Green"), (3, "Blue")]
        for (offset, colour) in colours {
            let descriptor = DataSetAttribute(0x0028_1100 + offset, "\(colour)PaletteColorLookupTableDescriptor")
            let data = DataSetAttribute(0x0028_1200 + offset, "\(colour)PaletteColorLookupTableData")
            guard let numbers: [Int] = try dataSet.integers(descriptor), numbers.count == 3 else {
                throw DataSet.missing(descriptor)
            }
            let entries = numbers[0] == 0 ? 65_536 : numbers[0] & 0xFFFF
            guard numbers[2] == 8 || numbers[2] == 16 else { throw DataSet.illegal(descriptor) }
            guard let size = try dataSet.storedSize(data, numberWidth: 2), size > 0 else {
                let segmented = DataSetAttribute(0x0028_1220 + offset, "Segmented\(colour)PaletteColorLookupTableData")
                if try dataSet.has(segmented) {
                    throw ImagingError(.unsupportedPixels, "the palette is segmented")
                }
                throw DataSet.missing(data)
            }
            guard size >= entries * numbers[2] / 8 else {
                throw ImagingError(.pixelDataMismatch, "\(data) is shorter than its descriptor says")
            }
        }
    }

    // MARK: Pixel data

    private func checkPixelData(_ extent: PixelDataExtent?, _ syntax: TransferSyntax) throws(ImagingError) {
        guard let extent, extent.length > 0 else { throw DataSet.missing(.pixelData) }
        guard extent.isEncapsulated != syntax.isNative else {
            let found = extent.isEncapsulated ? "encapsulated" : "native"
            throw ImagingError(.pixelDataMismatch, "the pixel data is \(found), which the transfer syntax is not")
        }
        if extent.isEncapsulated {
            guard extent.fragments >= frames else {
                throw ImagingError(.pixelDataMismatch, "the pixel data has fewer fragments than NumberOfFrames")
            }
        } else {
            // At most 16,384 x 16,384 pixels, 100,000 frames and 6 bytes: no overflow in 64 bits.
            let samples =
                photometric == .ybrFull422 ? (columns + columns % 2) * rows * 2 : columns * rows * samplesPerPixel
            guard extent.length >= UInt64(samples * (bitsAllocated / 8) * frames) else {
                throw ImagingError(
                    .pixelDataMismatch,
                    "the pixel data is shorter than its rows, columns and frames need"
                )
            }
        }
    }
}
