internal import Foundation
internal import Identifiers
internal import PhantomSimulator
internal import TestSupport
internal import Testing

@Suite("Committed studies")
struct CommittedStudiesTests {
    @Test(
        "TestDICOM's simulated studies come out of the simulator byte for byte",
        arguments: SimulatedStudy.all.map(\.folder)
    )
    func reproducible(folder: String) throws {
        let study = try #require(SimulatedStudy.all.first { $0.folder == folder })
        let made = try TemporaryFolder()
        try study.write(into: made.url.path)
        for (file, _) in study.objects {
            let path = "\(folder)/\(file)"
            let committed = try Data(contentsOf: Repository.root.appending(path: "TestDICOM/\(path)"))
            let fresh = try Data(contentsOf: made.url.appending(path: path))
            #expect(
                ContentDigest(of: fresh) == ContentDigest(of: committed),
                "\(path): scripts/make-test-dicom rewrites it"
            )
        }
    }

    @Test(
        "dciodvfy finds no error in them",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/dciodvfy"),
            "needs the package dicom3tools"
        ),
        arguments: SimulatedStudy.all.map(\.folder)
    )
    func legal(folder: String) throws {
        let study = try #require(SimulatedStudy.all.first { $0.folder == folder })
        for (file, _) in study.objects {
            let judge = Process()
            judge.executableURL = URL(filePath: "/usr/bin/dciodvfy")
            judge.arguments = [Repository.root.appending(path: "TestDICOM/\(folder)/\(file)").path]
            let output = Pipe()
            judge.standardOutput = output
            judge.standardError = output
            try judge.run()
            let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            judge.waitUntilExit()
            let errors = said.split(separator: "\n").filter { $0.hasPrefix("Error") }
            #expect(errors.isEmpty, "\(file): \(errors.joined(separator: "; "))")
            #expect(judge.terminationStatus == 0)
        }
    }
}
