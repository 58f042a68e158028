/// Functions that the C library rounds differently from machine to machine, from operations that IEEE 754 rounds alike.
enum PortableMath {
    /// e^x, to about 1e-15 of the value, for |x| up to 700.
    static func exponential(_ x: Double) -> Double {
        let halvings = 10
        let reduced = x / Double(1 << halvings)
        var term = 1.0
        var sum = 1.0
        for order in 1...12 {
            term *= reduced / Double(order)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }

    /// The natural logarithm of a positive normal number, to about 1e-15.
    static func logarithm(_ x: Double) -> Double {
        precondition(x.isNormal && x > 0, "a logarithm of a positive number")
        // ln m = 2 atanh((m - 1) / (m + 1)), 1 <= m < 2.
        let ratio = (x.significand - 1) / (x.significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for order in stride(from: 1, through: 35, by: 2) {
            sum += power / Double(order)
            power *= square
        }
        return 2 * sum + Double(x.exponent) * 0.6931471805599453
    }
}
