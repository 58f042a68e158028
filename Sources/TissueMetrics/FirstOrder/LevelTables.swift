/// Counts of 8-bit levels in four tables by turns. Neighbours are often alike, and a table that has just been written must be
/// waited for before the same level can be counted in it again.
///
/// Counts are added without a check, since no 64-bit count of pixels in memory can overflow.
struct LevelTables: ~Copyable {
    private typealias Table = InlineArray<256, Int>
    private var first = Table(repeating: 0)
    private var second = Table(repeating: 0)
    private var third = Table(repeating: 0)
    private var fourth = Table(repeating: 0)

    /// Counts every level.
    mutating func add(_ levels: Span<UInt8>) {
        var start = 0
        while start + 8 <= levels.count {
            let part = levels.extracting(start..<(start + 8))
            first[Int(part[0])] &+= 1
            second[Int(part[1])] &+= 1
            third[Int(part[2])] &+= 1
            fourth[Int(part[3])] &+= 1
            first[Int(part[4])] &+= 1
            second[Int(part[5])] &+= 1
            third[Int(part[6])] &+= 1
            fourth[Int(part[7])] &+= 1
            start += 8
        }
        for index in start..<levels.count { first[Int(levels[index])] &+= 1 }
    }

    /// Counts every level whose pixel is not excluded.
    ///
    /// - Parameters:
    ///   - levels: of pixels.
    ///   - excluded: of the same pixels, 0 for those that count.
    mutating func add(_ levels: Span<UInt8>, excluded: Span<UInt8>) {
        var start = 0
        while start + 4 <= levels.count {
            let part = levels.extracting(start..<(start + 4))
            let out = excluded.extracting(start..<(start + 4))
            first[Int(part[0])] &+= out[0] == 0 ? 1 : 0
            second[Int(part[1])] &+= out[1] == 0 ? 1 : 0
            third[Int(part[2])] &+= out[2] == 0 ? 1 : 0
            fourth[Int(part[3])] &+= out[3] == 0 ? 1 : 0
            start += 4
        }
        for index in start..<levels.count { first[Int(levels[index])] &+= excluded[index] == 0 ? 1 : 0 }
    }

    /// Adds what was counted, and says how much that was. A level that was counted is below the number of `counts`.
    func add(to counts: inout [Int]) -> Int {
        // By span: to read one element of an `InlineArray` member copies the whole.
        let (first, second, third, fourth) = (first.span, second.span, third.span, fourth.span)
        var target = counts.mutableSpan
        var total = 0
        for level in 0..<256 {
            let count = first[level] &+ second[level] &+ third[level] &+ fourth[level]
            guard count > 0 else { continue }
            target[level] += count
            total += count
        }
        return total
    }
}
