import Analysis
import Foundation
import Identifiers
import Imaging
import Reporting
import TestSupport
import Testing

@Suite("Measurement report")
struct MeasurementReportTests {
    static let predecessor = PredecessorReference(
        sopClassUID: ReportFixture.uid("unused").comprehensive,
        sopInstanceUID: ReportFixture.uid("preliminary"),
        seriesInstanceUID: ReportFixture.uid("preliminary series")
    )

    static func signature(
        _ physician: String = "Reader^Rita^^Dr",
        impression: String = "Findings consistent with moderate steatosis."
    ) -> ReportSignature {
        ReportSignature(
            physicianName: physician,
            organisation: "Example Imaging Centre",
            npi: "1234567893",
            signedAt: ReportFixture.moment.addingTimeInterval(3600),
            impression: impression
        )
    }

    /// DCMTK 3.6.7 can't check values in UTF-8 and says so in a warning, which its judge counts.
    static let utf8Limit = ["The VR checker does not support this Specific Character Set: ISO_IR 192"]

    static let shapes: [ReportFixture] = {
        var withoutHeader = StudyResult.made(study: .init(studyInstanceUID: ReportFixture.uid("study")))
        withoutHeader.groups[0].anatomy = nil
        var emptied = StudyResult.made()
        emptied.study.patientBirthDate = nil
        emptied.study.patientSex = nil
        emptied.study.emptied = [
            .init(keyword: "PatientBirthDate", reason: "not a date"),
            .init(keyword: "PatientSex", reason: "not a code"),
        ]
        var partly = StudyResult.made(images: 2, measurements: [.mean, .noShape])
        partly.groups[1].measurements = [.noShape]
        var nothing = StudyResult.made()
        nothing.outcome = .nothingToMeasure(["no tissue region"])
        nothing.groups = []
        nothing.instances[0].disposition = .notMeasured("no tissue region")
        var retired = StudyResult.made(images: 2)
        retired.groups[0].anatomy = .init(value: "T-71000", scheme: "SRT", meaning: "Kidney")
        retired.groups[1].anatomy = .init(value: "X-1", scheme: "99VENDOR", meaning: "Somewhere\u{1}")
        var wordy = StudyResult.made()
        wordy.groups[0].measurements[0].method = String(repeating: "a long method ", count: 500)
        wordy.groups[0].measurements[0].flags = ["line\nbreak, tab\t, bell\u{7}", "<&>\"'"]
        var second = ReportFixture(
            "second revision",
            result: .made(),
            kind: .preliminary(replacing: Self.predecessor)
        )
        second.revision = 2
        var ordered = ReportFixture(
            "final, long impression",
            result: .made(images: 2, cineFrames: 3),
            kind: .final(
                signature(
                    "山田^太郎=ヤマダ^タロウ",
                    impression: "Erste Zeile: Öl & Fett < 5 %\r\nLine 2\n" + String(repeating: "word ", count: 4_000)
                        + "end"
                ),
                replacing: Self.predecessor
            )
        )
        ordered.order = OrderReference(placerNumber: "PL1", fillerNumber: "FL1", requestedProcedureID: "RP-7")
        // DCMTK's XML keeps only the first component group of a person name in the content.
        ordered.tolerated = utf8Limit + ["content tree changed in the XML round trip"]
        var japanese = ReportFixture(
            "Japanese name",
            result: .made(study: .full(patient: "Yamada^Tarou=山田^太郎=やまだ^たろう"))
        )
        japanese.tolerated = utf8Limit
        var illegal = ReportFixture("illegal source attributes", result: emptied)
        // The report is meant to differ from its source there.
        illegal.tolerated = ["Element=<PatientBirthDate>", "Element=<PatientSex>"]
        var anonymous = ReportFixture("hardly a header", result: withoutHeader)
        // DCMTK's own XML of a document without patient is not read by DCMTK.
        anonymous.tolerated = ["xml2dsr", "content tree changed in the XML round trip"]
        var oddFrames = StudyResult.made(images: 0, cineFrames: 3)
        oddFrames.instances[0].sopClassUID = ReportFixture.singleFrame
        oddFrames.groups[0].sopClassUID = ReportFixture.singleFrame
        var reported = StudyResult.made()
        reported.addReport()
        var onlyReported = StudyResult.made(images: 0)
        onlyReported.addReport()
        return [
            ReportFixture("several frames in a single-frame class", result: oddFrames),
            ReportFixture("one group", result: .made()),
            ReportFixture("values of another report", result: reported),
            ReportFixture("only values of another report", result: onlyReported),
            ReportFixture("many groups", result: .made(images: 3, groupsPerImage: 8)),
            ReportFixture("cine", result: .made(images: 0, cineFrames: 12, measurements: [.meanOfFrames])),
            ReportFixture("cine of 1000 frames", result: .made(images: 0, cineFrames: 1_000)),
            anonymous,
            illegal,
            japanese,
            ReportFixture(
                "umlauts and five components",
                result: .made(study: .full(patient: "Müller-Lüdenscheidt^Jörg^Ä^Dr.^Jr."))
            ),
            ReportFixture("values missing", result: partly),
            ReportFixture("nothing to measure", result: nothing),
            ReportFixture("retired and private anatomy", result: retired),
            ReportFixture("long and unruly texts", result: wordy),
            second,
            ReportFixture("final", result: .made(), kind: .final(signature(), replacing: Self.predecessor)),
            ordered,
        ]
    }()

    @Test("no judge finds a fault", arguments: shapes)
    func judges(fixture: ReportFixture) async throws {
        let verdict = try await Judge.judge(fixture)
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    @Test(
        "PixelMed finds the templates kept",
        arguments: shapes.filter { ["cine", "final"].contains($0.name) }
    )
    func templates(fixture: ReportFixture) async throws {
        let verdict = try await Judge.judge(fixture, template: true)
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    @Test("the same result has the same bytes", .tags(.law2), arguments: shapes)
    func determinism(fixture: ReportFixture) throws {
        #expect(try fixture.encoded() == fixture.encoded())
    }

    @Test("highdicom reads the regions, frames and numbers that were measured")
    func readBack() async throws {
        let fixture = ReportFixture("read back", result: .made(images: 2, cineFrames: 5, groupsPerImage: 2))
        let python = try #require(Repository.python, "run scripts/python first")
        let temporary = try TemporaryFolder()
        let report = temporary.url.appending(path: "report.dcm")
        try fixture.encoded().write(to: report)
        let answer = try await Judge.run(
            python.path,
            [Judge.folder.appending(path: "read_back.py").path, report.path],
            in: temporary
        )
        let groups = try JSONDecoder().decode([ReadGroup].self, from: Data(answer.output.utf8))
        try #require(groups.count == fixture.result.groups.count)
        for (read, written) in zip(groups, fixture.result.groups) {
            #expect(read.tracking == written.trackingUID.value)
            #expect(read.image == written.sopInstanceUID.value)
            #expect(read.site == "10200004")
            #expect(read.frames == written.frames ?? [])
            #expect(read.outline == written.roi.outline + written.roi.outline.prefix(2))
            #expect(read.numbers.map(\.unit) == written.measurements.map(\.unit))
            for (number, measurement) in zip(read.numbers, written.measurements) {
                guard case .value(let value) = measurement.answer else { continue }
                // A DS holds at least 10 significant digits of these values.
                #expect(abs(number.value - value) <= abs(value) * 1e-10)
            }
        }
    }

    @Test("a report reads as it did", .tags(.law2))
    func golden() async throws {
        let fixture = try #require(Self.shapes.first { $0.name == "final" })
        let temporary = try TemporaryFolder()
        let report = temporary.url.appending(path: "report.dcm")
        try fixture.encoded().write(to: report)
        let dump = try await Judge.run("/usr/bin/dsrdump", ["+Pl", "+Pt", "+Pu", "+Pn", report.path], in: temporary)
        #expect(dump.status == 0)
        let golden = Repository.root.appending(path: "Tests/ReportingTests/Golden/final.txt")
        if ProcessInfo.processInfo.environment["SONOQUANT_UPDATE_GOLDEN"] == "1" {
            try Data(dump.output.utf8).write(to: golden)
        }
        #expect(dump.output == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
    }

    @Test("an instance whose UID has a leading zero is named as it is")
    func leadingZero() throws {
        let uid = try #require(DICOMUID("1.4.13.3.0104484"))
        var result = StudyResult.made()
        result.instances[0].sopInstanceUID = uid
        result.groups[0].sopInstanceUID = uid
        let bytes = try ReportFixture("leading zero", result: result).encoded()
        #expect(bytes.range(of: Data(uid.value.utf8)) != nil)
    }

    @Test("a cine with more frames than the element holds lists those that fit", .tags(.law8))
    func frameLimit() throws {
        let bytes = try ReportFixture("endless cine", result: .made(images: 0, cineFrames: 20_000)).encoded()
        #expect(bytes.range(of: Data("of the 20000 measured frames are listed".utf8)) != nil)
    }

    @Test(
        "texts that DICOM doesn't allow are refused by name",
        .tags(.law7),
        arguments: [
            ("Reader\u{7}", "Centre", "fine", "VerifyingObserverName"),
            ("A^B^C^D^E^F", "Centre", "fine", "VerifyingObserverName"),
            ("A=B=C=D", "Centre", "fine", "VerifyingObserverName"),
            ("Reader", String(repeating: "x", count: 65), "fine", "VerifyingOrganization"),
            ("Reader", "", "fine", "VerifyingOrganization"),
            ("Reader", "Centre", "", "Impression"),
            ("Reader", "Centre", " \r\n\t", "Impression"),
            ("Reader", "Centre", "bell\u{7}", "Impression"),
        ]
    )
    func illegalTexts(physician: String, organisation: String, impression: String, attribute: String) {
        var signature = Self.signature(physician, impression: impression)
        signature.organisation = organisation
        let fixture = ReportFixture("illegal", result: .made(), kind: .final(signature, replacing: Self.predecessor))
        #expect(throws: ReportingError.illegalText(attribute: attribute)) { try fixture.encoded() }
    }

    @Test("results that can't be reported are refused")
    func refusals() {
        var conflict = StudyResult.made()
        conflict.outcome = .conflictingInstances([[ReportFixture.digest("a"), ReportFixture.digest("b")]])
        #expect(throws: ReportingError.conflictingInstances) { try ReportFixture("", result: conflict).encoded() }
        var unknown = StudyResult.made()
        unknown.groups[0].measurements[0].metric = "phase-of-moon"
        #expect(throws: ReportingError.unknownMetric("phase-of-moon")) {
            try ReportFixture("", result: unknown).encoded()
        }
        var infinite = StudyResult.made()
        infinite.groups[0].measurements[0].answer = .value(.infinity)
        #expect(throws: ReportingError.illegalValue(metric: "grey-mean")) {
            try ReportFixture("", result: infinite).encoded()
        }
        for outline in [
            [], [1, 1, 2, 2], [1, 1, 2, 2, 3], [1, 1, 2, 2, .nan, 1], Array(repeating: 1.0, count: 40_000),
        ] {
            var bad = StudyResult.made()
            bad.groups[0].roi.outline = outline
            let uid = bad.groups[0].trackingUID.value
            #expect(throws: ReportingError.illegalOutline(trackingUID: uid)) {
                try ReportFixture("", result: bad).encoded()
            }
        }
        var unlisted = StudyResult.made()
        unlisted.instances = []
        let uid = unlisted.groups[0].trackingUID.value
        #expect(throws: ReportingError.unlistedInstance(trackingUID: uid)) {
            try ReportFixture("", result: unlisted).encoded()
        }
    }

    @Test("the longest outline that fits is written")
    func longestOutline() throws {
        var result = StudyResult.made()
        result.groups[0].roi.outline = (0..<MeasurementReport.outlinePoints * 2).map { Double($0 % 47) }
        #expect(try !ReportFixture("", result: result).encoded().isEmpty)
    }
}

private struct ReadGroup: Decodable {
    struct Number: Decodable {
        var concept: String
        var value: Double
        var unit: String
    }

    var tracking: String
    var site: String
    var outline: [Double]
    var image: String
    var frames: [Int]
    var numbers: [Number]
}

extension DICOMUID {
    fileprivate var comprehensive: DICOMUID { DICOMUID(MeasurementReport.sopClassUID) ?? self }
}
