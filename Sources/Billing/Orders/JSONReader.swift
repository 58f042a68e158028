internal import Configuration
internal import Foundation

/// Reads JSON (RFC 8259) strictly, keeping the line of each value. Foundation's decoder takes the last of two members of
/// one name in silence; on an order that could bill the wrong payer, so here a repeated name is refused.
struct JSONReader {
    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var line = 1

    /// The deepest nesting that is read.
    private static let deepest = 16

    /// Reads one document.
    ///
    /// - Throws: where it is no JSON, is nested too deep, or repeats a member.
    static func read(_ bytes: [UInt8], file: String) throws(OrderProblem) -> JSONValue {
        var reader = JSONReader(bytes: bytes, file: file)
        let value = try reader.value(field: "", depth: 1)
        reader.skipSpace()
        guard reader.position == reader.bytes.count else { throw reader.problem("has more after its end", field: "") }
        return value
    }

    private init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    private mutating func value(field: String, depth: Int) throws(OrderProblem) -> JSONValue {
        guard depth <= Self.deepest else { throw problem("is nested more than \(Self.deepest) deep", field: field) }
        skipSpace()
        let start = line
        let content: JSONValue.Content
        switch peek {
        case UInt8(ascii: "{"): content = .object(try object(field: field, depth: depth))
        case UInt8(ascii: "["): content = .array(try array(field: field, depth: depth))
        case UInt8(ascii: "\""): content = .text(try string(field: field))
        default: content = try word(field: field)
        }
        return JSONValue(file: file, line: start, field: field, content: content)
    }

    private mutating func object(field: String, depth: Int) throws(OrderProblem) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        position += 1
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw problem("needs a member name in quotes here", field: field) }
            let name = try string(field: field)
            // A name that is not ours may hold anything; the message then names the object alone.
            let path = field.isEmpty ? name : "\(field).\(name)"
            guard members[name] == nil else { throw problem("has a member twice", field: field) }
            skipSpace()
            guard take(":") else { throw problem("needs a colon after a member name here", field: field) }
            members[name] = try value(field: path, depth: depth + 1)
            skipSpace()
        } while take(",")
        guard take("}") else { throw problem("needs a comma or } here", field: field) }
        return members
    }

    private mutating func array(field: String, depth: Int) throws(OrderProblem) -> [JSONValue] {
        var items: [JSONValue] = []
        position += 1
        skipSpace()
        if take("]") { return items }
        repeat {
            items.append(try value(field: "\(field)[\(items.count)]", depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw problem("needs a comma or ] here", field: field) }
        return items
    }

    /// The token from its opening to its closing quote, unescaped by Foundation, which also checks escapes and UTF-8.
    private mutating func string(field: String) throws(OrderProblem) -> String {
        let start = position
        position += 1
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem("has a control character inside text", field: field) }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard take("\"") else { throw problem("has text without a closing quote", field: field) }
        do {
            return try JSONDecoder().decode(String.self, from: Data(bytes[start..<position]))
        } catch {
            throw problem("has text with a broken escape or broken UTF-8", field: field)
        }
    }

    private mutating func word(field: String) throws(OrderProblem) -> JSONValue.Content {
        let start = position
        while let byte = peek,
            byte.isASCIISmall || byte.isASCIICapital || byte.isASCIIDigit || "+-.".utf8.contains(byte)
        {
            position += 1
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .null
        case "": throw problem("needs a value here", field: field)
        default:
            throw problem(
                "must be text in quotes, true, false or null: an order has no bare numbers or words",
                field: field
            )
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private func problem(_ explanation: String, field: String) -> OrderProblem {
        OrderProblem(file: file, line: line, field: JSONValue.isPlain(field) ? field : "", explanation: explanation)
    }
}
