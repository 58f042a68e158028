import Analysis
import Foundation
import PipelineFile
import TestSupport
import Testing

@Suite("Metric catalogue")
struct CatalogueTests {
    private static let metrics = MetricCatalogue.definitions

    @Test("docs/METRICS.md is what the catalogue writes")
    func goldenDocumentation() throws {
        let file = Repository.root.appending(path: "docs/METRICS.md")
        if ProcessInfo.processInfo.environment["SONOQUANT_UPDATE_GOLDEN"] == "1" {
            try Data(MetricCatalogue.markdown.utf8).write(to: file)
        }
        let isWritten = String(decoding: try Data(contentsOf: file), as: UTF8.self) == MetricCatalogue.markdown
        #expect(isWritten, "scripts/update-golden rewrites docs/METRICS.md")
    }

    @Test("identifiers are words of lower case and digits with hyphens between, each once")
    func identifiers() {
        for metric in Self.metrics {
            #expect(metric.identifier.wholeMatch(of: /[a-z]+[a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(metric.identifier)")
        }
        #expect(Set(Self.metrics.map(\.identifier)).count == Self.metrics.count)
    }

    @Test("codes are legal in DICOM")
    func codes() {
        for metric in Self.metrics {
            for code in [metric.concept, metric.derivation, metric.estimator].compactMap({ $0 }) {
                #expect((1...16).contains(code.value.count), "\(metric.identifier): \(code.value)")
                #expect((1...16).contains(code.scheme.count), "\(metric.identifier): \(code.scheme)")
                #expect((1...64).contains(code.meaning.count), "\(metric.identifier): \(code.meaning)")
                #expect(!code.meaning.contains("\\"), "\(metric.identifier): \(code.meaning)")
            }
            #expect((1...16).contains(metric.unit.code.count), "\(metric.identifier): \(metric.unit.code)")
            #expect((1...64).contains(metric.unit.meaning.count), "\(metric.identifier): \(metric.unit.meaning)")
        }
    }

    /// The manual's codes are of discretised levels: the basic statistics have bins of one level, the histogram's the pipeline's.
    /// A report tells them apart by algorithm name and parameters.
    private static let deliberatelyShared: Set<String> = ["88K1", "C3I7", "TLU2"]
    /// A median of stiffness is the same concept from an overlay as from another system's report, where the group names its source.
    private static let bothSources = [
        ["stiffness", "reported-stiffness"], ["shear-wave-speed", "reported-shear-wave-speed"],
    ]

    @Test("two metrics of one concept differ by their derivation or their method")
    func concepts() {
        var seen: [[MetricDefinition.Coding?]: String] = [:]
        for metric in Self.metrics where !Self.deliberatelyShared.contains(metric.concept.value) {
            let codes = [metric.concept, metric.derivation, metric.estimator]
            let isShared = Self.bothSources.contains([seen[codes] ?? "", metric.identifier])
            #expect(seen[codes] == nil || isShared, "\(metric.identifier) is coded as \(seen[codes] ?? "")")
            seen[codes] = metric.identifier
        }
    }

    @Test("one code has one meaning")
    func meanings() {
        var meanings: [String: String] = [:]
        for metric in Self.metrics {
            for code in [metric.concept, metric.derivation, metric.estimator].compactMap({ $0 }) {
                let key = "\(code.scheme) \(code.value)"
                #expect(meanings[key, default: code.meaning] == code.meaning, "\(key)")
                meanings[key] = code.meaning
            }
        }
    }

    // Code meanings of PS3.16: CID 7464, 7469, 7475 to 7479, 12120, 12121.
    @Test(
        "codes of the standard have its meanings",
        arguments: [
            ("area", "Area"), ("grey-mean", "Echogenicity"), ("histogram-skewness", "Intensity Histogram Skewness"),
            ("glcm-contrast-merged", "Contrast of GLCM"),
            ("glrlm-short-runs-averaged", "Short Runs Emphasis"), ("glszm-zone-percentage", "Size Zone Percentage"),
            ("gldzm-zone-percentage", "Distance Zone Percentage"), ("ngtdm-strength", "Strength of NGTDM"),
            ("ngldm-grey-level-variance", "Grey level variance of NGLDM"), ("spectral-psv", "Peak Systolic Velocity"),
            ("spectral-edv", "End Diastolic Velocity"), ("spectral-tamv", "Time averaged peak velocity"),
            ("spectral-ri", "Resistivity Index"), ("spectral-pi", "Pulsatility Index"),
            ("spectral-sd", "Systolic to Diastolic Velocity Ratio"), ("stiffness", "Elasticity"),
            ("stiffness-iqr", "Elasticity"), ("shear-wave-speed", "Shear Wave Speed"),
        ]
    )
    func standardMeanings(identifier: String, meaning: String) throws {
        #expect(try #require(MetricCatalogue.definition(of: identifier)).concept.meaning == meaning)
    }

    @Test("every metric says its name, formula, source and conditions")
    func words() {
        for metric in Self.metrics {
            for text in [metric.name, metric.formula, metric.source] {
                #expect(!text.trimmingCharacters(in: .whitespaces).isEmpty, "\(metric.identifier)")
            }
            #expect(metric.formula != metric.name, "\(metric.identifier)")
            #expect(!metric.needs.isEmpty && Set(metric.needs).count == metric.needs.count, "\(metric.identifier)")
            #expect(metric.version > 0)
        }
    }

    @Test("what is of grey levels needs grey pixels, and what is of colour needs colour")
    func needs() {
        for metric in Self.metrics {
            switch metric.family {
            case .geometry: #expect(metric.needs == [.spatialCalibration], "\(metric.identifier)")
            case .echogenicity, .intensity, .histogram, .coOccurrence, .runLength, .sizeZone, .distanceZone,
                .neighbourhoodDifference, .neighbourDependence, .speckle, .depth:
                #expect(metric.needs.contains(.greyPixels), "\(metric.identifier)")
            case .colourFlow: #expect(metric.needs.contains(.colour), "\(metric.identifier)")
            case .stiffness:
                let isReported = MetricCatalogue.kind(of: metric.identifier) == .report
                #expect(metric.needs.contains(isReported ? .reportedStiffness : .colour), "\(metric.identifier)")
            case .spectralDoppler: #expect(metric.needs.contains(.spectralRegion), "\(metric.identifier)")
            case .contrast: #expect(metric.needs.contains(.frameTimes), "\(metric.identifier)")
            }
            if case .comparison(let roles)? = MetricCatalogue.kind(of: metric.identifier) {
                #expect(metric.needs.contains(.sameFrame) && roles.count > 1, "\(metric.identifier)")
                #expect(Set(roles).count == roles.count, "\(metric.identifier)")
            }
        }
    }

    @Test("area, flow, perfusion, stiffness and uncalibrated decay are no evidence for 0689T", .tags(.law4))
    func support() {
        for metric in Self.metrics {
            switch metric.family {
            case .geometry, .colourFlow, .spectralDoppler, .contrast, .stiffness, .depth:
                #expect(metric.support == .none || metric.needs.contains(.referencePhantom), "\(metric.identifier)")
            case .echogenicity, .intensity, .histogram, .coOccurrence, .runLength, .sizeZone, .distanceZone,
                .neighbourhoodDifference, .neighbourDependence, .speckle:
                break
            }
        }
    }

    @Test("a pipeline file may name every metric by its kind")
    func known() {
        for metric in Self.metrics {
            let (known, identifier) = (MetricCatalogue.known, metric.identifier)
            switch MetricCatalogue.kind(of: identifier) {
            case .region: #expect(known.ofRegions.contains(identifier) && !known.ofMaps.contains(identifier))
            case .map: #expect(known.ofRegions.contains(identifier) && known.ofMaps.contains(identifier))
            case .comparison(let roles): #expect(known.ofComparisons[identifier] == roles.count)
            case .report: #expect(known.ofReports.contains(identifier))
            case nil: Issue.record("\(identifier) has no kind")
            }
        }
    }

    @Test(
        "the pipelines that come with the program can be used",
        arguments: ["general", "texture", "vascular", "liver"]
    )
    func pipelines(name: String) throws {
        let path = Repository.root.appending(path: "Pipelines/\(name).yaml").path
        let file = try PipelineFile.forAnalysis(path: path)
        #expect(file.name == name)
        #expect(file.rules == MeasuringRules(), "the examples list rules with their defaults")
        let isEvidence = file.rois.flatMap(\.metrics).contains {
            MetricCatalogue.definition(of: $0)?.support == .tissueCharacterisation
        }
        #expect((file.service == "0689T") == isEvidence)
    }
}
