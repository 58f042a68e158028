import Foundation
import Identifiers
import Reception
import TestSupport
import Testing

@Suite("sonoquant receive with DCMTK's senders", .timeLimit(.minutes(20)))
struct ReceiveProcessTests {
    private func peer(_ name: String, _ child: ReceivingChild, _ arguments: [String]) throws -> Program.Ending {
        let port = try #require(child.port())
        return try Program(executable: URL(filePath: "/usr/bin/" + name))
            .run(
                arguments.filter { !$0.hasPrefix("/") } + ["127.0.0.1", "\(port)"]
                    + arguments.filter { $0.hasPrefix("/") }
            )
    }

    private func studyFiles() throws -> [String] {
        let folder = Repository.root.appending(path: "TestDICOM/liver-current")
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".dcm") }.sorted()
            .map { folder.appending(path: $0).path }
    }

    /// Behind preamble, prefix and file meta information (PS3.10 section 7.1).
    private func dataSet(_ path: String) throws -> Data {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let length = [140, 141, 142, 143].reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        return bytes.dropFirst(144 + length)
    }

    @Test("stored files hold the sender's data sets bit by bit, under their digests", .tags(.law1))
    func store() throws {
        let child = try ReceivingChild()
        let files = try studyFiles()
        let ending = try peer("dcmsend", child, ["-aec", "SONOQUANT"] + files)
        #expect(ending.status == 0)
        var sent = try files.map { try dataSet($0) }
        for file in child.files {
            let path = child.spool.url.appending(path: file.name).path
            let received = try dataSet(path)
            let digest = ContentDigest(of: try Data(contentsOf: URL(filePath: path)))
            #expect(digest == file.digest)
            let place = try #require(sent.firstIndex(of: received))
            sent.remove(at: place)
        }
        #expect(sent.isEmpty && child.files.count == files.count)
    }

    @Test("the service's verdict is the sender's status", .tags(.law1), arguments: [true, false])
    func refused(isDrained: Bool) throws {
        let child = try ReceivingChild(answer: .outOfResources("no room"))
        _ = try #require(child.port())
        if isDrained { try child.order(.outOfResources(true)) }
        let ending = try peer("storescu", child, ["-v", "-aec", "SONOQUANT"] + studyFiles().prefix(1))
        #expect(ending.status != 0 || (ending.output + ending.errors).contains("0xa700"))
    }

    @Test("titles that aren't ours, and peers that aren't listed, are refused")
    func titles() throws {
        let child = try ReceivingChild { $0.peers = [.init(title: "PACS", addresses: ["127.0.0.0/8"])] }
        let good = try peer("echoscu", child, ["-aec", "SONOQUANT", "-aet", "PACS"])
        #expect(good.status == 0)
        let called = try peer("echoscu", child, ["-aec", "ELSE", "-aet", "PACS"])
        #expect((called.output + called.errors).contains("Called AE Title Not Recognized"))
        let calling = try peer("echoscu", child, ["-aec", "SONOQUANT", "-aet", "ELSE"])
        #expect((calling.output + calling.errors).contains("Calling AE Title Not Recognized"))
    }

    @Test("the child ends with its standard input, and after a stop")
    func ends() throws {
        let first = try ReceivingChild()
        _ = try #require(first.port())
        try first.closeInput()
        first.process.waitUntilExit()
        #expect(first.process.terminationStatus == 0)
        let second = try ReceivingChild()
        _ = try #require(second.port())
        try second.order(.stop(withinSeconds: 5))
        second.process.waitUntilExit()
        #expect(second.process.terminationStatus == 0)
    }
}
