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
