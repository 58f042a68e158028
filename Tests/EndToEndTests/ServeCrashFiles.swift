import Foundation
import Identifiers
import PhantomSimulator
import TestSupport
import Testing

/// The files of a round: what is dropped, sent and given to batch, and what of them the state directory has to end with.
struct ServeCrashFiles: Sendable {
    /// Study and data set of each instance, by its SOP Instance UID.
    struct Instance: Hashable, Sendable {
        let study: String
        let dataSet: ContentDigest
    }

    /// The folder that the service watches, and that of batch.
    let watched: URL
    let batch: URL
    private(set) var instances: [String: Instance] = [:]
    /// What is sent, by SOP Instance UID.
    private(set) var sent: [String: URL] = [:]
    /// Instances in the watched folder and in that of batch, by the file that brings them.
    private(set) var dropped: [URL: Set<String>] = [:]
    private(set) var given: [URL: Set<String>] = [:]
    /// What is no DICOM and goes to quarantine.
    private(set) var letter: URL?
    static let letterBytes = Data("Dear colleague".utf8)

    /// Where files stand before they are renamed into the watched folder.
    private let ready: URL
    private let scratch: URL

    init(_ centre: ImagingCentre, ways: Set<ServeCrashPlan.Way>) throws {
        watched = centre.inbox
        batch = centre.folder.url.appending(path: "batch")
        ready = centre.folder.url.appending(path: "ready")
        scratch = centre.folder.url.appending(path: "scratch")
        for folder in [batch, ready] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        for way in ways { try add(fixture(way.rawValue), by: way, in: way.rawValue) }
        guard ways.count > 1 else { return }
        // One object that comes by every way, an archive, and a file that is no DICOM.
        for way in ways { try add(fixture("shared").setting(\.instances, 1), by: way, in: "shared") }
        try addArchive()
        letter = watched.appending(path: "letter.txt")
        try Self.letterBytes.write(to: ready.appending(path: "letter.txt"))
    }

    /// Renames everything that was made ready into the watched folder.
    func drop() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: ready.path) {
            try FileManager.default.moveItem(at: ready.appending(path: name), to: watched.appending(path: name))
        }
    }

    /// The digest of a file's data set: all behind its file meta information (PS3.10 section 7.1).
    static func dataSetDigest(of file: URL) throws -> ContentDigest {
        let bytes = try Data(contentsOf: file)
        try #require(bytes.count > 144)
        let length = (0..<4).reduce(0) { $0 | Int(bytes[140 + $1]) << (8 * $1) }
        return ContentDigest(of: Data(bytes.dropFirst(144 + length)))
    }

    private func fixture(_ name: String) -> StudyFixture {
        StudyFixture(name: name).setting(\.instances, 3).setting(\.subject.patientID, "SIM-\(name)")
            .setting(\.subject.accessionNumber, "SIM\(name)")
    }

    private mutating func add(_ fixture: StudyFixture, by way: ServeCrashPlan.Way, in name: String) throws {
        let folder =
            switch way {
            case .watched: ready.appending(path: name)
            case .network: scratch.appending(path: name)
            case .batch: batch.appending(path: name)
            }
        let written = try fixture.write(into: folder)
        for (file, uid) in zip(written.files, written.sopInstanceUIDs) {
            instances[uid] = Instance(study: written.studyInstanceUID, dataSet: try Self.dataSetDigest(of: file))
            switch way {
            case .watched: dropped[watched.appending(path: "\(name)/\(file.lastPathComponent)")] = [uid]
            case .network: sent[uid] = file
            case .batch: given[file] = [uid]
            }
        }
    }

    private mutating func addArchive() throws {
        let folder = scratch.appending(path: "packed")
        let written = try fixture("packed").write(into: folder)
        for (file, uid) in zip(written.files, written.sopInstanceUIDs) {
            instances[uid] = Instance(study: written.studyInstanceUID, dataSet: try Self.dataSetDigest(of: file))
        }
        let archive = ready.appending(path: "packed.tar")
        let ending = try Program(executable: URL(filePath: "/usr/bin/tar"))
            .run(["-cf", archive.path, "-C", folder.path, "."])
        try #require(ending.status == 0)
        dropped[watched.appending(path: "packed.tar")] = Set(written.sopInstanceUIDs)
    }
}
