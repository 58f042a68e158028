internal import Foundation
internal import Identifiers
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("Facts against pydicom")
struct DataSetPeerTests {
    /// What pydicom reads of one file.
    private struct Peer: Decodable {
        let path: String
        let values: [String: Value]
        let regions: [[String: Value?]]
    }

    private enum Value: Decodable, Hashable {
        case number(Double)
        case numbers([Double])
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {  // another kind is tried next
                self = .number(number)
            } else if let numbers = try? container.decode([Double].self) {  // likewise
                self = .numbers(numbers)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        init?(_ number: (some BinaryInteger)?) {
            guard let number else { return nil }
            self = .number(Double(number))
        }

        init?(_ number: Double?) {
            guard let number else { return nil }
            self = .number(number)
        }

        init?(_ numbers: [some BinaryInteger]?) { self.init(numbers?.map { Double($0) }) }

        init?(_ numbers: [Double]?) {
            guard let numbers, let first = numbers.first else { return nil }
            self = numbers.count == 1 ? .number(first) : .numbers(numbers)
        }

        init?(_ text: String?) {
            guard let text else { return nil }
            self = .text(text)
        }
    }

    @Test(
        "identity, order, equipment, pixels, character sets and every sub-attribute of every region agree",
        .enabled(if: Repository.sharedTestData != nil),
        .enabled(if: Repository.python != nil, "run scripts/python")
    )
    func agreement() throws {
        let root = try #require(Repository.sharedTestData)
        let python = try #require(Repository.python)
        let ours = try FileManager.default.contentsOfDirectory(atPath: root.path + "/us").map { "/us/\($0)" }
        let others = ["/other/charset-japanese.dcm", "/other/charset-korean.dcm", "/other/charset-russian.dcm"]
        let files = (ours + others).sorted().map { root.path + $0 }
        let script = Repository.root.appending(path: "Tests/ImagingTests/Peers/facts.py").path

        let process = Process()
        let output = Pipe()
        process.executableURL = python
        process.arguments = ["-W", "ignore", script] + files
        process.standardOutput = output
        try process.run()
        let lines = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        let peers = try lines.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Peer.self, from: Data($0))
        }
        #expect(peers.map(\.path) == files)
        for peer in peers {
            let dataSet = try DataSet(path: peer.path)
            let facts = try InstanceFacts(dataSet)
            for (keyword, value) in Self.values(facts) {
                // Names of devices and people keep their inner padding in one reader and lose it in the other.
                let peerValue = peer.values[keyword] ?? (keyword == "HeartRate" ? .number(0) : nil)
                #expect(Self.trimmed(value) == Self.trimmed(peerValue), "\(keyword) of \(peer.path)")
            }
            let regions = try #require(facts.image).regions
            #expect(regions.count == peer.regions.count, "\(peer.path)")
            for (region, peerRegion) in zip(regions, peer.regions) {
                for (keyword, value) in Self.values(region) {
                    #expect(value == peerRegion[keyword] ?? nil, "\(keyword) of \(peer.path)")
                }
                #expect(Set(peerRegion.keys).subtracting(Self.values(region).keys).subtracting(Self.others).isEmpty)
            }
        }
    }

    /// Sub-attributes of a region that PS3.6 has retired for others, and private ones, which have no keyword.
    private static let others: Set<String> = [
        "",
        "DopplerSampleVolumeXPositionRetired", "DopplerSampleVolumeYPositionRetired", "TMLinePositionX0Retired",
        "TMLinePositionY0Retired", "TMLinePositionX1Retired", "TMLinePositionY1Retired",
    ]

    private static func trimmed(_ value: Value?) -> Value? {
        guard case .text(let text) = value else { return value }
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        return trimmed.isEmpty ? nil : .text(trimmed)
    }

    private static func values(_ facts: InstanceFacts) -> [String: Value?] {
        let pixels = facts.image?.pixels
        return [
            "SOPClassUID": Value(facts.sopClassUID.value), "StudyInstanceUID": Value(facts.studyInstanceUID.value),
            "SeriesInstanceUID": Value(facts.seriesInstanceUID.value), "Modality": Value(facts.modality),
            "SeriesNumber": Value(facts.seriesNumber), "InstanceNumber": Value(facts.instanceNumber),
            "Rows": Value(pixels?.rows), "Columns": Value(pixels?.columns),
            "SamplesPerPixel": Value(pixels?.samplesPerPixel),
            "PhotometricInterpretation": Value(pixels?.photometric.rawValue),
            "BitsAllocated": Value(pixels?.bitsAllocated), "BitsStored": Value(pixels?.bitsStored),
            "HighBit": Value(pixels?.highBit), "HeartRate": Value(facts.image?.timing.heartRate ?? 0),
            "PatientID": Value(facts.subject.patientID), "PatientName": Value(facts.subject.patientName),
            "StudyDate": Value(facts.subject.studyDate), "AccessionNumber": Value(facts.subject.accessionNumber),
            "ReferringPhysicianName": Value(facts.subject.referringPhysicianName),
            "StudyDescription": Value(facts.subject.studyDescription),
            "Manufacturer": Value(facts.equipment.manufacturer),
            "ManufacturerModelName": Value(facts.equipment.model),
        ]
    }

    private static func values(_ region: UltrasoundRegion) -> [String: Value?] {
        [
            "RegionSpatialFormat": Value(region.spatialFormat), "RegionDataType": Value(region.dataType),
            "RegionFlags": Value(region.flags), "RegionLocationMinX0": Value(region.minX),
            "RegionLocationMinY0": Value(region.minY), "RegionLocationMaxX1": Value(region.maxX),
            "RegionLocationMaxY1": Value(region.maxY), "ReferencePixelX0": Value(region.referencePixelX),
            "ReferencePixelY0": Value(region.referencePixelY), "PhysicalUnitsXDirection": Value(region.unitsX),
            "PhysicalUnitsYDirection": Value(region.unitsY),
            "ReferencePixelPhysicalValueX": Value(region.referencePixelValueX),
            "ReferencePixelPhysicalValueY": Value(region.referencePixelValueY), "PhysicalDeltaX": Value(region.deltaX),
            "PhysicalDeltaY": Value(region.deltaY), "TransducerFrequency": Value(region.transducerFrequency),
            "TransducerType": Value(region.transducerType),
            "PulseRepetitionFrequency": Value(region.pulseRepetitionFrequency),
            "DopplerCorrectionAngle": Value(region.dopplerCorrectionAngle),
            "SteeringAngle": Value(region.steeringAngle),
            "DopplerSampleVolumeXPosition": Value(region.dopplerSampleVolumeX),
            "DopplerSampleVolumeYPosition": Value(region.dopplerSampleVolumeY),
            "TMLinePositionX0": Value(region.tmLineX0), "TMLinePositionY0": Value(region.tmLineY0),
            "TMLinePositionX1": Value(region.tmLineX1), "TMLinePositionY1": Value(region.tmLineY1),
            "PixelComponentOrganization": Value(region.pixelComponentOrganization),
            "PixelComponentMask": Value(region.pixelComponentMask),
            "PixelComponentRangeStart": Value(region.pixelComponentRangeStart),
            "PixelComponentRangeStop": Value(region.pixelComponentRangeStop),
            "PixelComponentPhysicalUnits": Value(region.pixelComponentUnits),
            "PixelComponentDataType": Value(region.pixelComponentDataType),
            "NumberOfTableBreakPoints": Value(region.numberOfTableBreakPoints),
            "TableOfXBreakPoints": Value(region.tableOfXBreakPoints),
            "TableOfYBreakPoints": Value(region.tableOfYBreakPoints),
            "NumberOfTableEntries": Value(region.numberOfTableEntries),
            "TableOfPixelValues": Value(region.tableOfPixelValues),
            "TableOfParameterValues": Value(region.tableOfParameterValues),
            "RWaveTimeVector": Value(region.rWaveTimeVector),
        ]
    }
}
