internal import Foundation

/// The attenuation coefficient of a uniform sample, from its B-mode image and that of a reference phantom of known
/// attenuation at the same settings (Yao, Zagzebski and Madsen, Ultrason Imaging 12:58–70, 1990; on images: Knipp et
/// al., Ultrason Imaging 19:221–233, 1997).
///
/// At the depth z a mean intensity is I(z) = G(z)·B·10^(−2αz/10): G is the machine's (time gain, focus, diffraction),
/// the same for both; B the backscatter; α dB/cm of one way, and an echo goes z twice. So
///
///     y(z) = 10·log10(I_s/I_r) = const + 10·log10(B_s/B_r) − 2(α_s − α_r)·z,   dy/dz = −2(α_s − α_r),
///     α_s = α_r − ½·dy/dz.
///
/// It needs B_s/B_r that does not change along the path. A step or a layer bends y and is refused by χ²; a steady
/// gradient of backscatter looks like attenuation and cannot be told from it. It needs near-equal sound speeds, and
/// attenuation low enough that the band's centre stays where the phantom has it: B-mode holds no spectrum.
package struct ReferencePhantomAttenuation: Hashable, Sendable {
    /// Our rules of validity.
    package struct Limits: Hashable, Sendable {
        /// From the first to the last row that both have, cm.
        package var leastPathCentimetres = 2.0
        /// Rows that both have.
        package var leastRows = 16
        /// The most pixels at an end of the grey scale in either image, per cent.
        package var mostPercentClipped = 1.0
        /// The most that χ² may exceed its expectation, in its standard deviations √(2·(rows − 2)).
        package var mostDeviations = 4.0

        package init() {}
    }

    /// One of the two images.
    package struct Measurement: Sendable {
        /// Rows, with a dynamic range.
        package var profile: DepthProfile
        /// nil where the region's vertical unit is not a length.
        package var scale: DepthScale?
        /// Independent samples among all of the profile's pixels, both directions of speckle counted; nil where it was
        /// not measured.
        package var effectiveSamples: Double?
        /// What the machine was set to.
        package var settings: AcquisitionSettings

        package init(
            profile: DepthProfile,
            scale: DepthScale?,
            effectiveSamples: Double?,
            settings: AcquisitionSettings
        ) {
            self.profile = profile
            self.scale = scale
            self.effectiveSamples = effectiveSamples
            self.settings = settings
        }
    }

    /// What the phantom's certificate says.
    package struct Certificate: Hashable, Sendable {
        /// One way, dB/cm.
        package var decibelsPerCentimetre: Double
        /// The frequency at which it is that, MHz.
        package var frequencyMegahertz: Double

        package init(decibelsPerCentimetre: Double, frequencyMegahertz: Double) {
            self.decibelsPerCentimetre = decibelsPerCentimetre
            self.frequencyMegahertz = frequencyMegahertz
        }
    }

    /// α at the centre frequency, one way, dB/cm.
    package let decibelsPerCentimetre: Availability
    /// α over the centre frequency, dB/cm/MHz.
    package let decibelsPerCentimetrePerMegahertz: Availability
    /// Of α in dB/cm, from speckle in both images: a row of N independent samples has 10/ln 10/√N dB (Yao et al.,
    /// Ultrasound Med Biol 17:187–194, 1991).
    package let standardError: Availability

    /// - Parameters:
    ///   - sample: the tissue.
    ///   - phantom: the reference.
    ///   - certificate: of the phantom.
    ///   - limits: rules of validity.
    package init(
        sample: Measurement,
        phantom: Measurement,
        certificate: Certificate,
        limits: Limits = Limits()
    ) {
        do throws(Refusal) {
            let line = try Self.line(sample: sample, phantom: phantom, certificate: certificate, limits: limits)
            let attenuation = certificate.decibelsPerCentimetre - line.slope / 2
            decibelsPerCentimetre = Availability(finite: attenuation)
            decibelsPerCentimetrePerMegahertz = Availability(finite: attenuation / certificate.frequencyMegahertz)
            standardError = Availability(finite: 0.5 / line.spread.squareRoot())
        } catch {
            decibelsPerCentimetre = .notAvailable(error.reason)
            decibelsPerCentimetrePerMegahertz = .notAvailable(error.reason)
            standardError = .notAvailable(error.reason)
        }
    }

    private static func line(
        sample: Measurement,
        phantom: Measurement,
        certificate: Certificate,
        limits: Limits
    ) throws(Refusal) -> WeightedLine {
        if let reason = sample.settings.mismatch(withPhantom: phantom.settings) { throw Refusal(reason) }
        guard certificate.decibelsPerCentimetre.isFinite, certificate.frequencyMegahertz > 0,
            sample.settings.frequencyMegahertz.map({ AcquisitionSettings.agree($0, certificate.frequencyMegahertz) })
                == true
        else { throw Refusal("the attenuation of the reference phantom is not known at this frequency") }
        let rows = try pairedRows(sample, phantom)
        for profile in [sample.profile, phantom.profile] {
            guard 100 * Double(profile.clippedCount) <= limits.mostPercentClipped * Double(profile.count) else {
                throw Refusal("too many pixels are at an end of the grey scale")
            }
        }
        guard let first = rows.depths.first, let last = rows.depths.last, last - first >= limits.leastPathCentimetres
        else { throw Refusal("the images share too little depth") }
        guard rows.depths.count >= max(3, limits.leastRows) else { throw Refusal("the images share too few rows") }
        guard let line = WeightedLine(x: rows.depths, y: rows.ratios, weights: rows.weights) else {
            throw Refusal("the number is out of range")
        }
        let freedom = Double(rows.depths.count - 2)
        guard line.residualSquares <= freedom + limits.mostDeviations * (2 * freedom).squareRoot() else {
            throw Refusal("the ratio to the phantom does not follow a line (backscatter is not uniform along the path)")
        }
        return line
    }

    private struct PairedRows {
        var depths: [Double] = []
        var ratios: [Double] = []
        var weights: [Double] = []
    }

    /// The rows of the sample that the phantom has at the same depth, to half a row. A shift by part of a row is the
    /// same for all and leaves the slope.
    private static func pairedRows(_ sample: Measurement, _ phantom: Measurement) throws(Refusal) -> PairedRows {
        guard let scale = sample.scale, let phantomScale = phantom.scale else {
            throw Refusal("the depths of the region are not known (no spatial calibration)")
        }
        guard AcquisitionSettings.agree(scale.centimetresPerRow, phantomScale.centimetresPerRow) else {
            throw Refusal("the images differ in their rows' spacing")
        }
        guard sample.profile.dynamicRangeDecibels != nil, phantom.profile.dynamicRangeDecibels != nil else {
            throw Refusal("the dynamic range is unknown")
        }
        guard sample.profile.count > 0, phantom.profile.count > 0 else {
            throw Refusal("no pixel to measure in the region of interest")
        }
        guard let own = sample.effectiveSamples, let other = phantom.effectiveSamples, own >= 1, other >= 1,
            own.isFinite, other.isFinite
        else { throw Refusal("the number of independent samples is not known") }
        let shares = (
            min(1, own / Double(sample.profile.count)), min(1, other / Double(phantom.profile.count))
        )
        let decibelsPerNeper = 10 / log(10.0)

        var pairs = PairedRows()
        var next = 0
        let candidates = phantom.profile.rows
        for row in sample.profile.rows {
            let depth = scale.depthCentimetres(ofRow: row.row)
            let earliest = depth - 0.5 * scale.centimetresPerRow
            while next < candidates.count, phantomScale.depthCentimetres(ofRow: candidates[next].row) < earliest {
                next += 1
            }
            guard next < candidates.count,
                phantomScale.depthCentimetres(ofRow: candidates[next].row) <= depth + 0.5 * scale.centimetresPerRow
            else { continue }
            let partner = candidates[next]
            guard row.meanIntensity > 0, partner.meanIntensity > 0 else { continue }
            let ratio = 10 * (log10(row.meanIntensity) - log10(partner.meanIntensity))
            let variance = 1 / (shares.0 * Double(row.count)) + 1 / (shares.1 * Double(partner.count))
            pairs.depths.append(depth)
            pairs.ratios.append(ratio)
            pairs.weights.append(1 / (decibelsPerNeper * decibelsPerNeper * variance))
        }
        return pairs
    }
}
