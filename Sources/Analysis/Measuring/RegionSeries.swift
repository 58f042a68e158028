internal import PipelineFile
internal import TissueMetrics

/// One ROI over the frames of an instance; what several metrics need of it is computed once.
final class RegionSeries {
    /// In frame order; at least one.
    let records: [RegionRecord]
    let region: PlacedRegion
    let context: ImageContext
    private var fits: [BolusModel: BolusFit] = [:]

    init(records: [RegionRecord], region: PlacedRegion, context: ImageContext) {
        self.records = records
        self.region = region
        self.context = context
    }

    /// The mean intensity over time, or why there is none.
    private(set) lazy var curve: Result<TimeIntensityCurve, Refused> = readCurve()

    /// A bolus fitted to it.
    func bolus(_ model: BolusModel) -> BolusFit {
        if let known = fits[model] { return known }
        var limits = BolusFit.Limits()
        limits.leastDetermination = context.rules.leastFit
        limits.leastBolusFrames = context.rules.leastContrastPoints
        limits.mostTail = context.rules.mostTailPercent / 100
        let fit =
            switch curve {
            case .success(let curve): BolusFit(model, of: curve, limits: limits)
            case .failure(let refused): BolusFit(notAvailable: refused.reason)
            }
        fits[model] = fit
        return fit
    }

    /// Why there is no curve.
    struct Refused: Error {
        let reason: String
    }

    private func readCurve() -> Result<TimeIntensityCurve, Refused> {
        if case .unknown(let reason) = context.compression(toMeasure: region) {
            return .failure(Refused(reason: reason))
        }
        guard let seconds = context.frameSeconds else {
            return .failure(
                Refused(reason: "neither Frame Time nor Frame Time Vector says when the frames were taken")
            )
        }
        guard records.count == seconds.count else {
            return .failure(Refused(reason: "the ROI is not of every frame"))
        }
        if let refusal = records.lazy.compactMap(\.quality.refusal).first {
            return .failure(Refused(reason: refusal))
        }
        let intensities = records.compactMap(\.meanIntensity)
        guard intensities.count == records.count else {
            return .failure(Refused(reason: "a frame has no intensity in the region of interest"))
        }
        do throws(TissueMetrics.Refusal) {
            return .success(
                try TimeIntensityCurve(
                    times: seconds,
                    intensities: intensities,
                    percentClipped: records.map(\.quality.percentAtTop)
                )
            )
        } catch {
            return .failure(Refused(reason: error.reason))
        }
    }
}
