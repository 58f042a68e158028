internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import TissueMetrics

/// The IBSI texture families of a square in the middle of one frame.
struct TextureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "texture",
        abstract: "Times texture, and writes the pixels for the peers."
    )

    @Argument(help: "An ultrasound image of eight bits.")
    var file: String

    @Option(help: "Where the luma goes, then the mask, one byte a pixel.")
    var pixels: String

    @Option(help: "Of the square, pixels.")
    var side = 200

    @Option(help: "Bins of the fixed bin number.")
    var bins = 32

    @Option(help: "Passes; the least time counts.")
    var passes = 50

    /// Milliseconds a frame by family, from the frame's bytes on, and what the numbers were.
    private struct Figures: Encodable {
        var width: Int
        var height: Int
        var side: Int
        var bins: Int
        var milliseconds: [String: Double]
        var values: [String: Double]
    }

    func run() throws {
        guard let description = try InstanceFacts(try DataSet(path: file)).image?.pixels else {
            throw ValidationError("\(file) has no pixels that can be decoded")
        }
        var decoder = try FrameDecoder(try DataSet(path: file), pixels: description)
        var frame = FrameBuffer()
        try decoder.decode(frame: 0, as: .luma, into: &frame)
        let (width, height) = (frame.width, frame.height)
        guard frame.format == .grey8, width >= side, height >= side else {
            throw ValidationError("\(file) has no square of \(side) pixels of eight bits")
        }
        let bounds = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
        let (left, top) = ((width - side) / 2, (height - side) / 2)
        let square = PixelRectangle(left: left, top: top, right: left + side, bottom: top + side)
        let mask = PixelMask(RegionOutline(square), within: bounds)
        var included = [UInt8](repeating: 0, count: width * height)
        for run in mask.runs { for pixel in run.pixels(width: width) { included[pixel] = 1 } }
        try Data(frame.bytes + included).write(to: URL(filePath: pixels))

        var texture = Texture()
        var milliseconds: [String: Double] = [:]
        let time = LeastTime(passes: passes, frames: 1)
        let grey = frame.bytes
        milliseconds["bins"] = time.milliseconds { _ in texture.bin(mask, of: grey, width: width, bins: bins) }
        milliseconds["co-occurrence"] = time.milliseconds { _ in texture.measureCoOccurrence() }
        milliseconds["run lengths"] = time.milliseconds { _ in texture.measureRunLengths() }
        milliseconds["size and distance zones"] = time.milliseconds { _ in texture.measureZones() }
        milliseconds["tone differences"] = time.milliseconds { _ in texture.measureDifferences() }
        milliseconds["dependence"] = time.milliseconds { _ in texture.measureDependence() }
        milliseconds["all"] = time.milliseconds { _ in texture.measure(mask, of: grey, width: width, bins: bins) }
        try printFigures(
            Figures(
                width: width,
                height: height,
                side: side,
                bins: bins,
                milliseconds: milliseconds,
                values: texture.values
            )
        )
    }
}

/// One lane's memory, and the values by IBSI identifier and aggregation, as `texture_peers.py` has them.
private struct Texture {
    private var patch = GreyPatch()
    private var bins = DiscretisedPatch()
    private var coOccurrence = CoOccurrence()
    private var runLengths = RunLengths()
    private var zones = GreyZones()
    private var differences = NeighbourhoodDifferences()
    private var dependence = NeighbourDependence()
    private var found = Found()

    private struct Found {
        var coOccurrence: DirectionalFeatures<CoOccurrenceFeature>?
        var runLengths: DirectionalFeatures<RunLengthFeature>?
        var zones: ZoneFeatures?
        var differences: TextureFeatures<NeighbourhoodDifferenceFeature>?
        var dependence: TextureFeatures<DependenceFeature>?
    }

    mutating func bin(_ mask: PixelMask, of grey: [UInt8], width: Int, bins number: Int) {
        patch.fill(mask, of: grey, width: width, excluded: [])
        _ = bins.discretise(patch, by: .fixedBinNumber(number))
    }

    mutating func measureCoOccurrence() { found.coOccurrence = coOccurrence.features(of: bins) }
    mutating func measureRunLengths() { found.runLengths = runLengths.features(of: bins) }
    mutating func measureZones() { found.zones = zones.features(of: bins) }
    mutating func measureDifferences() { found.differences = differences.features(of: bins) }
    mutating func measureDependence() { found.dependence = dependence.features(of: bins) }

    mutating func measure(_ mask: PixelMask, of grey: [UInt8], width: Int, bins number: Int) {
        bin(mask, of: grey, width: width, bins: number)
        measureCoOccurrence()
        measureRunLengths()
        measureZones()
        measureDifferences()
        measureDependence()
    }

    var values: [String: Double] {
        var values: [String: Double] = [:]
        for (aggregation, name) in [(TextureAggregation.averaged, "averaged"), (.merged, "merged")] {
            Self.add(found.coOccurrence?[aggregation], name, to: &values)
            Self.add(found.runLengths?[aggregation], name, to: &values)
        }
        Self.add(found.zones?.sizes, "slice", to: &values)
        Self.add(found.zones?.distances, "slice", to: &values)
        Self.add(found.differences, "slice", to: &values)
        Self.add(found.dependence, "slice", to: &values)
        return values
    }

    private static func add<Feature: TextureFeature>(
        _ features: TextureFeatures<Feature>?,
        _ aggregation: String,
        to values: inout [String: Double]
    ) {
        guard let features else { return }
        for feature in Feature.allCases {
            if let value = features[feature].value { values["\(feature.term.identifier) \(aggregation)"] = value }
        }
    }
}
