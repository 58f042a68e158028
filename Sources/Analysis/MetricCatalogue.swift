internal import TissueMetrics

/// Every metric that a pipeline file may ask for. A new metric is a row here and its numerics in TissueMetrics.
package enum MetricCatalogue {
    /// A metric, and how its number comes from what was seen of an ROI.
    struct Row: Sendable {
        /// What a metric is computed from, which decides its conditions and flags.
        enum Basis: Sendable {
            /// The ROI's outline and the region's calibration: one number for all frames.
            case geometry(@Sendable (PlacedRegion) -> Availability)
            /// The grey levels of the ROI's untainted pixels, frame by frame.
            case greyLevels(@Sendable (FirstOrderStatistics) -> Availability)
            /// The colours of the ROI's pixels, frame by frame.
            case colour(@Sendable (ColourCounts) -> Availability)
        }

        let definition: MetricDefinition
        /// For a reader: the estimator and its parameters.
        let method: String
        let basis: Basis
    }

    /// The definitions, in the order of the documentation.
    package static let definitions: [MetricDefinition] = rows.map(\.definition)

    /// What a pipeline file may name.
    package static let identifiers = Set(rows.map(\.definition.identifier))

    /// The definition of a metric; nil where the catalogue has none of that name.
    package static func definition(of identifier: String) -> MetricDefinition? { row(of: identifier)?.definition }

    static func row(of identifier: String) -> Row? { rowsByIdentifier[identifier] }

    private static let rowsByIdentifier = Dictionary(uniqueKeysWithValues: rows.map { ($0.definition.identifier, $0) })

    private static let rows: [Row] = [
        Row(
            definition: MetricDefinition(
                identifier: "area",
                version: 1,
                name: "Area",
                concept: .init("42798000", "SCT", "Area"),
                derivation: nil,
                unit: "cm2",
                unitMeaning: "square centimeter",
                support: .none,
                source: "PS3.3 C.8.5.5.1.10: pixels times |physical delta X times Y|"
            ),
            method: "pixels whose centre is inside, times the area of a pixel",
            basis: .geometry { $0.areaSquareCentimetres }
        ),
        grey(
            "grey-mean",
            "Mean grey level",
            echogenicity,
            .init("373098007", "SCT", "Mean"),
            .level,
            "IBSI Q4LE",
            "mean"
        ) { $0.mean },
        grey(
            "grey-median",
            "Median grey level",
            echogenicity,
            .init("373099004", "SCT", "Median"),
            .level,
            "IBSI Y12H",
            "median; the mean of the two middle levels of an even number"
        ) { $0.median },
        grey(
            "grey-sd",
            "Standard deviation of the grey levels",
            echogenicity,
            .init("386136009", "SCT", "Standard Deviation"),
            .level,
            "IBSI ECT3, its root",
            "standard deviation, divided by N"
        ) { $0.standardDeviation },
        grey(
            "grey-p10",
            "10th percentile of the grey levels",
            .init("GreyP10", "99SONOQ", "10th percentile of the grey levels"),
            nil,
            .level,
            "IBSI QG58",
            "percentile by nearest rank"
        ) { $0.percentile10 },
        grey(
            "grey-p90",
            "90th percentile of the grey levels",
            .init("GreyP90", "99SONOQ", "90th percentile of the grey levels"),
            nil,
            .level,
            "IBSI 8DWT",
            "percentile by nearest rank"
        ) { $0.percentile90 },
        grey(
            "grey-skewness",
            "Skewness of the grey levels",
            .init("88K1", "IBSI", "Intensity Histogram Skewness"),
            nil,
            .ratio,
            "IBSI KE2A, 88K1",
            "third central moment over the variance to 3/2, both divided by N"
        ) { $0.skewness },
        grey(
            "grey-kurtosis",
            "Excess kurtosis of the grey levels",
            .init("C3I7", "IBSI", "Intensity Histogram Kurtosis"),
            nil,
            .ratio,
            "IBSI IPH6, C3I7",
            "fourth central moment over the squared variance, both divided by N, less 3"
        ) { $0.excessKurtosis },
        grey(
            "grey-entropy",
            "Entropy of the grey levels",
            .init("TLU2", "IBSI", "Intensity Histogram Entropy"),
            nil,
            .information,
            "IBSI TLU2",
            "Shannon entropy with one bin a level"
        ) { $0.entropy },
        Row(
            definition: MetricDefinition(
                identifier: "colour-fraction",
                version: 1,
                name: "Colour Doppler pixel fraction",
                concept: .init("ColourFraction", "99SONOQ", "Colour Doppler pixel fraction"),
                derivation: nil,
                unit: "%",
                unitMeaning: "percent",
                support: .none,
                source: "Pairleitner 1999 (vascularization index), in one plane"
            ),
            method:
                "coloured pixels in patches large enough to be flow, over these and the grey pixels, black ones included",
            basis: .colour { $0.flowPercent }
        ),
    ]

    private static let echogenicity = MetricDefinition.Coding("110849", "DCM", "Echogenicity")

    private enum Unit {
        case level, ratio, information

        var coding: (unit: String, meaning: String) {
            switch self {
            case .level: ("[arb'U]", "arbitrary unit")
            case .ratio: ("1", "no units")
            case .information: ("bit", "bit")
            }
        }
    }

    private static func grey(
        _ identifier: String,
        _ name: String,
        _ concept: MetricDefinition.Coding,
        _ derivation: MetricDefinition.Coding?,
        _ unit: Unit,
        _ source: String,
        _ method: String,
        _ number: @escaping @Sendable (FirstOrderStatistics) -> Availability
    ) -> Row {
        Row(
            definition: MetricDefinition(
                identifier: identifier,
                version: 1,
                name: name,
                concept: concept,
                derivation: derivation,
                unit: unit.coding.unit,
                unitMeaning: unit.coding.meaning,
                support: .tissueCharacterisation,
                source: source
            ),
            method: method,
            basis: .greyLevels(number)
        )
    }
}
