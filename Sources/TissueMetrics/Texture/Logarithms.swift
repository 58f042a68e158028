internal import Foundation

/// n·log2(n) of whole numbers, which the entropies of counts are made of. Most counts are small: they are looked up.
enum Logarithms {
    private static let table = (0..<4096).map { $0 > 1 ? Double($0) * log2(Double($0)) : 0 }

    static func weighted(_ count: Int) -> Double {
        count < 4096 ? table[count] : Double(count) * log2(Double(count))
    }
}
