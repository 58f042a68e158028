internal import TissueMetrics

/// The numbers of one ROI on one frame, eleven bytes each: a cine of thousands of frames holds one of these for each.
struct FrameNumbers: Sendable {
    private var values: [Double] = []
    /// Of each value: 0, or one more than the place of its reason.
    private var marks: [UInt16] = []
    private var reasons: [String] = []

    /// - Parameter numbers: one for each row of the plan; nil where the row is not of frames.
    init(_ numbers: [Availability?]) {
        values.reserveCapacity(numbers.count)
        marks.reserveCapacity(numbers.count)
        for number in numbers {
            switch number {
            case .value(let value)?: append(value, mark: 0)
            case .notAvailable(let reason)?: append(0, mark: mark(of: reason))
            case nil: append(0, mark: mark(of: Self.notOfFrames))
            }
        }
    }

    /// One row's number.
    subscript(row: Int) -> Availability {
        marks[row] == 0 ? .value(values[row]) : .notAvailable(reasons[Int(marks[row]) - 1])
    }

    private static let notOfFrames = "it is not of single frames"

    private mutating func append(_ value: Double, mark: UInt16) {
        values.append(value)
        marks.append(mark)
    }

    private mutating func mark(of reason: String) -> UInt16 {
        if let known = reasons.firstIndex(of: reason) { return UInt16(known + 1) }
        // A plan has far fewer rows than there are marks.
        reasons.append(reason)
        return UInt16(reasons.count)
    }
}
