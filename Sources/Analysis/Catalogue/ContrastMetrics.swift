enum ContrastMetrics { static let rows: [MetricRow] = [] }
