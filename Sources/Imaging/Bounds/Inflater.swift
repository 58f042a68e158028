private import CDCMTK

/// Inflates a raw DEFLATE stream (PS3.5 section 10.3 and annex A.5) piece by piece.
@safe struct Inflater: ~Copyable {
    private let handle: OpaquePointer

    init() throws(ImagingError) {
        guard let handle = unsafe cdcmtk_inflater_new() else {
            throw ImagingError(.unreadable, "no memory to inflate the data set")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe cdcmtk_inflater_free(handle) }

    /// Takes `input` from `start` on and fills `output`.
    ///
    /// - Returns: the bytes taken, the bytes given and whether the stream has ended.
    func inflate(
        _ input: [UInt8],
        from start: Int,
        to end: Int,
        into output: inout [UInt8]
    ) throws(ImagingError) -> (taken: Int, given: Int, ended: Bool) {
        var taken = end - start
        var given = output.count
        let outcome = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe cdcmtk_inflate(
                    handle,
                    input.baseAddress?.advanced(by: start),
                    &taken,
                    output.baseAddress,
                    &given
                )
            }
        }
        guard outcome != CDCMTK_INFLATE_FAILED else {
            throw ImagingError(.malformed, "the deflated data set is damaged")
        }
        return (taken, given, outcome == CDCMTK_INFLATE_ENDED)
    }
}

/// The rest of a file on its way through an inflater, within limits.
struct InflatedFile: ~Copyable {
    private let inflater: Inflater
    private var input = [UInt8](repeating: 0, count: 32 << 10)
    private var inputStart = 0
    private var inputCount = 0
    private var filePosition: UInt64
    private let firstFilePosition: UInt64
    private var inflated: UInt64 = 0
    private var hasEnded = false

    init(from filePosition: UInt64) throws(ImagingError) {
        inflater = try Inflater()
        self.filePosition = filePosition
        firstFilePosition = filePosition
    }

    /// Cuts `output` to what was inflated; false at the end.
    mutating func fill(_ output: inout [UInt8], from file: borrowing RegularFile, limits: DataSetLimits)
        throws(ImagingError) -> Bool
    {
        while !hasEnded {
            if inputStart == inputCount {
                inputStart = 0
                inputCount = try file.read(into: &input, at: filePosition)
                filePosition += UInt64(inputCount)
            }
            let (taken, given, ended) = try inflater.inflate(input, from: inputStart, to: inputCount, into: &output)
            inputStart += taken
            hasEnded = ended || (given == 0 && inputCount == 0)
            inflated += UInt64(given)
            try check(limits)
            if given > 0 {
                output.removeLast(output.count - given)
                return true
            }
        }
        return false
    }

    private func check(_ limits: DataSetLimits) throws(ImagingError) {
        let consumed = filePosition - firstFilePosition
        if inflated > limits.inflatedSize
            || (inflated > limits.inflatedSizeWithoutRatio && inflated / limits.inflationRatio > consumed)
        {
            throw ImagingError(.inflatesTooFar, "the deflated data set grows past its limit")
        }
    }
}
