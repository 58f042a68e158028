private import CDCMTK

/// Typed values. `path` leads to the item where to look, from the data set inwards; empty means the data set itself. What is
/// absent, empty or of another kind is nil; what is over the limits throws.
extension DataSet {
    /// What an element holds.
    private enum Content {
        case absent
        case text(bytes: Int)
        case numbers(Int)
        case items(Int)
        case bytes(Int)
    }

    /// A text without the padding at its end, in UTF-8, its values still separated by backslashes. Bytes that its character set doesn't
    /// explain become U+FFFD. Control characters, NUL included, stay.
    package borrowing func text(_ attribute: DataSetAttribute, in path: [DataSetStep] = []) throws(ImagingError)
        -> String?
    {
        let size: Int
        switch try content(attribute, path) {
        case .text(let bytes), .bytes(let bytes): size = bytes
        case .absent, .items, .numbers: return nil
        }
        guard size <= limits.textLength else {
            throw ImagingError(.tooLarge, "\(attribute) has more than \(limits.textLength) bytes")
        }
        let steps = Self.steps(path)
        var count = 0
        guard
            let start = unsafe cdcmtk_dataset_text(
                handle,
                steps,
                steps.count,
                attribute.group,
                attribute.element,
                limits.textLength,
                &count
            )
        else { return nil }
        let text = unsafe UnsafeBufferPointer(start: start, count: count)
        var end = count
        while end > 0, unsafe text[end - 1] == 0 || text[end - 1] == 32 { end -= 1 }
        guard end > 0 else { return nil }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<end]),
            as: UTF8.self
        )
    }

    /// The values of a text with several, without the spaces around each; empty where it is absent.
    package borrowing func texts(_ attribute: DataSetAttribute, in path: [DataSetStep] = []) throws(ImagingError)
        -> [String]
    {
        try (text(attribute, in: path) ?? "").split(separator: "\\", omittingEmptySubsequences: false).map { value in
            let start = value.firstIndex { $0 != " " } ?? value.endIndex
            let end = value.lastIndex { $0 != " " && $0 != "\0" }.map { value.index(after: $0) } ?? start
            return String(value[start..<max(start, end)])
        }
    }

    /// The numbers of an element, whether binary or text (IS, DS), in order; nil for each that is not finite or no number. Empty where
    /// it is absent.
    package borrowing func optionalNumbers(
        _ attribute: DataSetAttribute,
        in path: [DataSetStep] = []
    ) throws(ImagingError) -> [Double?] {
        switch try content(attribute, path) {
        case .absent, .items, .bytes, .numbers(0): return []
        case .text:
            guard let text = try text(attribute, in: path) else { return [] }
            return text.split(separator: "\\", omittingEmptySubsequences: false).map { Self.number($0) }
        case .numbers(let count):
            guard count <= limits.numbers else {
                throw ImagingError(.tooLarge, "\(attribute) has more than \(limits.numbers) values")
            }
            let steps = Self.steps(path)
            var numbers = [Double](repeating: 0, count: count)
            let given = unsafe cdcmtk_dataset_numbers(
                handle,
                steps,
                steps.count,
                attribute.group,
                attribute.element,
                &numbers,
                count
            )
            return numbers.prefix(given).map { $0.isFinite ? $0 : nil }
        }
    }

    /// All numbers of an element; nil where it is absent or one of them is no finite number.
    package borrowing func numbers(_ attribute: DataSetAttribute, in path: [DataSetStep] = []) throws(ImagingError)
        -> [Double]?
    {
        let numbers = try optionalNumbers(attribute, in: path)
        let finite = numbers.compactMap { $0 }
        return finite.isEmpty || finite.count < numbers.count ? nil : finite
    }

    /// The first number of an element; nil where it is absent or not finite.
    package borrowing func number(_ attribute: DataSetAttribute, in path: [DataSetStep] = []) throws(ImagingError)
        -> Double?
    {
        try optionalNumbers(attribute, in: path).first ?? nil
    }

    /// The first number of an element as an integer type; nil where it is absent, has a fraction or doesn't fit.
    package borrowing func integer<Integer: FixedWidthInteger>(
        _ attribute: DataSetAttribute,
        in path: [DataSetStep] = []
    ) throws(ImagingError) -> Integer? {
        try number(attribute, in: path).flatMap { Integer(exactly: $0) }
    }

    /// All numbers of an element as an integer type; nil where it is absent or one of them doesn't fit.
    package borrowing func integers<Integer: FixedWidthInteger>(
        _ attribute: DataSetAttribute,
        in path: [DataSetStep] = []
    ) throws(ImagingError) -> [Integer]? {
        guard let numbers = try numbers(attribute, in: path) else { return nil }
        let integers = numbers.compactMap { Integer(exactly: $0) }
        return integers.count == numbers.count ? integers : nil
    }

    /// The items of a sequence; 0 where it is absent.
    package borrowing func itemCount(_ sequence: DataSetAttribute, in path: [DataSetStep] = []) throws(ImagingError)
        -> Int
    {
        if case .items(let count) = try content(sequence, path) { count } else { 0 }
    }

    /// Whether the element is there, with or without a value.
    package borrowing func has(_ attribute: DataSetAttribute, in path: [DataSetStep] = []) throws(ImagingError) -> Bool
    {
        if case .absent = try content(attribute, path) { false } else { true }
    }

    /// Bytes of a value as it is stored; nil where it is absent or a sequence. Numbers are counted with `width` bytes each.
    borrowing func storedSize(_ attribute: DataSetAttribute, numberWidth: Int) throws(ImagingError) -> Int? {
        switch try content(attribute, []) {
        case .absent, .items: nil
        case .text(let bytes), .bytes(let bytes): bytes
        case .numbers(let count): count * numberWidth
        }
    }

    private borrowing func content(_ attribute: DataSetAttribute, _ path: [DataSetStep]) throws(ImagingError) -> Content
    {
        let steps = Self.steps(path)
        var size = 0
        switch unsafe cdcmtk_dataset_value(handle, steps, steps.count, attribute.group, attribute.element, &size) {
        case CDCMTK_ABSENT: return .absent
        case CDCMTK_TEXT: return .text(bytes: size)
        case CDCMTK_NUMBERS: return .numbers(size)
        case CDCMTK_ITEMS: return .items(size)
        case CDCMTK_BYTES: return .bytes(size)
        default: throw ImagingError(.unreadable, "\(attribute) can't be read")
        }
    }

    private static func steps(_ path: [DataSetStep]) -> [cdcmtk_step] {
        path.map {
            cdcmtk_step(group: $0.sequence.group, element: $0.sequence.element, item: UInt32(clamping: $0.item))
        }
    }

    /// A decimal or integer string (PS3.5 section 6.2), spaces around it allowed; nil where it is none or not finite.
    private static func number(_ text: Substring) -> Double? {
        let padding: Set<Character> = [" ", "\0"]
        guard let start = text.firstIndex(where: { !padding.contains($0) }),
            let end = text.lastIndex(where: { !padding.contains($0) })
        else { return nil }
        let digits = text[start...end]
        // Double(_:) would also take hexadecimal, infinity and NaN.
        guard digits.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(digits).flatMap { $0.isFinite ? $0 : nil }
    }
}
