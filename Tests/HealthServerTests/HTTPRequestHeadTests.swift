import TestSupport
import Testing

@testable import HealthServer

@Suite("The head of a request")
struct HTTPRequestHeadTests {
    private func read(_ text: String) -> HTTPRequestHead.Reading { HTTPRequestHead.read(Array(text.utf8)) }

    private func head(_ text: String) throws -> HTTPRequestHead {
        guard case .complete(let head) = read(text) else { throw NotComplete() }
        return head
    }

    private struct NotComplete: Error {}

    @Test("a head is read when its empty line has come, and not a byte earlier")
    func prefixes() throws {
        let text = "GET /metrics?x=1 HTTP/1.1\r\nHost: localhost:9464\r\nAccept: */*\r\n\r\n"
        let bytes = Array(text.utf8)
        for count in 0..<(bytes.count - 1) {
            #expect(HTTPRequestHead.read(Array(bytes[..<count])) == .unfinished, "\(count) bytes")
        }
        let head = try head(text)
        #expect(head == HTTPRequestHead(method: "GET", path: "/metrics", host: "localhost:9464"))
        #expect(try self.head(text + "what follows") == head)
        #expect(try self.head(text.replacing("\r\n", with: "\n")) == head)
    }

    @Test(
        "what is no request that is answered says why",
        arguments: [
            ("\r\n\r\n", HTTPAnswer.Status.badRequest), ("GET\r\n\r\n", .badRequest),
            ("GET  / HTTP/1.1\r\n\r\n", .badRequest), ("GET http://localhost/ HTTP/1.1\r\n\r\n", .badRequest),
            ("GET / HTTP/2.0\r\n\r\n", .versionNotSupported), ("GET / http/1.1\r\n\r\n", .versionNotSupported),
            ("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", .badRequest),
            ("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", .badRequest),
            ("GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n", .badRequest),
            ("GET / HTTP/1.1\r\nnonsense\r\n\r\n", .badRequest),
            ("GET / HTTP/1.1\r\n: empty\r\n\r\n", .badRequest),
            ("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n", .contentTooLarge),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", .contentTooLarge),
        ]
    )
    func refusals(text: String, status: HTTPAnswer.Status) {
        #expect(read(text) == .refused(status))
    }

    @Test("a head that never ends, or ends too late, is refused at its bound", .tags(.law8))
    func tooLong() {
        let start = "GET / HTTP/1.1\r\nX: "
        let fill = { (count: Int) in start + String(repeating: "a", count: count - start.utf8.count) }
        #expect(read(fill(HTTPRequestHead.longest - 1)) == .unfinished)
        #expect(read(fill(HTTPRequestHead.longest)) == .refused(.headTooLarge))
        #expect(read(fill(HTTPRequestHead.longest) + "\r\n\r\n") == .refused(.headTooLarge))
    }

    @Test(
        "only this machine's own names pass: a rebound name is a browser's",
        arguments: [
            ("localhost", true), ("LOCALHOST:9464", true), ("127.0.0.1", true), ("127.0.0.1:1", true), ("[::1]", true),
            ("[::1]:9464", true), ("::1", false), ("127.0.0.1.example.org", false), ("localhost:", true),
            ("localhost:x", false), ("localhost:1:2", false), ("example.org", false), ("", false), ("127.0.0.2", false),
        ]
    )
    func hosts(host: String, isThisMachine: Bool) throws {
        #expect(try head("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").namesThisMachine == isThisMachine)
    }

    @Test("a request without a host names no machine")
    func noHost() throws {
        #expect(try !head("GET / HTTP/1.0\r\n\r\n").namesThisMachine)
    }

    @Test("any bytes are read without a crash", .tags(.law8), arguments: 0..<32)
    func anyBytes(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let alphabet = Array("GET /: \r\n\tHost1.[]%".utf8) + [0, 0x80, 0xC3, 0xFF]
        let bytes = (0..<400).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
        for count in 0...bytes.count {
            guard case .complete(let head) = HTTPRequestHead.read(Array(bytes[..<count])) else { continue }
            #expect(head.path.hasPrefix("/"))
        }
    }
}
