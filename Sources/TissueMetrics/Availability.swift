/// A metric's number, or why there is none: never zero in place of a number, never NaN (law 6).
package enum Availability: Hashable, Sendable {
    /// A finite number.
    case value(Double)
    /// The condition that does not hold, as a clause for a reader.
    case notAvailable(String)

    /// The number, or nil.
    package var value: Double? {
        switch self {
        case .value(let number): number
        case .notAvailable: nil
        }
    }

    /// The number where it is finite; else that the computation left the range of numbers.
    package init(finite number: Double) {
        self = number.isFinite ? .value(number) : .notAvailable("the number is out of range")
    }

    /// There is no pixel to measure.
    package static let emptyRegion = Availability.notAvailable("no pixel to measure in the region of interest")
    /// Moments that are divided by the variance do not exist where it is zero.
    package static let zeroVariance = Availability.notAvailable("all pixels are equal (variance 0)")
}
