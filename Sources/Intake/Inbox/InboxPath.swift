/// A path under an inbox, as the bytes that the kernel has and as text that people and JSON can have.
package struct InboxPath: Hashable, Comparable, Sendable {
    /// The names from the inbox down.
    let components: [[UInt8]]

    /// One to one with the bytes: control characters and bytes that are no UTF-8 stand as `\xHH`, a backslash as `\\`.
    package let text: String

    init(_ components: [[UInt8]]) {
        self.components = components
        text = components.map(Self.text(of:)).joined(separator: "/")
    }

    private init(_ components: [[UInt8]], text: String) {
        self.components = components
        self.text = text
    }

    func appending(_ name: [UInt8]) -> InboxPath {
        InboxPath(components + [name], text: text.isEmpty ? Self.text(of: name) : text + "/" + Self.text(of: name))
    }

    /// The folder that it lies in; the inbox itself for the inbox.
    var folder: InboxPath { InboxPath(Array(components.dropLast())) }

    /// Whether it lies in a folder or deeper.
    func isBelow(_ folder: InboxPath) -> Bool {
        components.count > folder.components.count && components.starts(with: folder.components)
    }

    /// By the bytes: texts that look alike may be two files.
    package static func == (left: Self, right: Self) -> Bool { left.components == right.components }

    package func hash(into hasher: inout Hasher) { hasher.combine(components) }

    package static func < (left: Self, right: Self) -> Bool {
        left.components.lexicographicallyPrecedes(right.components) { $0.lexicographicallyPrecedes($1) }
    }

    private static func text(of name: [UInt8]) -> String {
        // Most names need no escape; long walks would pay for the look at each byte twice.
        if name.allSatisfy({ 32..<127 ~= $0 && $0 != UInt8(ascii: "\\") }) {
            return String(decoding: name, as: UTF8.self)
        }
        let isText = String(validating: name, as: UTF8.self) != nil
        var text: [UInt8] = []
        for byte in name {
            switch byte {
            case UInt8(ascii: "\\"): text.append(contentsOf: [byte, byte])
            case 0..<32, 127: text.append(contentsOf: escape(byte))
            case 128...255 where !isText: text.append(contentsOf: escape(byte))
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
