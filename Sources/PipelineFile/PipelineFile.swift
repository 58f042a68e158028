package import Identifiers

/// What is measured, where and by which rules: a checked pipeline file (docs/pipeline-file.md).
package struct PipelineFile: Hashable, Sendable {
    /// Names the pipeline in results and reports.
    package let name: String
    /// Its author's own.
    package let version: String
    /// For people.
    package let description: String?
    /// The service that a signed report may support, for example 0689T; nil for none.
    package let service: String?
    /// Which instances are measured.
    package let takes: InstanceFilter
    /// What is done with an image without ultrasound regions.
    package let whenNoRegions: WhenNoRegions
    /// In the order of the file; at least one, names differ.
    package let rois: [RegionOfInterestRule]
    /// What is compared between ROIs of a frame.
    package let comparisons: [ComparisonRule]
    /// Metrics of what other systems' structured reports say; empty for none.
    package let reported: [String]
    /// Of texture.
    package let texture: TextureRule
    /// The first that fits a device holds.
    package let dynamicRanges: [DynamicRangeRule]
    /// Names differ.
    package let colourScales: [ColourScaleRule]
    /// Nil where there is none.
    package let referencePhantom: ReferencePhantomRule?
    /// Thresholds and tolerances.
    package let rules: MeasuringRules
    /// Of the file's bytes and of every file that it names.
    package let digest: ContentDigest
}

/// Lists of which an instance must match each; an absent list takes all. Letter case does not matter.
package struct InstanceFilter: Hashable, Sendable {
    /// Of (0008,0060).
    package var modalities: [String]?
    /// Of (0008,0070).
    package var manufacturers: [String]?
    /// Of (0008,1090).
    package var models: [String]?

    package init(modalities: [String]? = nil, manufacturers: [String]? = nil, models: [String]? = nil) {
        self.modalities = modalities
        self.manufacturers = manufacturers
        self.models = models
    }

    /// Whether it takes a device, whatever the modality.
    package func takes(manufacturer: String?, model: String?) -> Bool {
        refusal(modality: nil, manufacturer: manufacturer, model: model) == nil
    }

    /// The first attribute that is not taken, by its DICOM keyword; nil where the instance is taken. An absent value matches
    /// no list, but for Modality, which the SOP Class tells too.
    package func refusal(modality: String?, manufacturer: String?, model: String?) -> String? {
        if let modality, !Self.matches(modality, modalities) { return "Modality" }
        if !Self.matches(manufacturer, manufacturers) { return "Manufacturer" }
        if !Self.matches(model, models) { return "ManufacturerModelName" }
        return nil
    }

    private static func matches(_ value: String?, _ list: [String]?) -> Bool {
        guard let list else { return true }
        guard let value = value?.lowercased() else { return false }
        return list.contains { $0.lowercased() == value }
    }
}

/// What is done with an image that does not say where its tissue is.
package enum WhenNoRegions: String, CaseIterable, Sendable {
    /// Left out, with a word.
    case skip
    /// All of it is one tissue region.
    case wholeImage
}

/// The kinds of ultrasound region (PS3.3 C.8.5.5.1) that hold an ROI.
package enum RegionKind: String, CaseIterable, Sendable {
    /// Spatial format 2-D, data type tissue.
    case tissue
    /// Spatial format 2-D, data type colour flow.
    case colourFlow
    /// Spatial format spectral, of pulsed or continuous wave Doppler.
    case spectral
}
