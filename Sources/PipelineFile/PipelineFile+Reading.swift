package import CheckedYAML
internal import Foundation
package import Identifiers

extension PipelineFile {
    /// The largest file that a pipeline may name, bytes (law 8).
    private static let largestFile = 256 << 20
    /// The largest pipeline file, bytes.
    private static let largestPipeline = 1 << 20
    /// The most entries of a list in the file.
    private static let mostEntries = 64

    /// Reads a pipeline file.
    ///
    /// - Parameters:
    ///   - path: as the person named it.
    ///   - metrics: the identifiers of the metric catalogue.
    /// - Throws: file, line and field of what is wrong.
    package init(path: String, metrics: KnownMetrics) throws(YAMLProblem) {
        let bytes: Data
        guard !FileManager.default.fileExists(atPath: path) || Self.isRegular(path, largest: Self.largestPipeline)
        else {
            throw YAMLProblem(
                file: path,
                line: nil,
                field: "",
                explanation: "is no regular file, or larger than \(Self.largestPipeline >> 20) MiB"
            )
        }
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
        let folder = URL(filePath: path).deletingLastPathComponent()
        try self.init(bytes: Array(bytes), file: path, metrics: metrics) { name in
            let path = folder.appending(path: name).path
            guard Self.isRegular(path, largest: Self.largestFile),
                let bytes = try? Data(contentsOf: URL(filePath: path))  // the caller says that it can't be read
            else { return nil }
            return NeighbourFile(path: path, digest: ContentDigest(of: bytes))
        }
    }

    /// The pipeline within the program: Pipelines/general.yaml.
    ///
    /// - Parameter metrics: the identifiers of the metric catalogue.
    /// - Returns: the checked pipeline.
    /// - Throws: what is wrong in it, which the tests would have found.
    package static func builtIn(metrics: KnownMetrics) throws(YAMLProblem) -> PipelineFile {
        try PipelineFile(bytes: PackageResources.general_yaml, file: "general.yaml (built in)", metrics: metrics)
    }

    /// Reads the bytes of a pipeline file.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - file: as the person named it, for messages.
    ///   - metrics: the identifiers of the metric catalogue.
    ///   - neighbour: a file beside it; nil where it can't be read.
    /// - Throws: file, line and field of what is wrong.
    package init(
        bytes: [UInt8],
        file: String,
        metrics: KnownMetrics,
        neighbour: (String) -> NeighbourFile? = { _ in nil }
    ) throws(YAMLProblem) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw YAMLProblem(file: file, line: nil, field: "", explanation: "is no UTF-8 text")
        }
        let document = try YAMLValue(parsing: text, file: file)
        let members = try document.members([
            "pipeline", "version", "description", "service", "takes", "whenNoRegions", "rois", "comparisons",
            "reported", "texture", "dynamicRanges", "colourScales", "referencePhantom", "rules",
        ])
        let colourScales = try members["colourScales"].map(Self.colourScales) ?? []
        let rois = try RegionOfInterestRule.list(
            members.required("rois"),
            metrics: metrics,
            colourScales: colourScales.map(\.name)
        )
        let phantom = try members["referencePhantom"].map { value throws(YAMLProblem) in
            try Self.referencePhantom(value, neighbour: neighbour)
        }
        self.init(
            name: try Self.line(members.required("pipeline")),
            version: try Self.line(members.required("version")),
            description: try members["description"].map { value throws(YAMLProblem) in try value.text() },
            service: try members["service"].map(Self.line),
            takes: try members["takes"].map(Self.filter) ?? InstanceFilter(),
            whenNoRegions: try members["whenNoRegions"].map(Self.whenNoRegions) ?? .skip,
            rois: rois,
            comparisons: try members["comparisons"].map { value throws(YAMLProblem) in
                try ComparisonRule.list(value, metrics: metrics, rois: rois.map(\.name))
            } ?? [],
            reported: try members["reported"].map { value throws(YAMLProblem) in
                try MetricList.read(value, known: metrics.ofReports)
            } ?? [],
            texture: try members["texture"].map(TextureRule.init) ?? TextureRule(),
            dynamicRanges: try members["dynamicRanges"].map { value throws(YAMLProblem) in
                try Self.dynamicRanges(value, rois: rois.map(\.name))
            } ?? [],
            colourScales: colourScales,
            referencePhantom: phantom,
            rules: try members["rules"].map(MeasuringRules.init) ?? MeasuringRules(),
            digest: ContentDigest(of: bytes + Array((phantom?.digest.description ?? "").utf8))
        )
    }

    /// Whether reading a path ends: a pipe would be waited for, a device is read for ever.
    private static func isRegular(_ path: String, largest: Int) -> Bool {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved),  // then it can't be read
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? NSNumber
        else { return false }
        return size.intValue <= largest
    }

    /// Text that reports repeat: DICOM's LO, at most 64 characters without control characters or backslash.
    static func line(_ value: YAMLValue) throws(YAMLProblem) -> String {
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

    private static func dynamicRanges(
        _ value: YAMLValue,
        rois: [String]
    ) throws(YAMLProblem) -> [DynamicRangeRule] {
        var rules: [DynamicRangeRule] = []
        for item in try entries(value) {
            let members = try item.members(["manufacturers", "models", "decibels", "estimatedFrom"])
            let devices = InstanceFilter(
                manufacturers: try members["manufacturers"].map(lines),
                models: try members["models"].map(lines)
            )
            switch (members["decibels"], members["estimatedFrom"]) {
            case (let decibels?, nil):
                rules.append(DynamicRangeRule(devices: devices, source: .decibels(try decibels.number(in: 10...200))))
            case (nil, let name?):
                let roi = try name.text()
                guard rois.contains(roi) else { throw name.problem("is no name under rois") }
                rules.append(DynamicRangeRule(devices: devices, source: .region(roi)))
            default: throw item.problem("must have exactly one of decibels, estimatedFrom")
            }
        }
        return rules
    }

    private static func colourScales(_ value: YAMLValue) throws(YAMLProblem) -> [ColourScaleRule] {
        var rules: [ColourScaleRule] = []
        for item in try entries(value) {
            let members = try item.members(["name", "quantity", "bar", "low", "high", "blending"])
            let name = try line(members.required("name"))
            guard !rules.contains(where: { $0.name == name }) else {
                throw item.problem("has the name of a colour scale above; names must differ")
            }
            let quantity = try members.required("quantity").choice(ColourScaleRule.Quantity.self)
            let low = try members["low"]?.number(in: -10_000...10_000) ?? 0
            let high = try members["high"]?.number(in: -10_000...10_000) ?? 1
            guard low < high else { throw item.problem("must have low below high") }
            rules.append(
                ColourScaleRule(
                    name: name,
                    quantity: quantity,
                    place: try members["bar"].map(barPlace) ?? .search,
                    low: low,
                    high: high,
                    blending: try blending(members["blending"], of: quantity, in: item)
                )
            )
        }
        return rules
    }

    private static func blending(
        _ value: YAMLValue?,
        of quantity: ColourScaleRule.Quantity,
        in scale: YAMLValue
    ) throws(YAMLProblem) -> ColourScaleRule.Blending {
        guard let value else {
            guard quantity == .velocity || quantity == .power else {
                throw scale.problem("must say its blending: opaque, hue, or the opacity of the overlay")
            }
            return .opaque
        }
        switch try value.text() {
        case "opaque": return .opaque
        case "hue": return .hue
        default: return .opacity(try value.number(in: 0.01...1))
        }
    }

    private static func barPlace(_ value: YAMLValue) throws(YAMLProblem) -> ColourScaleRule.Place {
        let members = try value.members(["x", "y", "width", "height"])
        return .rectangle(
            x: try members.required("x").integer(in: 0...65_535),
            y: try members.required("y").integer(in: 0...65_535),
            width: try members.required("width").integer(in: 1...65_535),
            height: try members.required("height").integer(in: 2...65_535)
        )
    }

    private static func referencePhantom(
        _ value: YAMLValue,
        neighbour: (String) -> NeighbourFile?
    ) throws(YAMLProblem) -> ReferencePhantomRule {
        let members = try value.members(["file", "preset", "decibelsPerCentimetrePerMegahertz", "megahertz"])
        let file = try members.required("file")
        let name = try line(file)
        guard !name.contains("/"), !name.hasPrefix(".") else {
            throw file.problem("must be the plain name of a file beside the pipeline file")
        }
        guard let found = neighbour(name) else {
            throw file.problem("names a file that can't be read, or is larger than \(largestFile >> 20) MiB")
        }
        return ReferencePhantomRule(
            path: found.path,
            digest: found.digest,
            preset: try line(members.required("preset")),
            decibelsPerCentimetrePerMegahertz: try members.required("decibelsPerCentimetrePerMegahertz")
                .number(in: 0.001...10),
            megahertz: try members.required("megahertz").number(in: 0.1...100)
        )
    }

    private static func entries(_ value: YAMLValue) throws(YAMLProblem) -> [YAMLValue] {
        let items = try value.items()
        guard (1...mostEntries).contains(items.count) else {
            throw value.problem("must list 1 to \(mostEntries) entries")
        }
        return items
    }
}

/// A file that a pipeline file names.
package struct NeighbourFile: Hashable, Sendable {
    /// Where it is.
    package var path: String
    /// Of its bytes.
    package var digest: ContentDigest

    package init(path: String, digest: ContentDigest) {
        self.path = path
        self.digest = digest
    }
}
