internal import PipelineFile
internal import TissueMetrics

/// What one frame tells beside the numbers of colours and strips: small, and reduced over frames by `MeasurementRemarks`.
struct FrameRemarks: Sendable {
    /// What a strip was read by.
    struct Spectral: Hashable, Sendable {
        let calibration: SpectralCalibration
        /// 0 where there is no mean.
        let beats: Int
        /// Of a row, cm/s.
        let resolution: Double
        let side: SpectralStrip.Side
    }

    /// What a stiffness overlay was read by.
    struct Overlay: Sendable {
        /// Pixels with a value.
        let count: Int
        let rejectedPercent: Double
        /// IQR/median, %, of each quantity that was asked for; infinite where the median is 0.
        let spreads: [StiffnessQuantity: Double]
    }

    var spectral: Spectral?
    /// Of the coloured pixels, %.
    var unmatchedFlowPercent: Double?
    var overlay: Overlay?
}

extension MeasurementRemarks {
    /// Says how the colours and strips of the frames were read: a number is the worst frame's.
    mutating func add(_ remarks: [FrameRemarks], of definition: MetricDefinition, rules: MeasuringRules) {
        switch definition.family {
        case .spectralDoppler: addSpectral(remarks.compactMap(\.spectral))
        case .colourFlow:
            if definition.unit == .centimetrePerSecond {
                conditions.append("along the beam, not angle-corrected; aliasing and wall filter are in it")
            }
            if definition.needs.contains(.colourScale), let percent = remarks.compactMap(\.unmatchedFlowPercent).max() {
                conditions.append(
                    "\(Decimal.text(percent)) % of the coloured pixels match no entry of the bar\(Self.worst(of: remarks))"
                )
            }
        case .stiffness:
            addOverlay(
                remarks.compactMap(\.overlay),
                as: definition.unit == .metrePerSecond ? .shearWaveSpeed : .youngsModulus,
                rules: rules
            )
        case .geometry, .echogenicity, .intensity, .histogram, .coOccurrence, .runLength, .sizeZone, .distanceZone,
            .neighbourhoodDifference, .neighbourDependence, .speckle, .depth, .contrast:
            break
        }
    }

    private static func worst<Remark>(of remarks: [Remark]) -> String { remarks.count > 1 ? " in the worst frame" : "" }

    private mutating func addSpectral(_ strips: [FrameRemarks.Spectral]) {
        guard let calibration = strips.first?.calibration else { return }
        let angle = calibration.angleDegrees
        let correction =
            switch calibration.angleCorrection {
            case .byDevice: "velocities as the device wrote them, with its angle correction, if any"
            case .here: "angle-corrected here by \(Decimal.text(angle ?? 0)) degrees"
            case .none: "along the beam, not angle-corrected"
            }
        conditions.append(correction)
        if calibration.isAngleAbove60Degrees, let angle {
            flags.append(
                "Doppler angle of \(Decimal.text(angle)) degrees, above 60: a small error of it is a large one of the velocity"
            )
        }
        let read = strips.filter { $0.beats > 0 }
        guard let least = read.map(\.beats).min(), let most = read.map(\.beats).max(), let first = read.first else {
            return
        }
        let sides = Set(read.map(\.side))
        let side =
            sides.count > 1 ? "above in some frames and below in others" : first.side == .above ? "above" : "below"
        conditions.append(
            "mean of \(least == most ? "\(least)" : "\(least) to \(most)") beats; ± \(first.resolution.hundredths) cm/s, "
                + "a row; flow \(side) the baseline"
        )
    }

    private mutating func addOverlay(
        _ overlays: [FrameRemarks.Overlay],
        as quantity: StiffnessQuantity,
        rules: MeasuringRules
    ) {
        guard let count = overlays.map(\.count).min(), let rejected = overlays.map(\.rejectedPercent).max() else {
            return
        }
        let worst = Self.worst(of: overlays)
        conditions.append("\(Decimal.text(rejected)) % of the overlay rejected; \(count) pixels\(worst)")
        if count < rules.leastStiffnessValues {
            flags.append("unreliable: \(count) pixels with a value, fewer than \(rules.leastStiffnessValues)\(worst)")
        }
        let most =
            quantity == .shearWaveSpeed ? rules.mostSpreadPercentMetresPerSecond : rules.mostSpreadPercentKilopascals
        guard let spread = overlays.compactMap({ $0.spreads[quantity] }).max(), !(spread <= most) else { return }
        flags.append(
            spread.isFinite
                ? "unreliable: the interquartile range is \(Decimal.text(spread)) % of the median, more than "
                    + "\(Decimal.text(most)) %\(worst)"
                : "unreliable: the median is 0\(worst)"
        )
    }
}

extension Double {
    /// Two places after the point: a row of a strip is often less than a tenth of 1 cm/s.
    fileprivate var hundredths: String {
        guard abs(self) < 1e12 else { return "\(self)" }
        let whole = Int((abs(self) * 100).rounded())
        let (units, rest) = whole.quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return "\(units)" }
        return rest < 10 ? "\(units).0\(rest)" : "\(units).\(rest % 10 == 0 ? rest / 10 : rest)"
    }
}
