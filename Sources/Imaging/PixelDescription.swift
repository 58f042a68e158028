/// How an image's frames are stored (PS3.3 C.7.6.3 and C.7.6.6), already checked: every size is positive and within bounds.
package struct PixelDescription: Hashable, Codable, Sendable {
    /// Photometric interpretations that are decoded here (PS3.3 C.7.6.3.1.2).
    package enum Photometric: String, Codable, CaseIterable, Sendable {
        /// The least sample is white.
        case monochrome1 = "MONOCHROME1"
        /// The least sample is black.
        case monochrome2 = "MONOCHROME2"
        /// Samples index the palette of (0028,1101) to (0028,1203).
        case paletteColor = "PALETTE COLOR"
        case rgb = "RGB"
        case ybrFull = "YBR_FULL"
        /// Chroma at half the horizontal resolution.
        case ybrFull422 = "YBR_FULL_422"
        /// JPEG 2000's irreversible colour transform.
        case ybrICT = "YBR_ICT"
        /// JPEG 2000's reversible colour transform.
        case ybrRCT = "YBR_RCT"
    }

    /// (0028,0010), pixels.
    package var rows: Int
    /// (0028,0011), pixels.
    package var columns: Int
    /// (0028,0008), 1 where it is absent.
    package var frames: Int
    /// (0028,0002): 1 or 3.
    package var samplesPerPixel: Int
    /// (0028,0004).
    package var photometric: Photometric
    /// (0028,0006): false colour by pixel, true colour by plane.
    package var isPlanar: Bool
    /// (0028,0100): 8 or 16.
    package var bitsAllocated: Int
    /// (0028,0101).
    package var bitsStored: Int
    /// (0028,0102).
    package var highBit: Int
    /// (0028,0103).
    package var isSigned: Bool
    /// Of the data set.
    package var transferSyntaxUID: String
    /// (0028,2110) is 01, or the transfer syntax is always lossy.
    package var isLossy: Bool
    /// (0028,2112), the last one.
    package var lossyRatio: Double?
    /// (0028,0030), mm between rows and between columns; nil where absent, zero or not finite.
    package var pixelSpacing: [Double]?

    package init(
        rows: Int,
        columns: Int,
        frames: Int,
        samplesPerPixel: Int,
        photometric: Photometric,
        isPlanar: Bool,
        bitsAllocated: Int,
        bitsStored: Int,
        highBit: Int,
        isSigned: Bool,
        transferSyntaxUID: String,
        isLossy: Bool,
        lossyRatio: Double?,
        pixelSpacing: [Double]?
    ) {
        self.rows = rows
        self.columns = columns
        self.frames = frames
        self.samplesPerPixel = samplesPerPixel
        self.photometric = photometric
        self.isPlanar = isPlanar
        self.bitsAllocated = bitsAllocated
        self.bitsStored = bitsStored
        self.highBit = highBit
        self.isSigned = isSigned
        self.transferSyntaxUID = transferSyntaxUID
        self.isLossy = isLossy
        self.lossyRatio = lossyRatio
        self.pixelSpacing = pixelSpacing
    }
}
