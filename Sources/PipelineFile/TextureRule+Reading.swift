internal import CheckedYAML

extension TextureRule {
    private enum Kind: String, CaseIterable {
        case fixedBinSize, fixedBinNumber
    }

    /// The texture rule of a file.
    init(_ value: YAMLValue) throws(YAMLProblem) {
        let members = try value.members(["discretisation", "width", "origin", "bins"])
        self.init()
        switch try members.required("discretisation").choice(Kind.self) {
        case .fixedBinSize:
            guard members["bins"] == nil else { throw value.problem("bins belong to fixedBinNumber") }
            discretisation = .fixedBinSize(
                width: try members.required("width").number(in: 0.001...65_536),
                origin: try members["origin"]?.number(in: -65_536...65_536) ?? 0
            )
        case .fixedBinNumber:
            guard members["width"] == nil, members["origin"] == nil else {
                throw value.problem("width and origin belong to fixedBinSize")
            }
            discretisation = .fixedBinNumber(try members.required("bins").integer(in: 2...1024))
        }
    }
}

extension ComparisonRule {
    /// The most comparisons in a file (law 8).
    private static let mostComparisons = 64

    /// The comparisons of a file.
    ///
    /// - Parameters:
    ///   - value: the list.
    ///   - metrics: what may be named.
    ///   - rois: the names of the file's ROIs.
    /// - Returns: the rules, in the order of the file.
    /// - Throws: what is wrong.
    static func list(
        _ value: YAMLValue,
        metrics: KnownMetrics,
        rois: [String]
    ) throws(YAMLProblem) -> [ComparisonRule] {
        let items = try value.items()
        guard (1...mostComparisons).contains(items.count) else {
            throw value.problem("must list 1 to \(mostComparisons) comparisons")
        }
        var rules: [ComparisonRule] = []
        for item in items {
            let members = try item.members(["name", "rois", "metrics"])
            let name = try PipelineFile.line(members.required("name"))
            guard !rules.contains(where: { $0.name == name }), !rois.contains(name) else {
                throw item.problem("has the name of an ROI or a comparison above; names must differ")
            }
            var named: [String] = []
            for entry in try members.required("rois").items() {
                let roi = try entry.text()
                guard rois.contains(roi) else { throw entry.problem("is no name under rois") }
                guard !named.contains(roi) else { throw entry.problem("is there twice") }
                named.append(roi)
            }
            let list = try members.required("metrics")
            let identifiers = try MetricList.read(list, known: metrics.ofComparisons.keys.sorted())
            for identifier in identifiers where metrics.ofComparisons[identifier] != named.count {
                throw list.problem(
                    "\(identifier) compares \(metrics.ofComparisons[identifier] ?? 0) ROIs, not \(named.count)"
                )
            }
            rules.append(ComparisonRule(name: name, rois: named, metrics: identifiers))
        }
        return rules
    }
}

/// A list of metric identifiers, of which one may hold `*` for any part: `glcm-*-merged`.
enum MetricList {
    /// The identifiers that a list names, each once; a pattern names them in the order of `known`.
    static func read(_ value: YAMLValue, known: [String]) throws(YAMLProblem) -> [String] {
        let items = try value.items()
        guard !items.isEmpty else { throw value.problem("must list at least one metric") }
        var identifiers: [String] = []
        for item in items {
            let text = try item.text()
            let named = known.filter { MetricPattern.matches($0, text) }
            guard !named.isEmpty else {
                throw item.problem("is no metric here; sonoquant metrics lists them")
            }
            for identifier in named {
                guard !identifiers.contains(identifier) else {
                    throw item.problem("names \(identifier), which is there already")
                }
                identifiers.append(identifier)
            }
        }
        return identifiers
    }
}
