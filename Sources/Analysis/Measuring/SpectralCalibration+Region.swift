internal import Imaging
internal import TissueMetrics

extension SpectralCalibration {
    /// The calibration of a spectral region (PS3.3 C.8.5.5.1): s across; cm/s, or Hz with the transducer's frequency, down.
    init(_ region: UltrasoundRegion) throws(Refusal) {
        let (seconds, hertz, centimetresPerSecond) = (4, 5, 7)
        guard region.unitsX == seconds, let deltaX = region.deltaX else {
            throw Refusal(reason: "the strip's columns have no time scale")
        }
        guard let deltaY = region.deltaY else { throw Refusal(reason: "the strip's rows have no calibration") }
        let unit: Unit
        switch region.unitsY {
        case centimetresPerSecond: unit = .centimetresPerSecond
        case hertz:
            guard let kilohertz = region.transducerFrequency, kilohertz > 0 else {
                throw Refusal(reason: "the strip is in Hz, and the transducer's frequency is not known")
            }
            unit = .hertz(transducerKilohertz: Double(kilohertz))
        default: throw Refusal(reason: "the strip's rows are neither in cm/s nor in Hz")
        }
        // Without its row the reference value would be of no known place.
        guard let referenceRow = region.referencePixelY else {
            throw Refusal(reason: "the strip has no reference row, so its baseline is not known")
        }
        try self.init(
            referenceRow: Double(referenceRow),
            referenceValue: region.referencePixelValueY ?? 0,
            valuePerRow: deltaY,
            secondsPerColumn: abs(deltaX),
            unit: unit,
            angleDegrees: region.dopplerCorrectionAngle
        )
    }
}

extension SpectralCalibration.Refusal {
    /// Another kind of region.
    static let noStrip = SpectralCalibration.Refusal(reason: "the region is no spectral strip")
    /// More than eight bits.
    static let deep = SpectralCalibration.Refusal(reason: "a strip of more than eight bits is not read")
}
