extension Array where Element: FixedWidthInteger {
    /// Makes this so many zeros, in the memory that it has.
    mutating func setZero(count newCount: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(0, count: newCount))
    }
}
