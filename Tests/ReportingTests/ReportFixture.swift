import Analysis
import Foundation
import Identifiers
import Imaging
import Reporting
import Testing

/// Results as the analysis writes them, and what it takes to report them.
struct ReportFixture: Sendable, CustomTestStringConvertible {
    var name: String
    var result: StudyResult
    var kind: MeasurementReport.Kind
    var revision = 1
    var order = OrderReference()

    /// What a judge says that is a limit of its own.
    var tolerated: [String] = []

    var testDescription: String { name }

    init(_ name: String, result: StudyResult, kind: MeasurementReport.Kind = .preliminary(replacing: nil)) {
        self.name = name
        self.result = result
        self.kind = kind
    }

    /// 20 November 2026, 16:05:00 UTC.
    static let moment = Date(timeIntervalSince1970: 1_795_190_700)
    static let device = ReportDevice(uid: uid("device"), name: "us-lab-1", serialNumber: "SQ-0001")

    var identity: ReportIdentity {
        ReportIdentity(
            study: result.study.studyInstanceUID,
            revision: revision,
            stage: stage,
            content: result.digest,
            contentDate: Self.moment,
            siteTimeZone: TimeZone(secondsFromGMT: -5 * 3600) ?? .gmt,
            device: Self.device
        )
    }

    var stage: ReportStage {
        switch kind {
        case .preliminary: .preliminary
        case .final: .final
        }
    }

    func encoded() throws -> Data {
        try MeasurementReport.encode(result, kind: kind, identity: identity, order: order, catalogue: Self.catalogue)
    }

    static func uid(_ name: String) -> DICOMUID { DICOMUID(UUID(namespace: .sonoquant, name: "test:" + name)) }

    static func digest(_ name: String) -> ContentDigest { ContentDigest(of: Array(name.utf8)) }

    static let singleFrame = uid("unused").withClass("6.1")
    static let multiFrame = uid("unused").withClass("3.1")

    static func catalogue(_ identifier: String) -> MetricDefinition? { metrics[identifier] }

    private static let metrics: [String: MetricDefinition] = [
        metric(
            "grey-mean",
            "Mean grey level",
            .init("110849", "DCM", "Echogenicity"),
            .init("373098007", "SCT", "Mean"),
            "[arb'U]",
            "arbitrary unit"
        ),
        metric(
            "grey-skewness",
            "Skewness",
            .init("88K1", "IBSI", "Intensity Histogram Skewness"),
            nil,
            "1",
            "no units"
        ),
        metric(
            "nakagami-m",
            "Nakagami shape",
            .init("99SQ0001", "99SONOQ", "Nakagami shape parameter m"),
            nil,
            "1",
            "no units"
        ),
        metric(
            "reported-stiffness",
            "Reported Young's modulus, median",
            .init("110830", "DCM", "Elasticity"),
            .init("373099004", "SCT", "Median"),
            "kPa",
            "kilopascal"
        ),
        metric("area", "Area", .init("42798000", "SCT", "Area"), nil, "cm2", "square centimeter"),
    ].reduce(into: [:]) { $0[$1.identifier] = $1 }

    private static func metric(
        _ identifier: String,
        _ name: String,
        _ concept: MetricDefinition.Coding,
        _ derivation: MetricDefinition.Coding?,
        _ unit: String,
        _ unitMeaning: String
    ) -> MetricDefinition {
        MetricDefinition(
            identifier: identifier,
            version: 2,
            name: name,
            family: .echogenicity,
            concept: concept,
            derivation: derivation,
            unit: .init(unit, unitMeaning),
            support: .tissueCharacterisation,
            formula: "a test",
            source: "a test"
        )
    }
}

extension DICOMUID {
    fileprivate func withClass(_ suffix: String) -> DICOMUID { DICOMUID("1.2.840.10008.5.1.4.1.1." + suffix) ?? self }
}

extension StudyResult.StudyHeader {
    /// A full header; `name` in DICOM's form.
    static func full(patient name: String = "Doe^Jane") -> Self {
        var header = Self(studyInstanceUID: ReportFixture.uid("study"))
        header.patientID = "P-0042"
        header.issuerOfPatientID = "EXAMPLE"
        header.patientName = name
        header.patientBirthDate = "19640229"
        header.patientSex = "F"
        header.studyDate = "20261120"
        header.studyTime = "101502.25"
        header.studyID = "ST1"
        header.accessionNumber = "ACC0042"
        header.referringPhysicianName = "Referrer^Rolf"
        header.repeated = [
            .init(tag: 0x0008_1030, keyword: "StudyDescription", value: .text("US abdomen")),
            .init(tag: 0x0010_0021, keyword: "IssuerOfPatientID", value: .text("EXAMPLE")),
            .init(
                tag: 0x0008_1032,
                keyword: "ProcedureCodeSequence",
                value: .items([
                    [
                        .init(tag: 0x0008_0100, keyword: "CodeValue", value: .text("76700")),
                        .init(tag: 0x0008_0102, keyword: "CodingSchemeDesignator", value: .text("C4")),
                        .init(tag: 0x0008_0104, keyword: "CodeMeaning", value: .text("Ultrasound, abdominal")),
                    ]
                ])
            ),
            .init(tag: 0x0010_1010, keyword: "PatientAge", value: .text("")),
            .init(tag: 0x0010_1030, keyword: "PatientWeight", value: .text("71.5")),
            .init(tag: 0x0010_21B0, keyword: "AdditionalPatientHistory", value: .text("line 1\r\nline 2 \\ end")),
            .init(tag: 0x0010_21C0, keyword: "PregnancyStatus", value: .text("4")),
        ]
        header.timezoneOffsetFromUTC = "+0100"
        header.requestedProcedureID = "RP1"
        return header
    }
}

extension StudyResult {
    /// `images` still images and, where `frames` is given, one cine; each has `groupsPerImage` groups.
    static func made(
        study: StudyHeader = .full(),
        images: Int = 1,
        cineFrames: Int? = nil,
        groupsPerImage: Int = 1,
        measurements: [Measurement] = [.mean, .skewness]
    ) -> StudyResult {
        var result = StudyResult(
            digest: ReportFixture.digest("result"),
            program: .init(name: "sonoquant", version: "0.1.0"),
            decoders: ["dcmtk": "3.6.7"],
            pipeline: .init(name: "liver", version: "3", digest: ReportFixture.digest("pipeline")),
            outcome: .measured,
            study: study,
            instances: [],
            groups: []
        )
        for index in 0..<images {
            result.add(image: "still \(index)", frames: nil, groups: groupsPerImage, measurements)
        }
        if let cineFrames { result.add(image: "cine", frames: cineFrames, groups: groupsPerImage, measurements) }
        return result
    }

    /// A report of another system, and a group that was read from it.
    mutating func addReport() {
        let uid = ReportFixture.uid("vendor report")
        let sopClass = ReportFixture.uid("unused").withClass("88.33")
        instances.append(
            InstanceRecord(
                sopInstanceUID: uid,
                sopClassUID: sopClass,
                seriesInstanceUID: ReportFixture.uid("vendor series"),
                digest: ReportFixture.digest("vendor report"),
                transferSyntaxUID: "1.2.840.10008.1.2.1",
                rows: nil,
                columns: nil,
                frames: nil,
                disposition: .supporting
            )
        )
        groups.append(
            MeasurementGroup(
                trackingUID: ReportFixture.uid("vendor group"),
                sopInstanceUID: uid,
                sopClassUID: sopClass,
                frames: nil,
                roi: RegionOfInterest(
                    name: "Liver",
                    source: "structured report",
                    regionIndex: nil,
                    outline: [],
                    pixels: 0
                ),
                anatomy: .init(value: "10200004", scheme: "SCT", meaning: "Liver"),
                measurements: [.made("reported-stiffness", .value(12), unit: "kPa", frames: nil)]
            )
        )
    }

    private mutating func add(image: String, frames: Int?, groups count: Int, _ measurements: [Measurement]) {
        let sopClass = frames == nil ? ReportFixture.singleFrame : ReportFixture.multiFrame
        let uid = ReportFixture.uid(image)
        instances.append(
            InstanceRecord(
                sopInstanceUID: uid,
                sopClassUID: sopClass,
                seriesInstanceUID: ReportFixture.uid("series"),
                digest: ReportFixture.digest(image),
                transferSyntaxUID: "1.2.840.10008.1.2.1",
                rows: 48,
                columns: 64,
                frames: frames,
                disposition: .measured
            )
        )
        for index in 0..<count {
            let left = Double(index % 8) * 4
            groups.append(
                MeasurementGroup(
                    trackingUID: ReportFixture.uid("\(image) group \(index)"),
                    sopInstanceUID: uid,
                    sopClassUID: sopClass,
                    frames: frames.map { Array(1...$0) },
                    roi: RegionOfInterest(
                        name: "roi-\(index + 1)",
                        source: "pipeline",
                        regionIndex: 0,
                        outline: [left, 2, left + 20.5, 2, left + 20.5, 40.25, left, 40.25],
                        pixels: 780
                    ),
                    anatomy: .init(value: "10200004", scheme: "SCT", meaning: "Liver"),
                    measurements: measurements
                )
            )
        }
    }
}

extension StudyResult.Measurement {
    static let mean = made("grey-mean", .value(71.250_314_159_26), unit: "[arb'U]", frames: nil)
    static let skewness = made("grey-skewness", .value(-0.412_345_678_901_234_5), unit: "1", frames: nil)
    static let meanOfFrames = made("grey-mean", .value(71.25), unit: "[arb'U]", frames: (12, 3.5))
    static let noShape = made("nakagami-m", .notAvailable("the image has no linear envelope"), unit: "1", frames: nil)

    static func made(_ metric: String, _ answer: Answer, unit: String, frames: (Int, Double)?) -> Self {
        Self(
            metric: metric,
            metricVersion: 2,
            answer: answer,
            unit: unit,
            method: "mean of stored grey levels, 8 bits",
            conditions: ["uncalibrated grey levels"],
            flags: ["0.4 % of pixels saturated"],
            frameCount: frames?.0,
            interquartileRange: frames?.1
        )
    }
}
