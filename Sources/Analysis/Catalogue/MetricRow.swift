internal import PipelineFile
internal import TissueMetrics

/// A metric, and how its number comes from what was seen.
struct MetricRow: Sendable {
    /// What a metric is computed from.
    enum Basis: Sendable {
        /// The ROI's outline and the region's calibration: one number for all frames.
        case outline(@Sendable (PlacedRegion) -> Availability)
        /// The ROI on one frame; over several frames the median is reported.
        case frame(@Sendable (RegionSample) -> Availability)
        /// The ROI over the frames of a cine.
        case series(@Sendable (RegionSeries) -> Availability)
        /// Several ROIs on one frame, in the order of `roles`; over several frames the median is reported.
        case comparison(roles: [String], @Sendable (RegionComparison) -> Availability)
        /// Pixel by pixel as well as over the ROI.
        case mapped(
            @Sendable (RegionSample) -> Availability,
            @Sendable (RegionSample) -> Result<ParametricMap, Unmapped>
        )
        /// The stiffness that another system's report gives for one place.
        case reported(StiffnessQuantity, @Sendable (ReportedSummary) -> Availability)
    }

    /// What holds beside its number on one frame, such as the standard error.
    enum Beside: Sendable {
        /// Of one ROI, asked on the instance's middle frame.
        case frame(@Sendable (RegionSample) -> [String])
        /// Of several ROIs, asked on the middle one of their frames.
        case comparison(@Sendable (RegionComparison) -> [String])
    }

    /// Why there is no map.
    struct Unmapped: Error {
        let reason: String
    }

    let definition: MetricDefinition
    /// The estimator and its parameters, for a reader.
    let method: @Sendable (PipelineFile) -> String
    let basis: Basis
    /// Nil where there is nothing to say.
    let beside: Beside?

    init(_ definition: MetricDefinition, method: String, basis: Basis, beside: Beside? = nil) {
        self.init(definition, method: { _ in method }, basis: basis, beside: beside)
    }

    init(
        _ definition: MetricDefinition,
        method: @escaping @Sendable (PipelineFile) -> String,
        basis: Basis,
        beside: Beside? = nil
    ) {
        self.definition = definition
        self.method = method
        self.basis = basis
        self.beside = beside
    }
}
