import Billing
import Foundation
import TestSupport
import Testing

@Suite("Order files")
struct OrderTests {
    private static let example = Repository.root.appending(path: "docs/examples/order.json")
    private static let least = #""schema": "org.sonoquant.order.v1", "accession": "A1""#

    private func read(_ text: String) throws -> Order { try Order(reading: Data(text.utf8), file: "o.json") }

    @Test("the example of the documentation is read in full and can be charged")
    func example() throws {
        let fixture = try ChargeFixture()
        let order = try Order(reading: try Data(contentsOf: Self.example), file: "order.json")
        #expect(order.payer?.authorisation == "AUTH001")
        #expect(order.diagnoses.map(\.text) == ["K76.0"])
        let decision = ChargeRules(configuration: fixture.configuration)
            .decide(fixture.evidence, order: .order(order), live: [])
        guard case .emit = decision else {
            Issue.record("no event: \(decision)")
            return
        }
    }

    @Test("only schema and accession must be there; null is absent")
    func smallest() throws {
        let order = try read(#"{\#(Self.least), "side": null}"#)
        #expect(order.accession == "A1")
        #expect(order.payer == nil && order.diagnoses.isEmpty && !order.isCancelled)
        #expect(order.diagnosticUltrasoundSameDay == nil)
    }

    @Test(
        "a mistake is answered with its line and field",
        arguments: [
            ("{\(least),\n\"colour\": \"red\"}", 2, "colour"),
            ("{\(least),\n\"payer\": {\n\"id\": \"a\", \"tin\": \"b\"}}", 3, "payer.tin"),
            ("{\(least),\n\"filler\": \"a\",\n\"filler\": \"b\"}", 3, ""),
            ("{\(least),\n\"ordering\": {\"npi\": \"1234567890\"}}", 2, "ordering.npi"),
            ("{\(least),\n\"ordering\": {\"npi\": 1234567893}}", 2, "ordering.npi"),
            ("{\(least),\n\"diagnoses\": [{\"code\": \"K76.0\"},\n{\"code\": \"K760\"}]}", 3, "diagnoses[1].code"),
            ("{\(least),\n\"diagnoses\": [{\"code\": \"K76.0\"}, {\"code\": \"K76.0\"}]}", 2, "diagnoses[1].code"),
            ("{\(least),\n\"placeOfService\": \"1\"}", 2, "placeOfService"),
            ("{\(least),\n\"diagnosticUltrasoundSameDay\": \"no\"}", 2, "diagnosticUltrasoundSameDay"),
            ("{\(least),\n\"side\": \"top\"}", 2, "side"),
            ("{\(least),\n\"anatomy\": {\"code\": \"1\"}}", 2, "anatomy"),
            ("{\(least),\n\"filler\": \" a\"}", 2, "filler"),
            ("{\(least),\n\"filler\": \"a\\u0007\"}", 2, "filler"),
            ("{\(least),\n\"filler\": \"\"}", 2, "filler"),
            ("{\n\"accession\": \"A\"}", 1, ""),
            ("{\"schema\": \"org.sonoquant.order.v1\"}", 1, ""),
            ("{\"schema\": \"org.sonoquant.order.v2\", \"accession\": \"A\"}", 1, "schema"),
            ("{\(least)}\n x", 2, ""), ("{\(least),}", 1, ""), ("[]", 1, ""), ("", 1, ""), ("{\"a", 1, ""),
            ("{\"a\": \"\\", 1, "a"),
        ]
    )
    func mistakes(text: String, line: Int, field: String) throws {
        do {
            _ = try Order(reading: Data(text.utf8), file: "o.json")
            Issue.record("was taken")
        } catch {
            #expect(error.line == line)
            #expect(error.field == field)
        }
    }

    @Test("depth, count and length are bounded", .tags(.law8))
    func bounds() throws {
        let deep = String(repeating: "[", count: 500_000)
        #expect(throws: OrderProblem.self) { try read(deep) }
        #expect(throws: OrderProblem.self) { try read(#"{"a": "# + String(repeating: #"{"a": "#, count: 100_000)) }
        #expect(throws: OrderProblem.self) { try read("{\(Self.least)}" + String(repeating: " ", count: 1 << 20)) }
        let codes = (0..<13).map { #"{"code": "K76.\#($0)"}"# }.joined(separator: ",")
        #expect(throws: OrderProblem.self) { try read(#"{\#(Self.least), "diagnoses": [\#(codes)]}"#) }
        let long = String(repeating: "x", count: 201)
        #expect(throws: OrderProblem.self) { try read(#"{\#(Self.least), "filler": "\#(long)"}"#) }
    }

    @Test("mutated bytes never crash, and what is taken is JSON to Foundation too", .tags(.law8), arguments: 0..<64)
    func mutations(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let original = Array(try Data(contentsOf: Self.example))
        for _ in 0..<200 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("{}[]\",:\\".utf8).randomElement(using: &generator) ?? 0, at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            do throws(OrderProblem) {
                _ = try Order(reading: Data(bytes), file: "o.json")
            } catch {
                continue
            }
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(bytes)) }
        }
    }
}

@Suite("The order book")
struct OrderBookTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.url.appending(path: name))
    }

    private func order(_ accession: String, filler: String) -> String {
        #"{"schema": "org.sonoquant.order.v1", "accession": "\#(accession)", "filler": "\#(filler)"}"#
    }

    @Test("orders are found by accession; bad files are reported and stop no other")
    func load() throws {
        try write("a.json", order("A1", filler: "1"))
        try write("b.json", "{broken")
        try write("c.json", order("A2", filler: "2"))
        try write(".d.json", order("A3", filler: "3"))
        try write("e.txt", order("A4", filler: "4"))
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "f.json"),
            withIntermediateDirectories: true
        )
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "g.json"),
            withDestinationURL: URL(filePath: "/dev/zero")
        )
        let book = OrderBook.load(folder.url)
        for (accession, filler) in [("A1", "1"), (" A2 ", "2")] {
            guard case .order(let found) = book.match(accession: accession) else {
                Issue.record("\(accession) is not found")
                continue
            }
            #expect(found.filler == filler)
        }
        #expect(book.match(accession: "A3") == .none && book.match(accession: "A4") == .none)
        #expect(book.problems.map(\.file) == ["b.json", "f.json", "g.json"])
    }

    @Test("two files that differ on one accession are taken by neither and both named")
    func conflict() throws {
        try write("a.json", order("A1", filler: "1"))
        try write("b.json", order("A1", filler: "2"))
        try write("c.json", order("A1", filler: "1"))
        let book = OrderBook.load(folder.url)
        #expect(book.match(accession: "A1") == .conflicting)
        #expect(book.problems.first?.description.contains("a.json") == true)
        #expect(book.problems.first?.file == "b.json")
        #expect(book.problems.allSatisfy { !$0.description.contains("A1") })
    }

    @Test("two files that say the same count as one, whatever their names")
    func twins() throws {
        try write("a.json", order("A1", filler: "1"))
        try write("b.json", order("A1", filler: "1") + "\n")
        let book = OrderBook.load(folder.url)
        #expect(book.problems.isEmpty)
        try write("a.json", order("A1", filler: "1") + "\n")
        try write("b.json", order("A1", filler: "1"))
        #expect(OrderBook.load(folder.url).match(accession: "A1") == book.match(accession: "A1"))
    }

    @Test("one file may be given, and an absent one is reported")
    func file() throws {
        try write("a.json", order("A1", filler: "1"))
        #expect(OrderBook.load(folder.url.appending(path: "a.json")).match(accession: "A1") != .none)
        #expect(OrderBook.load(folder.url.appending(path: "x.json")).problems.count == 1)
    }
}
