extension GreyHistogram {
    /// The least and the greatest level that has a pixel; nil where there is no pixel.
    var range: ClosedRange<Int>? {
        guard let least = counts.firstIndex(where: { $0 > 0 }), let most = counts.lastIndex(where: { $0 > 0 }) else {
            return nil
        }
        return least...most
    }

    /// The level of this rank, from 1, in ascending order.
    func level(ofRank rank: Int) -> Int {
        var seen = 0
        for (level, count) in counts.enumerated() {
            seen += count
            if seen >= rank { return level }
        }
        return counts.count - 1
    }

    /// The level of rank ⌈N·percent/100⌉ (nearest rank), in whole numbers: 0.1 · 70 in floating point is more than 7.
    func level(atPercent percent: Int) -> Int {
        let product = total.multipliedFullWidth(by: percent)
        let (quotient, remainder) = 100.dividingFullWidth(product)
        return level(ofRank: max(1, quotient + (remainder > 0 ? 1 : 0)))
    }

    /// Twice the median, which is the mean of the two middle levels where their number is even.
    var twiceMedian: Int { level(ofRank: (total + 1) / 2) + level(ofRank: total / 2 + 1) }
}
