/// How an index of a cine varies over the heart cycle: (greatest − least) / mean, the mean of all whole cycles (qus.md
/// F).
package struct CardiacVariation: Hashable, Sendable {
    /// (Greatest − least) / mean of a cycle, without unit.
    package let pulsatility: Availability
    /// The heart period, s.
    package let periodSeconds: Availability
    /// Whole cycles.
    package let cycles: Int

    /// The fewest frames a second that catch the extremes.
    package static let leastFramesPerSecond = 15.0
    /// The most frames (law 8).
    package static let mostFrames = 100_000
    /// The fewest whole cycles.
    package static let leastCycles = 2

    /// The variation of a series.
    ///
    /// The values are taken at even steps, linear between frames, since Frame Time Vector (0018,1065) may be uneven.
    ///
    /// - Parameters:
    ///   - seconds: of each frame, from Frame Time (0018,1063) or Frame Time Vector; rising.
    ///   - values: of each frame: of `FlowIndices`, the vascularisation or the mean speed.
    ///   - leastFramesPerSecond: fewer don't catch the extremes.
    package init(
        seconds: [Double],
        values: [Double],
        leastFramesPerSecond: Double = Self.leastFramesPerSecond
    ) {
        precondition(seconds.count == values.count, "each value has its time")
        func unavailable(_ reason: String) -> CardiacVariation {
            CardiacVariation(pulsatility: .notAvailable(reason), periodSeconds: .notAvailable(reason), cycles: 0)
        }
        guard seconds.count >= 4, let first = seconds.first, let last = seconds.last else {
            self = unavailable("fewer than 4 frames")
            return
        }
        guard seconds.count <= Self.mostFrames else {
            self = unavailable("more than \(Self.mostFrames) frames")
            return
        }
        guard (seconds + values).allSatisfy(\.isFinite), zip(seconds, seconds.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            self = unavailable("the frames' times do not rise, or a value is not finite")
            return
        }
        let rate = Double(seconds.count - 1) / (last - first)
        // The hundred-thousandth, for a frame time of 66.667 ms is 15 frames a second.
        guard rate >= leastFramesPerSecond * (1 - 1e-5), rate <= 1000 else {
            let bound = "fewer than \(Int(leastFramesPerSecond)) or more than 1000"
            self = unavailable("\(Int(min(rate, 1e9).rounded())) frames a second, \(bound)")
            return
        }
        let even = Self.evenlySpaced(seconds: seconds, values: values)
        guard let period = CyclePeriod(values: even, secondsPerSample: 1 / rate) else {
            self = unavailable("no heart period of 0.3 to 2 s with an autocorrelation of 0.3 in two cycles")
            return
        }
        // A frame stands for one step; the parabola leaves the period a little uncertain.
        let cycles = Int((Double(even.count) / period.samples + 0.02).rounded(.down))
        guard cycles >= Self.leastCycles else {
            self = unavailable("fewer than 2 whole heart cycles")
            return
        }
        self.cycles = cycles
        periodSeconds = Availability(finite: period.samples / rate)
        pulsatility = Self.pulsatility(of: even, period: period.samples, cycles: cycles)
    }

    private init(pulsatility: Availability, periodSeconds: Availability, cycles: Int) {
        self.pulsatility = pulsatility
        self.periodSeconds = periodSeconds
        self.cycles = cycles
    }

    private static func pulsatility(of values: [Double], period: Double, cycles: Int) -> Availability {
        var sum = 0.0
        for cycle in 0..<cycles {
            let start = Int((Double(cycle) * period).rounded(.up))
            let end = min(values.count, Int((Double(cycle + 1) * period).rounded(.up)))
            let part = values[start..<end]
            guard let least = part.min(), let greatest = part.max() else { return .emptyRegion }
            let mean = part.reduce(0, +) / Double(part.count)
            guard mean > 0 else { return .notAvailable("the mean over a heart cycle is not above zero") }
            sum += (greatest - least) / mean
        }
        return Availability(finite: sum / Double(cycles))
    }

    private static func evenlySpaced(seconds: [Double], values: [Double]) -> [Double] {
        let count = seconds.count
        let step = (seconds[count - 1] - seconds[0]) / Double(count - 1)
        var before = 0
        return (0..<count).map { index in
            let time = seconds[0] + Double(index) * step
            while before < count - 2, seconds[before + 1] <= time { before += 1 }
            let part = (time - seconds[before]) / (seconds[before + 1] - seconds[before])
            return values[before] + min(max(part, 0), 1) * (values[before + 1] - values[before])
        }
    }
}
