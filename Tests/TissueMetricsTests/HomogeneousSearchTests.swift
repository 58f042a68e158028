import TestSupport
import Testing
import TissueMetrics

@Suite("Automatic choice of a homogeneous patch")
struct HomogeneousSearchTests {
    private let side = 128
    private var whole: PixelRectangle { PixelRectangle(left: 0, top: 0, right: side, bottom: side) }
    private let rule = HomogeneousPatches.Rule(side: 16, step: 4, mostChoices: 3)

    /// Truth: each window by itself, its pixels sorted, quartiles within a level by the share of its pixels passed.
    @Test("it is what judging each window by itself finds", arguments: 0..<4)
    func direct(seed: Int) throws {
        var generator = SplitMix(seed: UInt64(seed))
        let frame = noise(&generator)
        var excluded = [UInt8](repeating: 0, count: side * side)
        for _ in 0..<30 { excluded[Int(generator.next() % UInt64(side * side))] = 1 }
        var search = HomogeneousSearch()
        let found = search.search(frame, width: side, region: whole, excluded: excluded, rule: rule)
        #expect(search.search(frame, width: side, region: whole, excluded: excluded, rule: rule) == found)

        var windows: [(variation: Double, top: Int, left: Int)] = []
        var refused = 0
        for top in stride(from: 32, through: 80, by: 4) {
            for left in stride(from: 0, through: 112, by: 4) {
                let indices = (0..<256).map { (top + $0 / 16) * side + left + $0 % 16 }
                if indices.contains(where: { excluded[$0] != 0 }) {
                    refused += 1
                } else {
                    windows.append((variation(indices.map { Int(frame[$0]) }), top, left))
                }
            }
        }
        let median = windows.map(\.variation).sorted()[(windows.count - 1) / 2]
        #expect(found.candidates.considered == 13 * 29)
        #expect(found.candidates.withExcluded == refused)
        #expect(found.candidates.admissible == windows.count)
        #expect(abs(try #require(found.medianVariation.value) - median) < 1e-12)
        let best = try #require(
            windows.min {
                (abs($0.variation - median), $0.top, $0.left) < (abs($1.variation - median), $1.top, $1.left)
            }
        )
        let choice = try #require(found.choices.first)
        #expect(choice.rectangle.left == best.left && choice.rectangle.top == best.top)
        #expect(abs(choice.robustVariation - best.variation) < 1e-12)
        #expect(found.choices.count == 3)
        for (index, one) in found.choices.enumerated() {
            for other in found.choices.dropFirst(index + 1) { #expect(!one.rectangle.overlaps(other.rectangle)) }
        }
    }

    @Test("windows with an excluded, black or clipped pixel are refused, each for its reason")
    func refused() {
        var generator = SplitMix(seed: 8)
        var frame = noise(&generator)
        frame[40 * side + 2] = 0
        frame[40 * side + 40] = 255
        var excluded = [UInt8](repeating: 0, count: side * side)
        excluded[40 * side + 80] = 4
        let one = HomogeneousPatches.Rule(side: 16, step: 16)
        var search = HomogeneousSearch()
        let found = search.search(frame, width: side, region: whole, excluded: excluded, rule: one)
        // Rows 32, 48, 64, 80 and columns 0, 16, … 112: four rows of eight windows.
        #expect(found.candidates.considered == 32)
        #expect(found.candidates.withZero == 1)
        #expect(found.candidates.withClipped == 1)
        #expect(found.candidates.withExcluded == 1)
        #expect(found.candidates.admissible == 29)
    }

    @Test("16-bit pixels of the same levels give the same windows")
    func words() {
        var generator = SplitMix(seed: 5)
        let frame = noise(&generator)
        var search = HomogeneousSearch()
        let bytes = search.search(frame, width: side, region: whole, excluded: [], rule: rule)
        let words = search.search(
            frame.map { UInt16($0) },
            width: side,
            region: whole,
            excluded: [],
            topLevel: 1023,
            rule: rule
        )
        #expect(bytes == words)
    }

    @Test("equal windows: the top one, then the left one")
    func ties() throws {
        let tile: [UInt8] = [80, 90, 100, 110]
        let frame = (0..<(side * side)).map { tile[($0 % side + $0 / side) % 4] }
        var search = HomogeneousSearch()
        let found = search.search(frame, width: side, region: whole, excluded: [], rule: rule)
        let corners = found.choices.map { [$0.rectangle.left, $0.rectangle.top] }
        #expect(corners == [[0, 32], [16, 32], [32, 32]])
        #expect(found.choices.allSatisfy { $0.distance == 0 })
    }

    @Test("no admissible window has a reason with its numbers", .tags(.law6))
    func conditionsFail() {
        var search = HomogeneousSearch()
        let flat = search.search(
            [UInt8](repeating: 70, count: side * side),
            width: side,
            region: whole,
            excluded: [],
            rule: .init(side: 16, step: 16)
        )
        #expect(flat.choices.isEmpty)
        #expect(flat.candidates.flat == 32)
        #expect(
            flat.medianVariation
                == .notAvailable(
                    "none of 32 windows is free of excluded (0), black (0) and clipped pixels (0) and holds speckle "
                        + "(32 do not)"
                )
        )
        for (frame, width) in [([UInt8](), 0), ([9], 1), ([UInt8](repeating: 3, count: 20 * 20), 20)] {
            let none = search.search(frame, width: width, region: whole, excluded: [], rule: rule)
            #expect(none.choices.isEmpty)
            #expect(
                none.medianVariation
                    == .notAvailable("the region has no room for a window of 16 pixels at mid depth")
            )
        }
    }

    private func variation(_ levels: [Int]) -> Double {
        let sorted = levels.sorted()
        func quartile(_ share: Double) -> Double {
            let target = share * Double(sorted.count)
            let level = sorted[Int(target.rounded(.up)) - 1]
            let below = sorted.count { $0 < level }
            let equal = sorted.count { $0 == level }
            return Double(level) - 0.5 + (target - Double(below)) / Double(equal)
        }
        return (quartile(0.75) - quartile(0.25)) / (1.349 * quartile(0.5))
    }

    /// Levels 40 ... 199.
    private func noise(_ generator: inout SplitMix) -> [UInt8] {
        (0..<(side * side)).map { _ in UInt8(40 + generator.next() % 160) }
    }
}
