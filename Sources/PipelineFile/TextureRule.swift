/// How grey levels are discretised for texture, and which neighbours are compared.
package struct TextureRule: Hashable, Sendable {
    /// IBSI reference manual, section 2.7.
    package enum Discretisation: Hashable, Sendable {
        /// Q3RU: bins of one width from a fixed level, comparable across examinations.
        case fixedBinSize(width: Double, origin: Double)
        /// K15C: as many bins between the least and the greatest level of the ROI.
        case fixedBinNumber(Int)
    }

    /// 32 bins of eight levels by default.
    package var discretisation = Discretisation.fixedBinSize(width: 8, origin: 0)

    package init() {}
}

/// ROIs that a metric compares with one another in the same frame.
package struct ComparisonRule: Hashable, Sendable {
    /// The pipeline's name for it.
    package var name: String
    /// Names of ROIs, in the order that the metrics ask for.
    package var rois: [String]
    /// Identifiers of comparing metrics, each once, in the order of the file.
    package var metrics: [String]

    package init(name: String, rois: [String], metrics: [String]) {
        self.name = name
        self.rois = rois
        self.metrics = metrics
    }
}

/// The metrics that a file may name.
package struct KnownMetrics: Hashable, Sendable {
    /// Of one ROI, in the catalogue's order.
    package var ofRegions: [String]
    /// Of several ROIs: identifier and how many it takes.
    package var ofComparisons: [String: Int]
    /// That can be drawn as maps.
    package var ofMaps: [String]
    /// Of what other systems' structured reports say.
    package var ofReports: [String]

    package init(
        ofRegions: [String],
        ofComparisons: [String: Int] = [:],
        ofMaps: [String] = [],
        ofReports: [String] = []
    ) {
        self.ofReports = ofReports
        self.ofRegions = ofRegions
        self.ofComparisons = ofComparisons
        self.ofMaps = ofMaps
    }
}
