/// A concept of the IBSI reference manual: a family, a feature.
package struct IBSITerm: Hashable, Sendable {
    /// The permanent identifier of four characters.
    package let identifier: String
    /// In the manual's words.
    package let name: String

    init(_ identifier: String, _ name: String) {
        self.identifier = identifier
        self.name = name
    }
}

/// The features of one family, in the order of the IBSI reference manual; raw values count from 0 without a gap.
package protocol TextureFeature: CaseIterable, RawRepresentable<Int>, Hashable, Sendable {
    /// The family.
    static var family: IBSITerm { get }
    /// The feature.
    var term: IBSITerm { get }
}

/// How one number comes from the directions of a slice (IBSI reference manual, section 3.6).
package enum TextureAggregation: CaseIterable, Hashable, Sendable {
    /// BTW3: a feature of each direction, then their mean. A direction in which nothing was counted has no part in it.
    case averaged
    /// SUJT: the directions' matrices are summed, then the feature.
    case merged
}

/// A number, or why there is none, for each feature of a family.
package struct TextureFeatures<Feature: TextureFeature>: Hashable, Sendable {
    private var values: [Availability]

    /// The same for all features.
    package init(all availability: Availability) {
        values = [Availability](repeating: availability, count: Feature.allCases.count)
    }

    /// The mean of each feature; a feature that one of them lacks is not available, for that one's reason.
    ///
    /// - Parameters:
    ///   - several: of the directions in which there is something to measure.
    ///   - otherwise: what all features are where there is no such direction.
    init(meanOf several: [TextureFeatures], otherwise: Availability) {
        self.init(all: otherwise)
        guard !several.isEmpty else { return }
        for index in values.indices {
            var sum = 0.0
            var lacking: Availability?
            for features in several {
                if let number = features.values[index].value { sum += number } else { lacking = features.values[index] }
            }
            values[index] = lacking ?? Availability(finite: sum / Double(several.count))
        }
    }

    /// One feature.
    package internal(set) subscript(feature: Feature) -> Availability {
        get { values[feature.rawValue] }
        set { values[feature.rawValue] = newValue }
    }
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
    init(all availability: Availability) {
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
