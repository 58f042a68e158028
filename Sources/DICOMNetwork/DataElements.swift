/// Implicit VR little endian elements (PS3.5 section 7.1.3 and annex A.1): every command set (PS3.7 section 6.3.1) and the
/// data sets of the services here, for which no other transfer syntax is accepted.
struct DataElements: Hashable, Sendable {
    /// What an element holds.
    enum Value: Hashable, Sendable {
        case bytes([UInt8])
        case items([DataElements])
    }

    /// By tag, group in the upper 16 bits; written in ascending order.
    private(set) var values: [UInt32: Value] = [:]

    init() {}

    subscript(_ tag: UInt32) -> Value? {
        get { values[tag] }
        set { values[tag] = newValue }
    }

    /// Text without its padding (PS3.5 section 6.2); nil when absent.
    func text(_ tag: UInt32) -> String? {
        guard case .bytes(var bytes) = values[tag] else { return nil }
        while let last = bytes.last, last == 0 || last == 32 { bytes.removeLast() }
        return String(decoding: bytes.drop { $0 == 32 }, as: UTF8.self)
    }

    /// An unsigned short.
    func short(_ tag: UInt32) -> UInt16? {
        guard case .bytes(let bytes) = values[tag], bytes.count >= 2 else { return nil }
        return UInt16(bytes[0]) | UInt16(bytes[1]) << 8
    }

    /// A sequence's items; empty when absent.
    func items(_ tag: UInt32) -> [DataElements] {
        guard case .items(let items) = values[tag] else { return [] }
        return items
    }

    /// Sets a unique identifier, padded with NUL, or other text, padded with a space.
    mutating func set(_ tag: UInt32, text: String, padding: UInt8 = 0) {
        var bytes = Array(text.utf8)
        if bytes.count % 2 == 1 { bytes.append(padding) }
        values[tag] = .bytes(bytes)
    }

    mutating func set(_ tag: UInt32, short: UInt16) {
        values[tag] = .bytes([UInt8(short & 0xFF), UInt8(short >> 8)])
    }

    /// The elements in ascending order, sequences and items with their lengths.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for tag in values.keys.sorted() {
            var content: [UInt8] = []
            switch values[tag] {
            case .bytes(let value): content = value
            case .items(let items):
                for item in items {
                    let inner = item.encoded
                    Self.append(head: 0xFFFE_E000, length: inner.count, to: &content)
                    content += inner
                }
            case nil: continue
            }
            Self.append(head: tag, length: content.count, to: &bytes)
            bytes += content
        }
        return bytes
    }

    private static func append(head tag: UInt32, length: Int, to bytes: inout [UInt8]) {
        for half in [UInt16(tag >> 16), UInt16(tag & 0xFFFF)] { bytes += [UInt8(half & 0xFF), UInt8(half >> 8)] }
        for shift in [0, 8, 16, 24] { bytes.append(UInt8((length >> shift) & 0xFF)) }
    }
}
