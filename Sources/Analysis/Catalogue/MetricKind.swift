/// What a metric is of, which decides where a pipeline file may name it.
package enum MetricKind: Hashable, Sendable {
    /// One ROI: under `metrics` of an ROI.
    case region
    /// One ROI, and it can be drawn pixel by pixel: under `maps` as well.
    case map
    /// Several ROIs of a frame in these roles: under `metrics` of a comparison, whose `rois` are in this order.
    case comparison(roles: [String])
    /// What a structured report of the study says: under `reported`.
    case report
}

extension MetricRow {
    /// What the metric is of.
    var kind: MetricKind {
        switch basis {
        case .outline, .frame, .series: .region
        case .mapped: .map
        case .comparison(let roles, _): .comparison(roles: roles)
        case .reported: .report
        }
    }
}
