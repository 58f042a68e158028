/// The bytes of a file, or of what a deflated part of it inflates to, read forwards through a window: long values are skipped,
/// never held.
struct ByteSource: ~Copyable {
    private let file: RegularFile
    private let limits: DataSetLimits
    private var window = [UInt8](repeating: 0, count: windowSize)
    private var windowStart: UInt64 = 0
    private var windowCount = 0
    private var inflation: InflatedFile?
    /// Of the next byte: in the file, or in what it inflates to.
    private(set) var position: UInt64 = 0

    private static let windowSize = 32 << 10

    init(path: String, limits: DataSetLimits) throws(ImagingError) {
        let file = try RegularFile(path: path)
        guard file.size <= limits.fileSize else {
            throw ImagingError(.tooLarge, "the file has more than \(limits.fileSize) bytes")
        }
        self.file = file
        self.limits = limits
    }

    /// Bytes of the file; nil while inflating, where nothing tells.
    var size: UInt64? { inflation == nil ? file.size : nil }

    /// Goes on with what the rest of the file inflates to, counted from 0.
    mutating func beginInflating() throws(ImagingError) {
        inflation = try InflatedFile(from: position)
        (windowStart, windowCount, position) = (0, 0, 0)
    }

    /// Whether `count` more bytes are there. They can then be looked at.
    mutating func has(_ count: Int) throws(ImagingError) -> Bool {
        while position + UInt64(count) > windowStart + UInt64(windowCount) {
            if inflation == nil {
                guard position < file.size, windowStart != position || windowCount == 0 else { return false }
                windowStart = position
                windowCount = try file.read(into: &window, at: position)
                if windowCount < count { return false }
            } else {
                guard try inflateMore() else { return false }
            }
        }
        return true
    }

    /// The byte `offset` behind the position; `has` must have said that it is there.
    func byte(_ offset: Int) -> UInt8 { window[Int(position - windowStart) + offset] }

    /// Moves on, over bytes that need not be looked at. False where a deflated stream ends before.
    mutating func skip(_ count: UInt64) throws(ImagingError) -> Bool {
        let target = position + count
        if inflation != nil {
            while windowStart + UInt64(windowCount) < target {
                position = windowStart + UInt64(windowCount)
                guard try inflateMore() else { return false }
            }
        }
        position = target
        return true
    }

    /// Keeps the unread end of the window and inflates behind it.
    private mutating func inflateMore() throws(ImagingError) -> Bool {
        let unread = Int(windowStart + UInt64(windowCount) - position)
        let kept = window[(windowCount - unread)..<windowCount]
        var output = [UInt8](repeating: 0, count: Self.windowSize - unread)
        guard try inflation?.fill(&output, from: file, limits: limits) == true else { return false }
        window = kept + output
        windowStart = position
        windowCount = window.count
        return true
    }
}
