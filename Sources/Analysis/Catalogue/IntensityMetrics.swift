enum IntensityMetrics { static let rows: [MetricRow] = [] }
