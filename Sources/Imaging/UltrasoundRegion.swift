/// One item of the Sequence of Ultrasound Regions (0018,6011), PS3.3 C.8.5.5. Enumerated values that the standard does not
/// list stay readable as raw numbers.
package struct UltrasoundRegion: Hashable, Codable, Sendable {
    /// (0018,6012): 0 none, 1 2-D, 2 M-mode, 3 spectral, 4 waveform, 5 graphics.
    package var spatialFormat: Int?
    /// (0018,6014): 1 tissue, 2 colour flow, 3 PW, 4 CW, 13 grey bar, 14 colour bar, 18 other.
    package var dataType: Int?
    /// (0018,6016), a bit field.
    package var flags: UInt32?
    /// (0018,6018), pixels from 0.
    package var minX: UInt32?
    /// (0018,601A), pixels from 0.
    package var minY: UInt32?
    /// (0018,601C), pixels from 0, inclusive.
    package var maxX: UInt32?
    /// (0018,601E), pixels from 0, inclusive.
    package var maxY: UInt32?
    /// (0018,6020), pixels from the region's left edge; may lie outside it.
    package var referencePixelX: Int32?
    /// (0018,6022), pixels from the region's top edge; may lie outside it.
    package var referencePixelY: Int32?
    /// (0018,6024): 0 none, 1 %, 2 dB, 3 cm, 4 s, 5 Hz, 6 dB/s, 7 cm/s, 8 cm2, 9 cm2/s, 10 cm3, 11 cm3/s, 12 degrees.
    package var unitsX: Int?
    /// (0018,6026), as `unitsX`.
    package var unitsY: Int?
    /// (0018,6028), in `unitsX`.
    package var referencePixelValueX: Double?
    /// (0018,602A), in `unitsY`.
    package var referencePixelValueY: Double?
    /// (0018,602C), `unitsX` per pixel; may be negative. Nil where it is not finite.
    package var deltaX: Double?
    /// (0018,602E), `unitsY` per pixel; may be negative. Nil where it is not finite.
    package var deltaY: Double?
    /// (0018,6030), kHz.
    package var transducerFrequency: UInt32?
    /// (0018,6031), for example SECTOR_PHASED.
    package var transducerType: String?
    /// (0018,6032), Hz.
    package var pulseRepetitionFrequency: UInt32?
    /// (0018,6034), degrees.
    package var dopplerCorrectionAngle: Double?
    /// (0018,6036), degrees.
    package var steeringAngle: Double?
    /// (0018,6039) and (0018,603B), pixels.
    package var dopplerSampleVolumeX: Int32?
    /// (0018,603B), pixels.
    package var dopplerSampleVolumeY: Int32?
    /// (0018,603D), (0018,603F), (0018,6041), (0018,6043), pixels.
    package var tmLineX0: Int32?
    /// (0018,603F), pixels.
    package var tmLineY0: Int32?
    /// (0018,6041), pixels.
    package var tmLineX1: Int32?
    /// (0018,6043), pixels.
    package var tmLineY1: Int32?
    /// (0018,6044): 0 bit aligned, 1 ranges, 2 table, 3 code sequence.
    package var pixelComponentOrganization: Int?
    /// (0018,6046).
    package var pixelComponentMask: UInt32?
    /// (0018,6048) and (0018,604A).
    package var pixelComponentRangeStart: UInt32?
    /// (0018,604A).
    package var pixelComponentRangeStop: UInt32?
    /// (0018,604C), as `unitsX`.
    package var pixelComponentUnits: Int?
    /// (0018,604E), as `dataType`.
    package var pixelComponentDataType: Int?
    /// (0018,6050), (0018,6052) and (0018,6054): break points of the value table.
    package var numberOfTableBreakPoints: UInt32?
    /// (0018,6052): pixel component values.
    package var tableOfXBreakPoints: [UInt32]?
    /// (0018,6054): the physical values beside them, in `pixelComponentUnits`.
    package var tableOfYBreakPoints: [Double]?
    /// (0018,6056), (0018,6058), (0018,605A).
    package var numberOfTableEntries: UInt32?
    /// (0018,6058).
    package var tableOfPixelValues: [UInt32]?
    /// (0018,605A): the physical values beside them, in `pixelComponentUnits`.
    package var tableOfParameterValues: [Double]?
    /// (0018,6060), ms.
    package var rWaveTimeVector: [Double]?

    package init() {}
}
