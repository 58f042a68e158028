extension FrameTiming {
    /// Reads the times of `frames` frames; nil where that number is not known.
    ///
    /// The attribute that the Frame Increment Pointer names comes first (PS3.3 C.7.6.6), then those that tell most.
    init(_ dataSet: borrowing DataSet, frames: Int?) throws(ImagingError) {
        let heartRate: Int? = try dataSet.integer(.heartRate)
        self.init(frameTimes: nil, source: nil, heartRate: heartRate.flatMap { $0 > 0 ? $0 : nil })
        guard let frames else { return }

        let pointed: [UInt32] = try dataSet.integers(.frameIncrementPointer) ?? []
        let order: [DataSetAttribute] = [.frameTimeVector, .frameTime, .cineRate, .recommendedDisplayFrameRate]
        let isPointedAt = { (attribute: DataSetAttribute) in pointed.contains(attribute.tag) }
        for attribute in order.filter(isPointedAt) + order.filter({ !isPointedAt($0) }) {
            guard let times = try Self.times(attribute, dataSet, frames) else { continue }
            frameTimes = times
            source = attribute.keyword
            return
        }
    }

    private static func times(
        _ attribute: DataSetAttribute,
        _ dataSet: borrowing DataSet,
        _ frames: Int
    ) throws(ImagingError) -> [Double]? {
        if attribute == .frameTimeVector {
            guard let increments = try dataSet.numbers(attribute), increments.count == frames,
                increments.allSatisfy({ $0 >= 0 })
            else { return nil }
            var time = 0.0
            // The first increment leads from nowhere; the standard has it be 0, and some writers don't.
            var times = [time]
            for increment in increments.dropFirst() {
                time += increment
                times.append(time)
            }
            return time.isFinite ? times : nil
        }
        guard let value = try dataSet.number(attribute), value > 0 else { return nil }
        let step = attribute == .frameTime ? value : 1000 / value
        guard (step * Double(frames)).isFinite else { return nil }
        return (0..<frames).map { Double($0) * step }
    }
}
