internal import Foundation

/// A model of one bolus fitted to a time-intensity curve by least squares, and what follows from it. All frames are
/// fitted; the arrival is a parameter, and the model is 0 before it. Intensities are arbitrary: comparable only on one
/// machine at the same settings and dose.
package struct BolusFit: Hashable, Sendable {
    /// Our rules of validity.
    package struct Limits: Hashable, Sendable {
        /// R² of the fit.
        package var leastDetermination = 0.8
        /// Frames of wash-in and wash-out, above 10 % of the peak.
        package var leastBolusFrames = 10
        /// The most enhancement that may remain at the cine's end, as a part of the peak, for area and transit time.
        package var mostTail = 0.2

        package init() {}
    }

    /// The greatest value of the curve, a.u.
    package let peakEnhancement: Availability
    /// From the fitted arrival to the peak, s.
    package let timeToPeak: Availability
    /// The area under the whole curve, a.u.·s.
    package let areaUnderCurve: Availability
    /// The curve's mean time since the fitted arrival, s.
    package let meanTransitTime: Availability
    /// The greatest slope of the rise, a.u./s.
    package let washInRate: Availability
    /// The fitted arrival, s on the curve's clock.
    package let arrivalTime: Availability
    /// R² over all frames; there even where it is too low for the rest.
    package let determination: Availability

    /// None of it, for a reason.
    package init(notAvailable reason: String) {
        self.init(notAvailable: reason, determination: .notAvailable(reason))
    }

    /// - Parameters:
    ///   - model: the bolus's shape.
    ///   - curve: with its baseline subtracted.
    ///   - limits: rules of validity.
    package init(_ model: BolusModel, of curve: TimeIntensityCurve, limits: Limits = Limits()) {
        guard curve.bolusFrames >= limits.leastBolusFrames else {
            self.init(notAvailable: "too few frames show wash-in and wash-out")
            return
        }
        guard let fit = Self.fit(model, to: curve) else {
            self.init(notAvailable: "the fit did not converge")
            return
        }
        let determination = 1 - fit.cost / Self.totalSquares(of: curve)
        guard determination >= limits.leastDetermination else {
            self.init(
                notAvailable: "the fitted curve explains too little of the measured one",
                determination: Availability(finite: determination)
            )
            return
        }
        guard
            zip(fit.parameters, Self.bounds(model, of: curve)).allSatisfy({ $1.lowerBound < $0 && $0 < $1.upperBound })
        else {
            self.init(
                notAvailable: "the frames do not determine the fitted curve's arrival or shape",
                determination: Availability(finite: determination)
            )
            return
        }
        self.init(model, parameters: fit.parameters, curve: curve, determination: determination, limits: limits)
    }

    private init(
        _ model: BolusModel,
        parameters: [Double],
        curve: TimeIntensityCurve,
        determination: Double,
        limits: Limits
    ) {
        let (peak, timeToPeak) = (parameters[0] * curve.peak, exp(parameters[1]))
        let shape = exp(parameters[2])
        self.determination = Availability(finite: determination)
        peakEnhancement = Availability(finite: peak)
        self.timeToPeak = Availability(finite: timeToPeak)
        arrivalTime = Availability(finite: parameters[3] + curve.times[curve.arrivalFrame])
        washInRate =
            model.washInRate(shape: shape).map { Availability(finite: $0 * peak / timeToPeak) }
            ?? .notAvailable("the fitted curve is steepest at its start")
        if curve.tail > limits.mostTail {
            areaUnderCurve = .notAvailable("the cine ends before the contrast agent has washed out")
            meanTransitTime = areaUnderCurve
        } else {
            areaUnderCurve = Availability(finite: model.area(shape: shape) * peak * timeToPeak)
            meanTransitTime = Availability(finite: model.meanTransitTime(shape: shape) * timeToPeak)
        }
    }

    private init(notAvailable reason: String, determination: Availability) {
        peakEnhancement = .notAvailable(reason)
        timeToPeak = .notAvailable(reason)
        areaUnderCurve = .notAvailable(reason)
        meanTransitTime = .notAvailable(reason)
        washInRate = .notAvailable(reason)
        arrivalTime = .notAvailable(reason)
        self.determination = determination
    }

    private static func totalSquares(of curve: TimeIntensityCurve) -> Double {
        let values = curve.enhancement.map { $0 / curve.peak }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    /// Of the peak over the measured one, the logarithms of time to peak and shape, and the arrival less the seen one:
    /// so that neither the unit of intensity nor the start of the clock matters.
    private static func bounds(_ model: BolusModel, of curve: TimeIntensityCurve) -> [ClosedRange<Double>] {
        let seen = curve.times[curve.arrivalFrame]
        let duration = curve.times[curve.times.count - 1] - curve.times[0]
        let shape = model.bounds
        return [
            0...10, log(1e-4 * duration)...log(10 * duration), log(shape.lowerBound)...log(shape.upperBound),
            (curve.times[0] - seen)...(curve.times[curve.peakFrame] - seen),
        ]
    }

    private static func fit(_ model: BolusModel, to curve: TimeIntensityCurve) -> LevenbergMarquardt.Solution? {
        let seen = curve.times[curve.arrivalFrame]
        let times = curve.times.map { $0 - seen }
        let values = curve.enhancement.map { $0 / curve.peak }
        var search = LevenbergMarquardt(samples: times.count, bounds: bounds(model, of: curve)) {
            parameters,
            residuals,
            jacobian in
            let (peak, arrival) = (parameters[0], parameters[3])
            let (timeToPeak, shape) = (exp(parameters[1]), exp(parameters[2]))
            for index in times.indices {
                let x = (times[index] - arrival) / timeToPeak
                var (value, byX, byShape) = (0.0, 0.0, 0.0)
                if x > 0 {
                    let exponent = model.exponent(x, shape: shape)
                    // Below this, f and its derivatives are 0, which a product with an infinite derivative of h is not.
                    if exponent.value > -700 {
                        value = exp(exponent.value)
                        (byX, byShape) = (value * exponent.byX, value * exponent.byShape)
                    }
                }
                residuals[index] = peak * value - values[index]
                jacobian[4 * index] = value
                jacobian[4 * index + 1] = -peak * byX * x
                jacobian[4 * index + 2] = peak * byShape * shape
                jacobian[4 * index + 3] = -peak * byX / timeToPeak
            }
        }
        let toPeak = max(times[curve.peakFrame], -times[curve.arrivalFrame - 1])
        var best: LevenbergMarquardt.Solution?
        for shape in model.starts {
            // Arrival is seen at 10 % of the peak: x there says since when it has risen. Where that frame is the
            // peak's, the rise took a frame.
            let x = model.x(atHeight: 0.1, shape: shape)
            let timeToPeak = toPeak / (1 - x)
            let start = [1, log(timeToPeak), log(shape), -x * timeToPeak]
            guard let found = search.minimise(from: start), found.isConverged else { continue }
            if found.cost < best?.cost ?? .infinity { best = found }
        }
        return best
    }
}
