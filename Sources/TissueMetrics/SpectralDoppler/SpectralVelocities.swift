/// What is read from the envelope of a spectral Doppler strip (qus.md F): each velocity is the mean over beats, and the
/// indices are computed from these means, so that RI = 1 − 1/(S/D).
///
/// Velocities are speeds away from the baseline on the side of flow. See `SpectralCalibration.angleCorrection` for what
/// they are along.
package struct SpectralVelocities: Hashable, Sendable {
    /// PSV, cm/s.
    package let peakSystolic: Availability
    /// EDV, cm/s.
    package let endDiastolic: Availability
    /// TAMV: the time mean of the envelope, cm/s. It is not the mean of the spectrum.
    package let timeAveragedMaximum: Availability
    /// RI = (PSV − EDV) / PSV.
    package let resistiveIndex: Availability
    /// PI = (PSV − EDV) / TAMV.
    package let pulsatilityIndex: Availability
    /// S/D = PSV / EDV.
    package let systolicDiastolicRatio: Availability
    /// The heart period, s.
    package let periodSeconds: Availability
    /// Beats that the means are of; 0 where there is no mean.
    package let beats: Int
    /// The side of the baseline that was read.
    package let side: SpectralStrip.Side
    /// Of a row, cm/s: the velocities are good to ± this.
    package let resolution: Double

    /// Reads a strip.
    ///
    /// - Parameters:
    ///   - strip: the region's pixels.
    ///   - side: of flow; nil for the brighter one.
    ///   - leastBeats: with fewer, nothing is available.
    package init(_ strip: SpectralStrip, side: SpectralStrip.Side? = nil, leastBeats: Int = 3) {
        let side = side ?? strip.brighterSide
        let envelope = SpectralEnvelope(strip, side: side)
        let rhythm = SpectralBeats(envelope, secondsPerColumn: strip.calibration.secondsPerColumn)
        self.side = side
        resolution = envelope.resolution
        if let reason = Self.reason(strip, side, envelope, rhythm, leastBeats: max(1, leastBeats)) {
            let none = Availability.notAvailable(reason)
            (peakSystolic, endDiastolic, timeAveragedMaximum) = (none, none, none)
            (resistiveIndex, pulsatilityIndex, systolicDiastolicRatio, periodSeconds) = (none, none, none, none)
            beats = 0
            return
        }
        let beats = rhythm.beats
        let mean = { (value: (SpectralBeats.Beat) -> Double) in
            beats.reduce(0) { $0 + value($1) } / Double(beats.count)
        }
        let speeds = envelope.speeds.map { $0 ?? 0 }
        let systolic = mean { speeds[$0.columns.lowerBound] }
        let diastolic = mean { speeds[$0.endDiastole] }
        let average = mean { speeds[$0.columns].reduce(0, +) / Double($0.columns.count) }
        self.beats = beats.count
        peakSystolic = Availability(finite: systolic)
        endDiastolic = Availability(finite: diastolic)
        timeAveragedMaximum = Availability(finite: average)
        resistiveIndex = Availability(finite: (systolic - diastolic) / systolic)
        pulsatilityIndex = Availability(finite: (systolic - diastolic) / average)
        // Nearer to the baseline than the rows that are not read, there is no telling a velocity from none.
        systolicDiastolicRatio =
            diastolic > (SpectralStrip.guardRows + 1) * envelope.resolution
            ? Availability(finite: systolic / diastolic)
            : .notAvailable("the end-diastolic velocity is not above the baseline")
        periodSeconds = Availability(finite: (rhythm.period?.samples ?? 0) * strip.calibration.secondsPerColumn)
    }

    /// With more light on the side away from flow, as a part of that of flow, that side holds signal (our rule).
    private static let mostLightAway = 1.0 / 3

    private static func reason(
        _ strip: SpectralStrip,
        _ side: SpectralStrip.Side,
        _ envelope: SpectralEnvelope,
        _ rhythm: SpectralBeats,
        leastBeats: Int
    ) -> String? {
        guard strip.rows(side).count >= SpectralEnvelope.leastNoiseRows else {
            return "fewer than \(SpectralEnvelope.leastNoiseRows) rows on the side of flow"
        }
        guard strip.rows(side == .above ? .below : .above).count >= SpectralEnvelope.leastNoiseRows else {
            return "fewer than \(SpectralEnvelope.leastNoiseRows) rows away from flow to tell noise from signal"
        }
        guard envelope.speeds.contains(where: { ($0 ?? 0) > 0 }) else {
            return "no spectrum above the level of the side away from flow"
        }
        if let ratio = strip.lightRatio(flow: side), ratio > mostLightAway {
            return "flow on both sides of the baseline: no side to take the noise floor from"
        }
        guard !envelope.isAtEdge[rhythm.columns].contains(true) else {
            return "aliased: the envelope touches the strip's edge"
        }
        guard rhythm.period != nil else {
            return "no heart period of 0.3 to 2 s with an autocorrelation of 0.3 in two cycles"
        }
        guard rhythm.beats.count >= leastBeats else {
            return "\(rhythm.beats.count) whole heart beats, fewer than \(leastBeats)"
        }
        return nil
    }
}
