private import Foundation
internal import TissueMetrics

/// The numbers of a colour bar: round ends that hold nearly all values, and round ticks.
struct MapScale {
    /// The number at the lower end.
    let least: Double
    /// The number at the upper end, more than `least`.
    let greatest: Double
    /// From `least` to `greatest`, evenly.
    let ticks: [Double]
    /// Behind the point, as many as tell the ticks apart.
    private let decimals: Int

    /// A few windows at an edge may have values far from all others; the scale is for the rest, and the picture says so.
    private static let beyondEachEnd = 0.005

    /// - Parameter values: finite; at least one.
    init(_ values: [Float]) {
        precondition(!values.isEmpty, "a scale has values")
        let sorted = values.sorted()
        let beyond = Int(Double(sorted.count) * Self.beyondEachEnd)
        let (low, high) = (Double(sorted[beyond]), Double(sorted[sorted.count - 1 - beyond]))
        // One value alone has its own neighbourhood for a scale.
        let span = high > low ? high - low : max(abs(high), 1) / 10
        let step = Self.roundStep(atLeast: span / 5)
        let first = (low / step).rounded(.down)
        let last = max((high / step).rounded(.up), first + 1)
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        least = first * step
        greatest = last * step
        decimals = max(0, Int((-log10(step)).rounded(.up)))
    }

    /// 0 at the lower end, 1 at the upper; outside beyond them.
    func place(of value: Double) -> Double { (value - least) / (greatest - least) }

    /// A tick as it is written.
    func label(_ tick: Double) -> String {
        decimals > 6 || abs(tick) >= 1e7 ? String(format: "%.3g", tick) : String(format: "%.\(decimals)f", tick)
    }

    /// 1, 2 or 5 times a power of ten.
    private static func roundStep(atLeast step: Double) -> Double {
        let power = pow(10, log10(step).rounded(.down))
        return [1, 2, 5].map { $0 * power }.first { $0 >= step * (1 - 1e-9) } ?? 10 * power
    }
}
