import Foundation
import Identifiers
import Ledger
import TestSupport
import Testing

@testable import Intake

@Suite("Recognising our own reports")
struct OwnReportsTests {
    private static let dataSet = Data("the data set of a report".utf8)
    private let folder: TemporaryFolder
    private let written: Data
    private let record: ReportRecord

    init() throws {
        folder = try TemporaryFolder()
        written = Self.file(meta: 12, Self.dataSet)
        let place = folder.url.appending(path: "S000001/1-preliminary")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try written.write(to: place.appending(path: "report.dcm"))
        record = ReportRecord(
            study: StudyKey(number: 1),
            revision: 1,
            kind: .preliminary,
            sopInstanceUID: try #require(DICOMUID("2.25.1")),
            seriesInstanceUID: try #require(DICOMUID("2.25.9")),
            digest: ContentDigest(of: written),
            folder: "S000001/1-preliminary",
            madeAt: Date(timeIntervalSince1970: 1_795_000_000)
        )
    }

    /// Preamble, prefix, group length, so many bytes of meta information, a data set.
    private static func file(meta: UInt8, _ dataSet: Data) -> Data {
        Data(count: 128) + Data("DICM".utf8) + Data([2, 0, 0, 0, 0x55, 0x4C, 4, 0, meta, 0, 0, 0])
            + Data(repeating: 7, count: Int(meta)) + dataSet
    }

    private func isReport(_ bytes: Data, offset: UInt64?) throws -> Bool {
        let came = folder.url.appending(path: "came")
        try bytes.write(to: came)
        let digest = ContentDigest(of: bytes)
        return OwnReports(folder: folder.url).isReport(came, digest: digest, dataSetOffset: offset, record)
    }

    @Test("the same bytes are the report, and so is its data set under other meta information")
    func same() throws {
        #expect(try isReport(written, offset: nil))
        #expect(try isReport(Self.file(meta: 30, Self.dataSet), offset: 174))
    }

    @Test(
        "another data set under its UID is not",
        .tags(.law2),
        arguments: ["", "the data set of a repor", "the data set of a repost", "the data set of a report "]
    )
    func other(text: String) throws {
        #expect(try !isReport(Self.file(meta: 12, Data(text.utf8)), offset: 156))
        #expect(try !isReport(Self.file(meta: 30, Data(text.utf8)), offset: 174))
    }

    @Test("a file whose data set begins nobody knows where, or a report that is gone, is no proof", .tags(.law2))
    func unknown() throws {
        #expect(try !isReport(Self.file(meta: 30, Self.dataSet), offset: nil))
        #expect(try !isReport(Self.file(meta: 30, Self.dataSet), offset: 100_000))
        try FileManager.default.removeItem(at: folder.url.appending(path: "S000001"))
        #expect(try !isReport(Self.file(meta: 30, Self.dataSet), offset: 174))
    }
}
