import Analysis
import Foundation
import Identifiers
import Imaging
import PipelineFile
import TestSupport
import Testing

/// Truths: E = 3ρc² with ρ = 1000 kg/m³, so that 2 m/s is 12 kPa, and nearest-rank quartiles of values written here.
@Suite("Stiffness in structured reports of the study")
struct ReportedStiffnessTests {
    private static let all = [
        "reported-stiffness", "reported-stiffness-iqr-median", "reported-stiffness-count", "reported-shear-wave-speed",
        "reported-shear-wave-speed-iqr-median", "reported-shear-wave-speed-count",
    ]
    private static let iqrLimitFlags = ["unreliable: IQR/median is above 30.0%"]

    @Test("ten values of 2 m/s are 12 kPa, without spread and reliable")
    func conversion() async throws {
        let report = VendorReport([.init("Liver", speeds(Array(repeating: 2, count: 10)))])
        let group = try #require(try await result(of: report).groups.first)
        #expect(group.value("reported-stiffness") == 12)
        #expect(group.value("reported-shear-wave-speed") == 2)
        #expect(group.value("reported-stiffness-iqr-median") == 0)
        #expect(group.value("reported-stiffness-count") == 10)
        #expect(group.measurements.allSatisfy { $0.flags.isEmpty })
        #expect(group.isReported && group.roi.outline.isEmpty && group.roi.regionIndex == nil)
        #expect(group.roi.name == "Liver")
    }

    /// Of an even count the middle two are averaged: as speeds 1.5, in kPa (3 + 12) / 2 = 7.5, not 3 · 1.5² = 6.75.
    @Test("each value is converted before the median")
    func order() async throws {
        let report = VendorReport([.init("Liver", speeds([1, 2]))])
        let group = try #require(try await result(of: report).groups.first)
        #expect(group.value("reported-stiffness") == 7.5)
        #expect(group.value("reported-shear-wave-speed") == 1.5)
    }

    @Test("units may be mixed: Pa are thousandths of kPa, cm/s hundredths of m/s")
    func mixedUnits() async throws {
        let report = VendorReport([
            .init("a", [.elasticity("6"), .elasticity("6000", .pascal), .elasticity("6")]),
            .init("b", [.speed("2"), .speed("200", .centimetres), .speed("2")]),
        ])
        let groups = try await result(of: report).groups
        try #require(groups.count == 2)
        #expect(groups[0].value("reported-stiffness") == 6)
        #expect(groups[0].value("reported-stiffness-count") == 3)
        #expect(groups[1].value("reported-shear-wave-speed") == 2)
    }

    @Test("an acquisition that is given in kPa and in m/s counts once")
    func bothQuantities() async throws {
        let report = VendorReport([.init("a", [.elasticity("13"), .speed("2"), .elasticity("13"), .speed("2")])])
        let group = try #require(try await result(of: report).groups.first)
        #expect(group.value("reported-stiffness") == 13)
        #expect(group.value("reported-stiffness-count") == 2)
        #expect(group.value("reported-shear-wave-speed") == 2)
        #expect(group.value("reported-shear-wave-speed-count") == 2)
    }

    /// Quartiles by nearest rank of ten values are the third and the eighth.
    @Test("a spread above 30 % of a modulus, or 15 % of a speed, is unreliable")
    func limits() async throws {
        func flags(_ values: [Double], speed: Bool, _ metric: String) async throws -> [String] {
            let numbers = speed ? speeds(values) : values.map { Number.elasticity("\($0)") }
            let group = try #require(try await result(of: VendorReport([.init("a", numbers)])).groups.first)
            return try #require(group.measurements.first { $0.metric == metric }).flags
        }
        func spread(_ half: Double) -> [Double] {
            [10 - half, 10 - half, 10 - half, 10, 10, 10, 10, 10 + half, 10 + half, 10 + half]
        }
        #expect(try await flags(spread(1.25), speed: false, "reported-stiffness").isEmpty)
        #expect(try await flags(spread(1.75), speed: false, "reported-stiffness") == Self.iqrLimitFlags)
        #expect(try await flags(spread(0.5), speed: true, "reported-shear-wave-speed").isEmpty)
        let wide = try await flags(spread(1), speed: true, "reported-shear-wave-speed")
        #expect(wide == ["unreliable: IQR/median is above 15.0%"])
    }

    @Test("fewer than ten values are flagged")
    func few() async throws {
        let group = try #require(
            try await result(of: VendorReport([.init("a", speeds(Array(repeating: 2, count: 9)))])).groups.first
        )
        #expect(group.measurements[0].flags == ["unreliable: 9 valid measurements, fewer than 10"])
    }

    @Test("what the vendor computed is no acquisition: spread, mean and median are left out beside values")
    func statistics() async throws {
        let numbers = [
            Number.speed("2"), .speed("2"), .speed("9", derivation: .median), .speed("9", derivation: .mean),
            .speed("9", derivation: .deviation),
        ]
        let group = try #require(try await result(of: VendorReport([.init("a", numbers)])).groups.first)
        #expect(group.value("reported-shear-wave-speed") == 2)
        #expect(group.value("reported-shear-wave-speed-count") == 2)
    }

    @Test("a median alone is the vendor's own, and has no number and no spread", .tags(.law6))
    func medianAlone() async throws {
        let report = VendorReport([.init("a", [.speed("2", derivation: .median)])])
        let group = try #require(try await result(of: report).groups.first)
        #expect(group.value("reported-stiffness") == 12)
        #expect(group.measurements[0].conditions.contains("the reporting system's own median"))
        #expect(group.reason("reported-stiffness-count") == "the report gives a median, and not its values")
        #expect(group.reason("reported-stiffness-iqr-median") == "the report gives a median, and not its values")
    }

    @Test("a mean alone, and several medians, are no median", .tags(.law6))
    func noMedian() async throws {
        let report = VendorReport([
            .init("a", [.speed("2", derivation: .mean)]),
            .init("b", [.speed("2", derivation: .median), .speed("3", derivation: .median)]),
        ])
        let groups = try await result(of: report).groups
        try #require(groups.count == 2)
        #expect(
            groups[0].reason("reported-stiffness")
                == "the report gives neither values of single acquisitions nor a median"
        )
        #expect(groups[1].reason("reported-stiffness") == "the report gives several medians for one place")
    }

    @Test("places with different labels are never joined, and each has a tracking UID of its own")
    func places() async throws {
        let report = VendorReport([.init("lesion 1", speeds([1])), .init("lesion 2", speeds([2]))])
        let groups = try await result(of: report).groups
        #expect(groups.map { $0.value("reported-shear-wave-speed") } == [1, 2])
        #expect(Set(groups.map(\.trackingUID)).count == 2)
    }

    @Test("the instance stays supporting, and no reported metric characterises tissue", .tags(.law4))
    func support() async throws {
        let result = try await result(of: VendorReport([.init("a", speeds([2]))]))
        #expect(result.outcome == .measured)
        #expect(result.instances.map(\.disposition) == [.supporting])
        for metric in Self.all {
            #expect(MetricCatalogue.definition(of: metric)?.support == MetricDefinition.Support.none)
        }
        #expect(try StudyResult(json: result.json()) == result)
    }

    @Test("a report of our own is not read back, by its manufacturer or by its concepts")
    func ownReports() async throws {
        var report = VendorReport([.init("a", speeds([2]))])
        report.manufacturer = "SonoQuant"
        #expect(try await result(of: report).groups.isEmpty)
        let copied = VendorReport([.init("a", [.speed("2"), .ours("3")])])
        #expect(try await result(of: copied).groups.isEmpty)
    }

    @Test("nothing is read where the pipeline asks for nothing, or for another maker's")
    func notAsked() async throws {
        let report = VendorReport([.init("a", speeds([2]))])
        #expect(try await result(of: report, reported: "").groups.isEmpty)
        let other = try await result(
            of: report,
            reported: "takes: { manufacturers: [Other] }\nreported: [\"reported-*\"]"
        )
        #expect(other.groups.isEmpty)
        #expect(other.instances[0].omissions == ["a structured report is of a device that the pipeline does not take"])
    }

    @Test("a pattern names all of reports, and an ROI can't ask for them")
    func identifiers() throws {
        #expect(try pipeline("reported: [\"reported-*\"]").reported == Self.all)
        #expect(throws: (any Error).self) { try pipeline("reported: [grey-mean]") }
        #expect(MetricCatalogue.known.ofRegions.allSatisfy { !$0.hasPrefix("reported-") })
    }

    private typealias Number = VendorReport.Number

    private func speeds(_ values: [Double]) -> [VendorReport.Number] { values.map { .speed("\($0)") } }

    private func pipeline(_ reported: String) throws -> PipelineFile {
        try SharedStudies.pipeline(
            """
            pipeline: reported
            version: "1"
            rois:
              - name: tissue
                region: tissue
                shape: wholeRegion
                metrics: [area]
            \(reported)
            """
        )
    }

    private func result(
        of report: VendorReport,
        reported: String = "reported: [\"reported-*\"]"
    ) async throws -> StudyResult {
        let folder = try TemporaryFolder()
        try report.encoded().write(to: folder.url.appending(path: "report.dcm"))
        let analysis = StudyAnalysis(
            pipeline: try pipeline(reported),
            lanes: 1,
            program: SharedStudies.program,
            decoders: [:]
        )
        return try await analysis.result(of: ["report.dcm"], in: folder.url)
    }
}

/// A scanner's report with numbers of shear-wave elastography.
private struct VendorReport {
    struct Number {
        let item: ContentItem

        static func elasticity(_ value: String, _ unit: CodedConcept = .kilopascal) -> Self {
            Self(CodedConcept("110830", "DCM", "Elasticity"), value, unit, nil)
        }

        static func speed(
            _ value: String,
            _ unit: CodedConcept = .metres,
            derivation: CodedConcept? = nil
        ) -> Self {
            Self(CodedConcept("130611", "DCM", "Shear Wave Speed"), value, unit, derivation)
        }

        static func ours(_ value: String) -> Self {
            Self(CodedConcept("RepSpeedCount", "99SONOQ", "Number of values"), value, .one, nil)
        }

        private init(_ concept: CodedConcept, _ value: String, _ unit: CodedConcept, _ derivation: CodedConcept?) {
            item = ContentItem(
                .contains,
                concept,
                .number(value, unit: unit),
                children: derivation.map { [ContentItem(.hasConceptModifier, .derivation, .code($0))] } ?? []
            )
        }
    }

    struct Place {
        let label: String
        let numbers: [Number]

        init(_ label: String, _ numbers: [Number]) {
            self.label = label
            self.numbers = numbers
        }
    }

    let places: [Place]
    var manufacturer = "ACME"

    init(_ places: [Place]) { self.places = places }

    func encoded() throws -> Data {
        let groups = places.map { place in
            ContentItem(
                .contains,
                .measurementGroup,
                .container(template: "1501"),
                children: [ContentItem(.hasObservationContext, .trackingIdentifier, .text(place.label))]
                    + place.numbers.map(\.item)
            )
        }
        let measurements = ContentItem(.contains, .imagingMeasurements, .container(template: nil), children: groups)
        let root = ContentItem(
            .contains,
            .imagingMeasurementReport,
            .container(template: "1500"),
            children: [ContentItem(.hasConceptModifier, .language, .code(.americanEnglish)), measurements]
        )
        let header: [HeaderElement] = [
            .value(0x0008_0016, "1.2.840.10008.5.1.4.1.1.88.33"), .value(0x0008_0018, uid("instance").value),
            .value(0x0008_0020, ""), .value(0x0008_0023, "20261120"), .value(0x0008_0030, ""),
            .value(0x0008_0033, "101502"), .value(0x0008_0050, ""), .value(0x0008_0060, "SR"),
            .value(0x0008_0070, manufacturer), .value(0x0008_0090, ""), .sequence(0x0008_1111, []),
            .value(0x0010_0010, ""), .value(0x0010_0020, "P1"), .value(0x0010_0030, ""), .value(0x0010_0040, ""),
            .value(0x0020_000D, uid("study").value), .value(0x0020_000E, uid("series").value),
            .value(0x0020_0010, ""), .value(0x0020_0011, "7"), .value(0x0020_0013, "1"), .sequence(0x0040_A372, []),
            .value(0x0040_A491, "COMPLETE"), .value(0x0040_A493, "UNVERIFIED"),
        ]
        return try StructuredReport().encoded(header: header, root: root)
    }

    private func uid(_ name: String) -> DICOMUID {
        DICOMUID(UUID(namespace: .sonoquant, name: "vendor report:" + name))
    }
}

extension CodedConcept {
    fileprivate static let kilopascal = CodedConcept("kPa", "UCUM", "kilopascal")
    fileprivate static let pascal = CodedConcept("Pa", "UCUM", "pascal")
    fileprivate static let metres = CodedConcept("m/s", "UCUM", "meter per second")
    fileprivate static let centimetres = CodedConcept("cm/s", "UCUM", "centimeter per second")
    fileprivate static let one = CodedConcept("1", "UCUM", "no units")
    fileprivate static let median = CodedConcept("373099004", "SCT", "Median")
    fileprivate static let mean = CodedConcept("373098007", "SCT", "Mean")
    fileprivate static let deviation = CodedConcept("386136009", "SCT", "Standard Deviation")
}
