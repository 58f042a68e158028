internal import Foundation

/// What the rows and columns of a spectral Doppler strip stand for: PS3.3 C.8.5.5, region spatial format 3.
package struct SpectralCalibration: Hashable, Sendable {
    /// The unit of rows, (0018,6026).
    package enum Unit: Hashable, Sendable {
        /// 7, cm/s: the device has applied the angle, if any; it is not applied again.
        case centimetresPerSecond
        /// 5, Hz: the velocity is c · f / (2 f0 cos θ), with (0018,6030) in kHz. The angle is the region's own.
        case hertz(transducerKilohertz: Double)
    }

    /// Why rows or columns stand for nothing, as a clause for a reader.
    package struct Refusal: Error, Hashable, Sendable {
        /// The clause.
        package let reason: String

        package init(reason: String) { self.reason = reason }
    }

    /// What was done about the angle between flow and beam.
    package enum AngleCorrection: Hashable, Sendable {
        /// The strip is in cm/s as the device wrote it.
        case byDevice
        /// By the region's angle, here.
        case here
        /// Hz without an angle: velocities are those along the beam.
        case none
    }

    /// Of a row, with sign.
    let centimetresPerSecondPerRow: Double
    /// The row of velocity 0, from the strip's top; row 0's middle is 0.
    let baselineRow: Double
    /// Of a column.
    let secondsPerColumn: Double
    /// What was done about the angle.
    package let angleCorrection: AngleCorrection
    /// Between flow and beam, from 0; nil where it is not known.
    package let angleDegrees: Double?
    /// Whether the angle is known to be above 60 degrees, where a small error of the angle is a large one of the
    /// velocity.
    package let isAngleAbove60Degrees: Bool

    /// The speed of sound in soft tissue that devices assume, cm/s.
    private static let soundCentimetresPerSecond = 154_000.0

    /// Makes a calibration.
    ///
    /// - Parameters:
    ///   - referenceRow: (0018,6022), rows from the strip's top; 0 where there is none.
    ///   - referenceValue: (0018,602A), the value there in the unit.
    ///   - valuePerRow: (0018,602E), with its sign.
    ///   - secondsPerColumn: (0018,602C) in s.
    ///   - unit: of rows.
    ///   - angleDegrees: (0018,6034), between flow and beam; nil where there is none.
    /// - Throws: why it is none.
    package init(
        referenceRow: Double,
        referenceValue: Double,
        valuePerRow: Double,
        secondsPerColumn: Double,
        unit: Unit,
        angleDegrees: Double?
    ) throws(Refusal) {
        guard referenceRow.isFinite, referenceValue.isFinite, valuePerRow.isFinite, valuePerRow != 0 else {
            throw Refusal(reason: "the strip's rows have no calibration")
        }
        guard secondsPerColumn.isFinite, secondsPerColumn != 0 else {
            throw Refusal(reason: "the strip's columns have no calibration")
        }
        let angle = angleDegrees.map { abs($0) }
        self.angleDegrees = angle
        isAngleAbove60Degrees = angle.map { $0 > 60 } ?? false
        switch unit {
        case .centimetresPerSecond:
            angleCorrection = .byDevice
            centimetresPerSecondPerRow = valuePerRow
        case .hertz(let kilohertz):
            guard kilohertz.isFinite, kilohertz > 0 else {
                throw Refusal(reason: "a strip in Hz without Transducer Frequency")
            }
            if let angle, !(angle < 89) { throw Refusal(reason: "the Doppler angle leaves no velocity along the beam") }
            angleCorrection = angle == nil ? .none : .here
            let cosine = cos((angle ?? 0) * Double.pi / 180)
            centimetresPerSecondPerRow =
                valuePerRow * Self.soundCentimetresPerSecond / (2 * kilohertz * 1000 * cosine)
        }
        baselineRow = referenceRow - referenceValue / valuePerRow
        guard baselineRow.isFinite, centimetresPerSecondPerRow.isFinite else {
            throw Refusal(reason: "the strip's rows have no calibration")
        }
        self.secondsPerColumn = abs(secondsPerColumn)
    }

    /// The velocity at a row, cm/s.
    package func centimetresPerSecond(atRow row: Double) -> Double {
        (row - baselineRow) * centimetresPerSecondPerRow
    }
}
