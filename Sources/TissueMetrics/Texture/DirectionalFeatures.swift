/// How one number comes from the directions of a slice (IBSI reference manual, section 3.6).
package enum TextureAggregation: CaseIterable, Hashable, Sendable {
    /// BTW3: a feature of each direction, then their mean. A direction in which nothing was counted has no part in it.
    case averaged
    /// SUJT: the directions' matrices are summed, then the feature.
    case merged
}

/// The features of a family whose matrices have a direction: right, down right, down and down left.
package struct DirectionalFeatures<Feature: TextureFeature>: Hashable, Sendable {
    /// Of each direction's own matrix; nil where nothing was counted in that direction.
    package let directions: [TextureFeatures<Feature>?]
    /// Of the directions' sum.
    package let merged: TextureFeatures<Feature>
    /// The mean over the directions.
    package let averaged: TextureFeatures<Feature>

    init(directions: [TextureFeatures<Feature>?], merged: TextureFeatures<Feature>, otherwise: Availability) {
        self.directions = directions
        self.merged = merged
        averaged = TextureFeatures(meanOf: directions.compactMap { $0 }, otherwise: otherwise)
    }

    /// The same for all features and directions.
    package init(all availability: Availability) {
        directions = []
        merged = TextureFeatures(all: availability)
        averaged = merged
    }

    /// The features by one way to make a number of the directions.
    package subscript(aggregation: TextureAggregation) -> TextureFeatures<Feature> {
        switch aggregation {
        case .averaged: averaged
        case .merged: merged
        }
    }
}
