internal import Foundation
internal import TestSupport
internal import Testing

/// Objects that highdicom and pydicom make (Peers/make_regions.py), with what stands in them.
struct SourceObjects {
    struct Object: Decodable {
        let file: String
        let uid: String
        let regions: [Region]
        let faults: Int
        let numbers: [Number]
    }

    struct Region: Decodable {
        let image: String
        let label: String
        let frames: [Int]
        /// One of the four.
        let mask: String?
        let polygon: [Double]?
        /// Centre and radii, the axes along the image's; or centre and both half axes.
        let ellipse: [Double]?
        let point: [Double]?
        let number: Int?
        let site: String?
        let finding: String?
        let tracking: String?
        let remark: Bool?
    }

    struct Number: Decodable {
        let concept: String
        let value: Double?
        let unit: String?
        let qualifier: String?
        let derivation: String?
        let site: String?
        let label: String?
        let tracking: String?
        let images: [String]?
        let stiffness: Stiffness?

        struct Stiffness: Decodable {
            let quantity: String
            let value: Double

            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                quantity = try container.decode(String.self)
                value = try container.decode(Double.self)
            }
        }
    }

    let folder: TemporaryFolder
    let objects: [Object]

    init() throws {
        folder = try TemporaryFolder()
        let python = try #require(Repository.python)
        let process = Process()
        let output = Pipe()
        process.executableURL = python
        process.arguments = [
            "-W", "ignore", Repository.root.appending(path: "Tests/ImagingTests/Peers/make_regions.py").path,
            folder.url.path,
        ]
        process.standardOutput = output
        try process.run()
        let json = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        objects = try JSONDecoder().decode([Object].self, from: json)
    }

    func path(of object: Object) -> String { folder.url.appending(path: object.file).path }
}
