/// How the mean grey level changes with depth: apparent and uncalibrated. Time gain, focus and gain are in it, so it is
/// never the attenuation coefficient, and comparable only at the same settings of the same machine.
///
/// With the dynamic range DR the level's slope becomes dB/cm of one way, ½·DR/255·dp̄/dz: an echo goes the depth twice.
/// Both slopes are negative where the image darkens with depth.
package struct ApparentDepthDecay: Hashable, Sendable {
    /// Our rules of validity.
    package struct Limits: Hashable, Sendable {
        /// From the first to the last row, cm.
        package var leastDepthRangeCentimetres = 2.0
        /// Rows with a pixel.
        package var leastRows = 16

        package init() {}
    }

    /// Grey levels/cm.
    package let levelSlope: Availability
    /// Grey levels/cm, from the rows' scatter about the line.
    package let levelSlopeStandardError: Availability
    /// dB/cm, one way.
    package let decibelSlope: Availability
    /// dB/cm, one way, from the rows' scatter about the line.
    package let decibelSlopeStandardError: Availability
    /// R² of the line.
    package let determination: Availability

    /// The line of least squares through the rows' means, each weighted with its pixels.
    ///
    /// - Parameters:
    ///   - profile: the region's rows.
    ///   - scale: nil where the region's vertical unit is not a length.
    ///   - focusReason: why focal zones forbid a line across these depths, as a clause; nil where they do not.
    ///   - limits: rules of validity.
    package init(
        _ profile: DepthProfile,
        scale: DepthScale?,
        focusReason: String?,
        limits: Limits = Limits()
    ) {
        do throws(Refusal) {
            let line = try Self.line(profile, scale: scale, focusReason: focusReason, limits: limits)
            let error = line.slopeStandardError
            levelSlope = Availability(finite: line.slope)
            levelSlopeStandardError = Availability(finite: error)
            determination =
                line.determination.map { Availability(finite: $0) }
                ?? .notAvailable("all rows have the same mean level")
            if let step = profile.decibelsPerLevel {
                decibelSlope = Availability(finite: line.slope * step / 2)
                decibelSlopeStandardError = Availability(finite: error * step / 2)
            } else {
                decibelSlope = .notAvailable("the dynamic range is unknown")
                decibelSlopeStandardError = decibelSlope
            }
        } catch {
            levelSlope = .notAvailable(error.reason)
            levelSlopeStandardError = levelSlope
            decibelSlope = levelSlope
            decibelSlopeStandardError = levelSlope
            determination = levelSlope
        }
    }

    private static func line(
        _ profile: DepthProfile,
        scale: DepthScale?,
        focusReason: String?,
        limits: Limits
    ) throws(Refusal) -> WeightedLine {
        guard let first = profile.rows.first, let last = profile.rows.last else {
            throw Refusal("no pixel to measure in the region of interest")
        }
        guard let scale else {
            throw Refusal("the depths of the region are not known (no spatial calibration)")
        }
        if let focusReason { throw Refusal(focusReason) }
        guard
            scale.depthCentimetres(ofRow: last.row) - scale.depthCentimetres(ofRow: first.row)
                >= limits.leastDepthRangeCentimetres
        else { throw Refusal("the region spans too little depth") }
        guard profile.rows.count >= max(3, limits.leastRows) else {
            throw Refusal("the region has too few rows")
        }
        let line = WeightedLine(
            x: profile.rows.map { scale.depthCentimetres(ofRow: $0.row) },
            y: profile.rows.map(\.meanLevel),
            weights: profile.rows.map { Double($0.count) }
        )
        guard let line else { throw Refusal("the number is out of range") }
        return line
    }
}
