internal import CheckedYAML

extension RegionOfInterestRule {
    /// The most ROIs in a file (law 8).
    private static let mostRegions = 64
    /// The most corners of a polygon.
    private static let mostCorners = 1000

    /// The ROIs of a file.
    ///
    /// - Parameters:
    ///   - value: the list.
    ///   - metrics: what may be named.
    ///   - colourScales: the names of the file's scales.
    /// - Returns: the rules, in the order of the file.
    /// - Throws: what is wrong.
    static func list(
        _ value: YAMLValue,
        metrics: KnownMetrics,
        colourScales: [String]
    ) throws(YAMLProblem) -> [RegionOfInterestRule] {
        let items = try value.items()
        guard (1...mostRegions).contains(items.count) else { throw value.problem("must list 1 to \(mostRegions) ROIs") }
        var rules: [RegionOfInterestRule] = []
        for item in items {
            let rule = try region(item, metrics: metrics, colourScales: colourScales)
            guard !rules.contains(where: { $0.name == rule.name }) else {
                throw item.problem("has the name of an ROI above; names must differ")
            }
            rules.append(rule)
        }
        return rules
    }

    private static func region(
        _ value: YAMLValue,
        metrics: KnownMetrics,
        colourScales: [String]
    ) throws(YAMLProblem) -> RegionOfInterestRule {
        let members = try value.members(["name", "region", "shape", "anatomy", "metrics", "maps", "colourScale"])
        let scale = try members["colourScale"].map { value throws(YAMLProblem) in
            let name = try value.text()
            guard colourScales.contains(name) else { throw value.problem("is no name under colourScales") }
            return name
        }
        let (kind, place) = (try members.required("region").choice(RegionKind.self), try members.required("shape"))
        let shape = try shape(place)
        guard kind != .spectral || shape == .wholeRegion else {
            throw place.problem("must be wholeRegion: a spectral strip is measured whole")
        }
        return RegionOfInterestRule(
            name: try PipelineFile.line(members.required("name")),
            region: kind,
            shape: shape,
            anatomy: try members["anatomy"].map(anatomy),
            metrics: try MetricList.read(members.required("metrics"), known: metrics.ofRegions),
            maps: try members["maps"].map { value throws(YAMLProblem) in
                try MetricList.read(value, known: metrics.ofMaps)
            } ?? [],
            colourScale: scale
        )
    }

    private static func anatomy(_ value: YAMLValue) throws(YAMLProblem) -> AnatomyCode {
        let members = try value.members(["code", "scheme", "meaning"])
        let (code, scheme) = (try members.required("code"), try members.required("scheme"))
        let (codeText, schemeText) = (try PipelineFile.line(code), try PipelineFile.line(scheme))
        guard codeText.count <= 16 else { throw code.problem("must be at most 16 characters") }
        guard schemeText.count <= 16 else { throw scheme.problem("must be at most 16 characters") }
        return AnatomyCode(
            value: codeText,
            scheme: schemeText,
            meaning: try PipelineFile.line(members.required("meaning"))
        )
    }

    private static func shape(_ value: YAMLValue) throws(YAMLProblem) -> RegionOfInterestShape {
        if let text = try? value.text() {  // a mapping is no text: it is read below
            guard text == "wholeRegion" else {
                throw value.problem(
                    "must be wholeRegion, or a mapping with one of rectangle, ellipse, polygon, drawn, automatic"
                )
            }
            return .wholeRegion
        }
        let kinds = ["rectangle", "ellipse", "polygon", "drawn", "automatic"]
        let members = try value.members(Set(kinds))
        let given = kinds.compactMap { kind in members[kind].map { (kind, $0) } }
        guard given.count == 1, let (kind, box) = given.first else {
            throw value.problem("must have exactly one of \(kinds.joined(separator: ", "))")
        }
        switch kind {
        case "rectangle":
            let (unit, sides) = try sides(of: box)
            return .rectangle(unit, x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        case "ellipse":
            let (unit, sides) = try sides(of: box)
            return .ellipse(unit, x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        case "polygon": return try corners(of: box)
        case "drawn": return try drawn(box)
        default: return try automatic(box)
        }
    }

    private static func drawn(_ value: YAMLValue) throws(YAMLProblem) -> RegionOfInterestShape {
        let members = try value.members(["label", "by"])
        var sources = DrawnSource.allCases
        if let by = members["by"] {
            sources = []
            for item in try by.items() {
                let source = try item.choice(DrawnSource.self)
                guard !sources.contains(source) else { throw item.problem("is there twice") }
                sources.append(source)
            }
            guard !sources.isEmpty else { throw by.problem("must list at least one source") }
        }
        return .drawn(label: try PipelineFile.line(members.required("label")), by: sources)
    }

    private static func automatic(_ value: YAMLValue) throws(YAMLProblem) -> RegionOfInterestShape {
        let members = try value.members(["unit", "width", "height"])
        let unit = try members.required("unit").choice(LengthUnit.self)
        let width = try members.required("width").number(in: 1e-6...largest(unit))
        let height = try members.required("height")
        guard try height.number(in: 1e-6...largest(unit)) == width else {
            throw height.problem("must equal width: an automatic ROI is a square")
        }
        return .automatic(unit, width: width, height: width)
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
