/// How much of a file is taken on trust (law 8). Everything is checked before DCMTK parses a byte.
package struct DataSetLimits: Sendable {
    /// Bytes of the file.
    package var fileSize: UInt64 = 32 << 30
    /// Sequences inside one another.
    package var depth = 64
    /// Elements and items in the whole data set.
    package var elements = 250_000
    /// Elements of one data set or item. DCMTK sorts them as it inserts them, so that a list in reverse order costs its square.
    package var elementsOfItem = 10_000
    /// Bytes of one value other than pixel data: a waveform, an encapsulated document.
    package var valueLength: UInt64 = 512 << 20
    /// Bytes of all values that are short enough to be kept in memory.
    package var valuesInMemory: UInt64 = 64 << 20
    /// Bytes that a deflated data set may grow to. It has to be in memory.
    package var inflatedSize: UInt64 = 256 << 20
    /// How many times its own size a deflated data set may grow to, above `inflatedSizeWithoutRatio`. DEFLATE can do 1,032.
    package var inflationRatio: UInt64 = 100
    /// Bytes that a deflated data set may grow to whatever the ratio.
    package var inflatedSizeWithoutRatio: UInt64 = 8 << 20
    /// Bytes of a text that is asked for.
    package var textLength = 64 << 10
    /// Numbers of a value that is asked for.
    package var numbers = 256 << 10

    /// Far above what devices write, far below what hurts.
    package static let standard = DataSetLimits()

    package init() {}
}
