internal import Glibc

/// A pattern of file names as shells have them: `*`, `?`, `[a-z]` (fnmatch(3)).
package struct ShellPattern: Hashable, Sendable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Whether a name, as the kernel's bytes, is of the pattern as a whole. Case matters.
    package func matches(_ name: [UInt8]) -> Bool {
        let name = name.map { CChar(bitPattern: $0) } + [0]
        return unsafe name.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe fnmatch(text, start, 0) == 0
        }
    }
}
