package import CheckedYAML
internal import Foundation
internal import Identifiers

extension PipelineFile {
    /// The most ROIs in a file (law 8).
    private static let mostRegions = 64
    /// The most corners of a polygon.
    private static let mostCorners = 1000

    /// Reads a pipeline file.
    ///
    /// - Parameters:
    ///   - path: as the person named it.
    ///   - metrics: the identifiers of the metric catalogue.
    /// - Throws: file, line and field of what is wrong.
    package init(path: String, metrics: Set<String>) throws(YAMLProblem) {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw YAMLProblem(
                file: path,
                line: nil,
                field: "",
                explanation: "cannot be read: \(error.localizedDescription)"
            )
        }
        try self.init(bytes: Array(bytes), file: path, metrics: metrics)
    }

    /// The pipeline within the program: Pipelines/general.yaml.
    ///
    /// - Parameter metrics: the identifiers of the metric catalogue.
    /// - Returns: the checked pipeline.
    /// - Throws: what is wrong in it, which the tests would have found.
    package static func builtIn(metrics: Set<String>) throws(YAMLProblem) -> PipelineFile {
        try PipelineFile(bytes: PackageResources.general_yaml, file: "general.yaml (built in)", metrics: metrics)
    }

    /// Reads the bytes of a pipeline file.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - file: as the person named it, for messages.
    ///   - metrics: the identifiers of the metric catalogue.
    /// - Throws: file, line and field of what is wrong.
    package init(bytes: [UInt8], file: String, metrics: Set<String>) throws(YAMLProblem) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw YAMLProblem(file: file, line: nil, field: "", explanation: "is no UTF-8 text")
        }
        let document = try YAMLValue(parsing: text, file: file)
        let members = try document.members([
            "pipeline", "version", "description", "service", "takes", "whenNoRegions", "rois", "rules",
        ])
        let rois = try Self.regions(members.required("rois"), metrics: metrics)
        self.init(
            name: try Self.line(members.required("pipeline")),
            version: try Self.line(members.required("version")),
            description: try members["description"].map { value throws(YAMLProblem) in try value.text() },
            service: try members["service"].map(Self.line),
            takes: try members["takes"].map(Self.filter) ?? InstanceFilter(),
            whenNoRegions: try members["whenNoRegions"].map(Self.whenNoRegions) ?? .skip,
            rois: rois,
            rules: try members["rules"].map(Self.rules) ?? MeasuringRules(),
            digest: ContentDigest(of: bytes)
        )
    }

    /// Text that reports repeat: DICOM's LO, at most 64 characters without control characters or backslash.
    private static func line(_ value: YAMLValue) throws(YAMLProblem) -> String {
        let text = try value.text()
        guard text.count <= 64, !text.unicodeScalars.contains(where: { $0.value < 32 || $0 == "\\" }) else {
            throw value.problem("must be at most 64 characters on one line, without a backslash")
        }
        return text
    }

    private static func lines(_ value: YAMLValue) throws(YAMLProblem) -> [String] {
        let items = try value.items()
        guard (1...100).contains(items.count) else { throw value.problem("must list 1 to 100 values") }
        var lines: [String] = []
        for item in items { lines.append(try line(item)) }
        return lines
    }

    private static func filter(_ value: YAMLValue) throws(YAMLProblem) -> InstanceFilter {
        let members = try value.members(["modalities", "manufacturers", "models"])
        return InstanceFilter(
            modalities: try members["modalities"].map(lines),
            manufacturers: try members["manufacturers"].map(lines),
            models: try members["models"].map(lines)
        )
    }

    private static func whenNoRegions(_ value: YAMLValue) throws(YAMLProblem) -> WhenNoRegions {
        try value.choice(WhenNoRegions.self)
    }

    private static func regions(
        _ value: YAMLValue,
        metrics: Set<String>
    ) throws(YAMLProblem) -> [RegionOfInterestRule] {
        let items = try value.items()
        guard (1...mostRegions).contains(items.count) else { throw value.problem("must list 1 to \(mostRegions) ROIs") }
        var rules: [RegionOfInterestRule] = []
        for item in items {
            let rule = try region(item, metrics: metrics)
            guard !rules.contains(where: { $0.name == rule.name }) else {
                throw item.problem("has the name of an ROI above; names must differ")
            }
            rules.append(rule)
        }
        return rules
    }

    private static func region(_ value: YAMLValue, metrics: Set<String>) throws(YAMLProblem) -> RegionOfInterestRule {
        let members = try value.members(["name", "region", "shape", "anatomy", "metrics"])
        return RegionOfInterestRule(
            name: try line(members.required("name")),
            region: try members.required("region").choice(RegionKind.self),
            shape: try shape(members.required("shape")),
            anatomy: try members["anatomy"].map(anatomy),
            metrics: try identifiers(members.required("metrics"), known: metrics)
        )
    }

    private static func identifiers(_ value: YAMLValue, known: Set<String>) throws(YAMLProblem) -> [String] {
        let items = try value.items()
        guard !items.isEmpty else { throw value.problem("must list at least one metric") }
        var identifiers: [String] = []
        for item in items {
            let identifier = try item.text()
            guard known.contains(identifier) else {
                throw item.problem("is no metric; known are \(known.sorted().joined(separator: ", "))")
            }
            guard !identifiers.contains(identifier) else { throw item.problem("is there twice") }
            identifiers.append(identifier)
        }
        return identifiers
    }

    private static func anatomy(_ value: YAMLValue) throws(YAMLProblem) -> AnatomyCode {
        let members = try value.members(["code", "scheme", "meaning"])
        let (code, scheme) = (try members.required("code"), try members.required("scheme"))
        let (codeText, schemeText) = (try line(code), try line(scheme))
        guard codeText.count <= 16 else { throw code.problem("must be at most 16 characters") }
        guard schemeText.count <= 16 else { throw scheme.problem("must be at most 16 characters") }
        return AnatomyCode(value: codeText, scheme: schemeText, meaning: try line(members.required("meaning")))
    }

    private static func shape(_ value: YAMLValue) throws(YAMLProblem) -> RegionOfInterestShape {
        if let text = try? value.text() {  // a mapping is no text: it is read below
            guard text == "wholeRegion" else {
                throw value.problem("must be wholeRegion, or a mapping with one of rectangle, ellipse, polygon")
            }
            return .wholeRegion
        }
        let members = try value.members(["rectangle", "ellipse", "polygon"])
        switch (members["rectangle"], members["ellipse"], members["polygon"]) {
        case (let box?, nil, nil):
            let (unit, sides) = try sides(of: box)
            return .rectangle(unit, x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        case (nil, let box?, nil):
            let (unit, sides) = try sides(of: box)
            return .ellipse(unit, x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        case (nil, nil, let polygon?): return try corners(of: polygon)
        default: throw value.problem("must have exactly one of rectangle, ellipse, polygon")
        }
    }

    private static func sides(of value: YAMLValue) throws(YAMLProblem) -> (LengthUnit, [Double]) {
        let members = try value.members(["unit", "x", "y", "width", "height"])
        let unit = try members.required("unit").choice(LengthUnit.self)
        var sides: [Double] = []
        for name in ["x", "y"] { sides.append(try members.required(name).number(in: 0...largest(unit))) }
        for name in ["width", "height"] { sides.append(try members.required(name).number(in: 1e-6...largest(unit))) }
        return (unit, sides)
    }

    private static func corners(of value: YAMLValue) throws(YAMLProblem) -> RegionOfInterestShape {
        let members = try value.members(["unit", "points"])
        let unit = try members.required("unit").choice(LengthUnit.self)
        let list = try members.required("points")
        let points = try list.items()
        guard (3...mostCorners).contains(points.count) else {
            throw list.problem("must list 3 to \(mostCorners) points")
        }
        var coordinates: [Double] = []
        for point in points {
            let pair = try point.items()
            guard pair.count == 2 else { throw point.problem("must be [x, y]") }
            for number in pair { coordinates.append(try number.number(in: 0...largest(unit))) }
        }
        return .polygon(unit, coordinates: coordinates)
    }

    private static func largest(_ unit: LengthUnit) -> Double {
        switch unit {
        case .fraction: 1
        case .pixel: 65_535
        case .mm: 10_000
        }
    }
}
