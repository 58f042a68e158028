import Analysis
import Foundation
import Identifiers
import Imaging
import Reporting
import TestSupport
import Testing

@Suite("Map objects")
struct MapCaptureTests {
    /// What pydicom reads of a map.
    private struct Reading: Decodable {
        let rows: Int
        let columns: Int
        let valid: [Bool]
        let real: [Double]
        let lut: [Double]
        let padding: Int
        let slope: Double
        let unit: [String]
        let quantity: [String]
        let patient: String
        let spacing: [Double]
        let dates: [String]
        let lossy: String
        let uids: [String]
    }

    /// What a map may look like.
    enum Kind: String, CaseIterable {
        case ordinary, constant, zero, negative, narrow, tiny, onePixel, noSpacing, lossyFrame, cyrillic, latin1, paired

        func map() -> MapObject {
            let (rows, columns) = self == .onePixel ? (1, 1) : (23, 17)
            let values = (0..<rows * columns).map { index -> Float in
                let wave = Float(index % 29) / 29 + Float(index / columns) * 0.037
                switch self {
                case .constant: return 1.732_050_8
                case .zero: return 0
                case .negative: return wave - 12.5
                case .narrow: return 1_000_000 + wave
                case .tiny: return wave * 1e-12
                default: return wave
                }
            }
            let isValid = values.indices.map { self == .onePixel || $0 % 7 != 3 }
            let isFrame = self == .lossyFrame
            return MapObject(
                rows: rows,
                columns: columns,
                values: zip(values, isValid).map { $1 ? $0 : .nan },
                isValid: isValid,
                spacing: self == .noSpacing ? nil : (0.123_456, 0.2),
                metric: "nakagami-m",
                quantity: CodedConcept("99SQ0001", "99SONOQ", "Nakagami shape parameter m"),
                unit: CodedConcept("1", "UCUM", "no units"),
                explanation: "Nakagami shape by maximum likelihood in windows of 3 mm, uncalibrated",
                anatomy: self == .noSpacing
                    ? nil
                    : self == .paired
                        ? CodedConcept("64033007", "SCT", "Kidney") : CodedConcept("10200004", "SCT", "Liver"),
                source: .init(
                    sopClassUID: isFrame ? ReportFixture.multiFrame : ReportFixture.singleFrame,
                    sopInstanceUID: ReportFixture.uid("still 0"),
                    frame: isFrame ? 12 : nil,
                    isLossy: isFrame
                )
            )
        }

        var study: StudyResult.StudyHeader {
            switch self {
            case .cyrillic: .full(patient: "Люкceмбypг^A")
            case .latin1: .full(patient: "Müller^Zoë")
            default: .full()
            }
        }

        func identity() -> MapIdentity {
            MapIdentity(
                of: map(),
                study: study.studyInstanceUID,
                result: ReportFixture.digest("result"),
                instanceNumber: 1
            )
        }

        func encoded() throws -> Data {
            try MapCapture.encode(
                map(),
                study: study,
                program: .init(name: "sonoquant", version: "0.1.0"),
                identity: identity()
            )
        }
    }

    @Test(
        "dciodvfy finds no error, and pydicom reads each value to within half a step",
        .enabled(if: Repository.python != nil, "run scripts/python"),
        arguments: Kind.allCases
    )
    func judged(kind: Kind) async throws {
        let python = try #require(Repository.python)
        let temporary = try TemporaryFolder()
        let file = temporary.url.appending(path: "map.dcm")
        try kind.encoded().write(to: file)
        let folder = Judge.folder
        let verdict = try await Judge.run(
            "/bin/sh",
            [folder.appending(path: "sr_dciodvfy.sh").path, file.path],
            in: temporary
        )
        #expect(verdict.status == 0, "\(verdict.output)")
        // It reminds that Laterality is empty only where the side is unknown, which it is.
        let warnings = verdict.output.split(separator: "\n").filter { $0.contains("WARN") }
        #expect(warnings.allSatisfy { $0.contains("<Laterality>") }, "\(verdict.output)")
        #expect(warnings.count == (kind == .noSpacing || kind == .paired ? 1 : 0))

        let script = folder.appending(path: "read_map.py").path
        let printed = try await Judge.run(python.path, ["-W", "ignore", script, file.path], in: temporary)
        try #require(printed.status == 0, "\(printed.output)")
        let reading = try JSONDecoder().decode(Reading.self, from: Data(printed.output.utf8))
        let map = kind.map()
        #expect((reading.rows, reading.columns) == (map.rows, map.columns))
        #expect(reading.valid == map.isValid)
        #expect(reading.padding == 0)
        // The step is the range in 65,533 parts, or a part in 5e8 of the values, or the one value.
        let valid = zip(map.values, map.isValid).filter { $1 }.map { Double($0.0) }
        let (least, greatest) = (valid.min() ?? 0, valid.max() ?? 0)
        let size = max(abs(least), abs(greatest))
        if least < greatest {
            let step = max((greatest - least) / 65_533, size * 2e-9)
            #expect(abs(reading.slope - step) <= step * 1e-8)
        }
        // Half a step for a range; a DS of at least 9 digits for a single value. Float's own half unit is far less.
        let tolerance = least < greatest ? reading.slope / 2 * (1 + 1e-6) + size * 1e-12 : size * 1e-8
        for index in map.values.indices where map.isValid[index] {
            let value = Double(map.values[index])
            #expect(abs(reading.real[index] - value) <= tolerance)
            #expect(abs(reading.lut[index] - reading.real[index]) <= tolerance * 1e-3 + size * 1e-12)
        }
        #expect(reading.unit == ["1", "UCUM"])
        #expect(reading.quantity == ["246205007", "99SQ0001", "99SONOQ"])
        #expect(reading.patient == kind.study.patientName)
        #expect(reading.spacing == (kind == .noSpacing ? [] : [0.123_456, 0.2]))
        #expect(reading.dates == ["20261120", "20261120", "101502.25"])
        #expect(reading.lossy == (kind == .lossyFrame ? "01" : "00"))
        let identity = kind.identity()
        #expect(
            reading.uids == [
                identity.sopInstanceUID.value, identity.seriesInstanceUID.value, kind.study.studyInstanceUID.value,
            ]
        )
    }

    @Test("the same map has the same bytes; another metric, image or result has another name", .tags(.law2))
    func deterministic() throws {
        #expect(try Kind.ordinary.encoded() == Kind.ordinary.encoded())
        let map = Kind.ordinary.map()
        var other = map
        other.metric = "grey-mean"
        var frame = map
        frame.source.frame = 2
        let named = [map, other, frame].map { map in
            MapIdentity(
                of: map,
                study: ReportFixture.uid("study"),
                result: ReportFixture.digest("result"),
                instanceNumber: 1
            )
        }
        #expect(Set(named.map(\.sopInstanceUID)).count == 3)
        #expect(Set(named.map(\.seriesInstanceUID)).count == 1)
        let again = MapIdentity(
            of: map,
            study: ReportFixture.uid("study"),
            result: ReportFixture.digest("another"),
            instanceNumber: 1
        )
        #expect(again.seriesInstanceUID != named[0].seriesInstanceUID)
        let second = MapIdentity(
            of: map,
            study: ReportFixture.uid("study"),
            result: ReportFixture.digest("result"),
            instanceNumber: 2
        )
        #expect(second.seriesInstanceUID == named[0].seriesInstanceUID)
        #expect(second.sopInstanceUID != named[0].sopInstanceUID)
    }

    @Test("a map without a value, or with one that is no number, is refused", .tags(.law6))
    func refused() throws {
        for spoil in [{ $0.isValid = $0.isValid.map { _ in false } }, { $0.values[0] = .infinity }]
            as [(inout MapObject) -> Void]
        {
            var map = Kind.ordinary.map()
            spoil(&map)
            #expect(throws: ReportingError.illegalValue(metric: "nakagami-m")) {
                try MapCapture.encode(
                    map,
                    study: .full(),
                    program: .init(name: "sonoquant", version: "0.1.0"),
                    identity: Kind.ordinary.identity()
                )
            }
        }
    }
}
