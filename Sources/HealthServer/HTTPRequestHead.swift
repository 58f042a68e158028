/// The head of an HTTP/1 request, as far as this server needs it: a pure value that takes bytes as they come (RFC 9112 sections 2 to 5).
struct HTTPRequestHead: Hashable, Sendable {
    /// What the bytes that came so far say.
    enum Reading: Hashable, Sendable {
        /// The empty line that ends a head has not come.
        case unfinished
        case complete(HTTPRequestHead)
        /// No request that is answered, with the status that says why.
        case refused(HTTPAnswer.Status)
    }

    /// The longest head, bytes (law 8).
    static let longest = 8192

    /// As written: methods are case-sensitive.
    let method: String
    /// Without the query.
    let path: String
    /// The one Host field; nil when there is none.
    let host: String?

    /// Reads what has come.
    static func read(_ bytes: [UInt8]) -> Reading {
        guard let end = end(of: bytes) else {
            return bytes.count < longest ? .unfinished : .refused(.headTooLarge)
        }
        guard end <= longest else { return .refused(.headTooLarge) }
        // Beyond ASCII nothing is needed here; obs-text in a field's value is allowed by RFC 9110 section 5.5.
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        guard let first = lines.first else { return .refused(.badRequest) }
        let words = first.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[1].hasPrefix("/") else { return .refused(.badRequest) }
        guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else { return .refused(.versionNotSupported) }
        var host: String?
        for line in lines.dropFirst() where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex,
                line.first?.isWhitespace == false, line[..<colon].last?.isWhitespace == false
            else { return .refused(.badRequest) }
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            switch line[..<colon].lowercased() {
            case "host":
                // RFC 9112 section 3.2: more than one is answered with 400.
                guard host == nil else { return .refused(.badRequest) }
                host = String(value.reversed().drop(while: \.isWhitespace).reversed())
            case "transfer-encoding": return .refused(.contentTooLarge)
            case "content-length" where value != "0": return .refused(.contentTooLarge)
            default: break
            }
        }
        let path = words[1].prefix { $0 != "?" }
        return .complete(HTTPRequestHead(method: String(words[0]), path: String(path), host: host))
    }

    /// Whether the request names this machine as itself: another name shows a browser whose DNS was rebound to loopback.
    var namesThisMachine: Bool {
        guard let host else { return false }
        var name = host[...]
        if let colon = name.lastIndex(of: ":"), name.last != "]" {
            guard name[name.index(after: colon)...].utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
            name = name[..<colon]
        }
        return ["127.0.0.1", "[::1]", "localhost"].contains(name.lowercased())
    }

    /// Where the empty line begins that ends the head.
    private static func end(of bytes: [UInt8]) -> Int? {
        let newline = UInt8(ascii: "\n")
        var index = 0
        while let next = bytes[index...].firstIndex(of: newline) {
            let after = bytes[(next + 1)...]
            if after.first == newline || after.starts(with: [UInt8(ascii: "\r"), newline]) { return next + 1 }
            index = next + 1
        }
        return nil
    }
}
