/// How much of an inbox one run takes on (law 8).
package struct InboxLimits: Hashable, Sendable {
    /// Folders in folders.
    package var depth = 32
    /// Names in one folder.
    package var namesInFolder = 1_000_000
    /// Files in all.
    package var files = 2_000_000
    /// Bytes of one file.
    package var fileBytes: Int64 = 16 << 30

    package init() {}
}
