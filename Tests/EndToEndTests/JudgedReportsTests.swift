import Foundation
import TestSupport
import Testing

/// Every report that the program writes for the real files of ../shared, before every judge. PixelMed, 10 s a report, judges
/// ReportingTests' own.
@Suite("Reports of real images before the judges", .serialized, .timeLimit(.minutes(20)))
struct JudgedReportsTests {
    /// What a judge says of a file's reports because of what the file itself says, and must say: an allowance that nothing needs
    /// fails the test.
    private struct Allowance {
        /// The words of the judge.
        let finding: String
        /// Why no report could satisfy it.
        let reason: String

        init(_ finding: String, _ reason: String) {
            self.finding = finding
            self.reason = reason
        }
    }

    /// Files that bear one SOP Instance UID with other pixels, and how many studies there are: side by side they would be held.
    enum Inbox: String, CaseIterable {
        case withoutContradictions, otherContents, otherFrames

        fileprivate func takes(_ name: String) -> Bool {
            switch name {
            case "philips-cx50-ob-crop-palette.dcm", "ge-logiq700-tiny-bigendian.dcm": self == .otherContents
            case "derived-palette-jpegls-2frame.dcm": self == .otherFrames
            case let name where name.hasSuffix("-2frame.dcm"): false  // two frames that contradict these too
            default: self == .withoutContradictions
            }
        }

        fileprivate var studies: Int {
            switch self {
            case .withoutContradictions: 22
            case .otherContents: 2
            case .otherFrames: 1
            }
        }
    }

    private static let root = "its UIDs have the root 999.999, and UIDs are copied as they are"
    private static let zero = "its SOP Instance UID has a leading zero, and UIDs are copied as they are"

    private static func absent(_ keyword: String) -> Allowance {
        Allowance("other - Element=<\(keyword)>", "the file lacks it, and a report must have it, empty (type 2)")
    }

    private static func emptied(_ keyword: String) -> Allowance {
        Allowance(
            "one instance - OK only If Type 2 attribute in that IOD - Element=<\(keyword)>",
            "the file's is illegal"
        )
    }

    private static let logiq700 = [
        emptied("StudyDate"), emptied("StudyTime"),
        absent("AccessionNumber"), absent("PatientBirthDate"), absent("PatientID"), absent("PatientSex"),
        absent("ReferringPhysicianName"), absent("StudyID"),
    ]

    private static let allowances: [String: [Allowance]] = [
        "acme-echo-palette-rle-10frame.dcm": [
            Allowance("Illegal root for UID", root), emptied("StudyDate"), emptied("StudyTime"),
            absent("AccessionNumber"), absent("PatientBirthDate"), absent("PatientID"), absent("PatientSex"),
            absent("StudyID"),
        ],
        "acme-tee-planar0.dcm": [
            Allowance("Illegal root for UID", root), absent("AccessionNumber"), absent("PatientBirthDate"),
            absent("PatientID"), absent("PatientSex"), absent("StudyID"),
            Allowance(
                "Unrecognized SOP Class - 1.2.840.10008.5.1.4.1.1.6 ",
                "the judge doesn't know the retired class"
            ),
        ],
        "esaote-6100-ybr422-native.dcm": [
            Allowance("Leading zeroes in embedded numeric", zero),
            Allowance("contains invalid data values for Value Representations", zero),
            Allowance("(0008,1155) malformed UID", zero),
            Allowance("violates VR definition in ReferencedSOPSequence", zero),
            Allowance("(Invalid Value)", zero),
            Allowance("invalid/incomplete content item IMAGE", zero),
            Allowance("exit status not 0", zero),
        ],
        "ge-logiq700-epicard-bigendian.dcm": logiq700,
        "ge-logiq700-tiny-bigendian.dcm": logiq700,
        "hp-cine-jpeg.dcm": [absent("ReferringPhysicianName")],
        "philips-clearvue650-implicit-palette.dcm": [
            Allowance(
                "Element=<DeidentificationMethod> Module=<Patient>",
                "the file says YES to PatientIdentityRemoved alone"
            ),
            Allowance(
                "Element=<DeidentificationMethodCodeSequence> Module",
                "the file says YES to PatientIdentityRemoved alone"
            ),
        ],
        "sonoque-phantom-anechoic.dcm": [
            Allowance("no attribute 'SOPInstanceUID'", "the file has its UID in the meta information alone"),
            Allowance("SKIPPED sr_rules.py", "the judge can't read the file"),
            absent("StudyID"), emptied("PatientBirthDate"), emptied("PatientSex"),
        ],
        "sonosite-turbo-cine-jpeg.dcm": [
            Allowance("Element=<EthnicGroup>", "the file's has spaces alone, which is no value")
        ],
    ]

    @Test(
        "no judge finds a fault that isn't the image's",
        .enabled(if: Repository.sharedTestData != nil),
        arguments: Inbox.allCases
    )
    func realImages(inbox: Inbox) async throws {
        let data = try #require(Repository.sharedTestData)
        let centre = try ImagingCentre()
        let names = try FileManager.default.contentsOfDirectory(atPath: data.appending(path: "us").path)
        try centre.drop(shared: names.filter(inbox.takes).map { "us/\($0)" })
        let answer = try centre.batchAnswer()
        var files: [String: Set<String>] = [:]
        for file in answer.files {
            if let study = file.study { files[study, default: []].insert(URL(filePath: file.path).lastPathComponent) }
        }
        let reported = answer.studies.filter { $0.state == "reported" }
        let others = answer.studies.filter { $0.state != "reported" }
        #expect(others.isEmpty, "\(others)")
        #expect(reported.count == inbox.studies)
        for study in reported {
            let impression = "Within normal limits.\nDepth < 4 cm & no focal lesion."
            #expect(try centre.interpret(study.study, impression).status == 0)
        }
        for report in try await Self.judged(reported.map(\.study), of: centre) {
            let allowances = files[report.study, default: []].flatMap { Self.allowances[$0, default: []] }
            let faults = report.findings.filter { line in !allowances.contains { line.contains($0.finding) } }
            let subject = "\(files[report.study, default: []].sorted().prefix(2)) \(report.folder)"
            #expect(faults.isEmpty, "\(subject)")
            for allowance in allowances {
                let isNeeded = report.findings.contains { $0.contains(allowance.finding) }
                #expect(isNeeded, "\(subject): no judge says \(allowance.finding) (\(allowance.reason))")
            }
        }
    }

    private struct Verdict: Sendable {
        let study: String
        let folder: String
        /// What counts as a fault: a warning that no judge fails for doesn't.
        let findings: [String]
    }

    /// Two judges at a time.
    private static func judged(_ studies: [String], of centre: ImagingCentre) async throws -> [Verdict] {
        let duplicates = try duplicates(in: centre.state)
        var jobs: [(study: String, report: URL, images: [URL])] = []
        for study in studies {
            // dcentvfy refuses two contents of one instance beside each other; the report is of one of them.
            let images = try contents(of: centre.state.appending(path: "archive/\(study)")).filter {
                !duplicates.contains($0.deletingPathExtension().lastPathComponent)
            }
            for folder in try contents(of: centre.state.appending(path: "reports/\(study)")) {
                jobs.append((study, folder.appending(path: "report.dcm"), images))
            }
        }
        #expect(jobs.count == 2 * studies.count, "a preliminary and a final report of each study")
        return try await withThrowingTaskGroup(of: Verdict.self) { group in
            var verdicts: [Verdict] = []
            for (index, job) in jobs.enumerated() {
                if index >= 2, let verdict = try await group.next() { verdicts.append(verdict) }
                group.addTask { try await verdict(on: job.report, of: job.study, beside: job.images) }
            }
            for try await verdict in group { verdicts.append(verdict) }
            return verdicts
        }
    }

    private static func verdict(on report: URL, of study: String, beside images: [URL]) async throws -> Verdict {
        let python = try #require(Repository.python, "run scripts/python first")
        let judges = Repository.root.appending(path: "Tests/ReportingTests/Judges/sr_all.sh")
        let environment = ["PYTHON": python.path, "REQUIRE_ALL": "1", "NO_JAVA": "1"]
        let program = Program(executable: URL(filePath: "/bin/sh"), environment: environment)
        let arguments = [judges.path, report.path] + images.map(\.path)
        // The program waits for its child: not on a thread of the concurrency pool.
        let ending = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try program.run(arguments) })
            }
        }
        var findings = ending.output.split(separator: "\n").map(String.init).filter { !$0.contains(": WARN x") }
        if ending.status != 0, findings.isEmpty { findings = ["exit status \(ending.status): \(ending.errors)"] }
        return Verdict(
            study: study,
            folder: report.deletingLastPathComponent().lastPathComponent,
            findings: findings
        )
    }

    /// The digests, without "sha256:", of contents that repeat another content of their instance.
    private static func duplicates(in state: URL) throws -> Set<String> {
        var digests: Set<String> = []
        for folder in try contents(of: state.appending(path: "results")) {
            let file = folder.appending(path: "result.json")
            let result = try JSONDecoder().decode(ResultAnswer.self, from: Data(contentsOf: file))
            for instance in result.instances where instance.disposition.kind == "duplicateContent" {
                digests.insert(instance.digest.replacing("sha256:", with: ""))
            }
        }
        return digests
    }

    private static func contents(of folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }
}

/// `result.json`, as far as the judges' images are concerned.
private struct ResultAnswer: Decodable {
    struct Instance: Decodable {
        let digest: String
        let disposition: Disposition
    }

    struct Disposition: Decodable {
        let kind: String
    }

    let instances: [Instance]
}
