import Testing
import TissueMetrics

@Suite("Tinted grey maps")
struct TintedMapTests {
    private static let rule = ColourMask.Rule(greyTolerance: 8, bleedPixels: 2, leastPatchPixels: 6)

    /// A picture of 64 x 64 pixels whose brightness rises from left to right, in a map's colours.
    private static func picture(_ colour: (Int) -> (UInt8, UInt8, UInt8)) -> [UInt8] {
        (0..<64 * 64).flatMap { index in
            let (red, green, blue) = colour(index)
            return [red, green, blue]
        }
    }

    private static func sepia(_ index: Int) -> (UInt8, UInt8, UInt8) {
        let level = index % 64 * 4
        return (UInt8(level), UInt8(level * 3 / 4), UInt8(level / 2))
    }

    @Test("a sepia picture is grey, and has no colour fraction")
    func sepia() {
        var mask = ColourMask()
        mask.judge(rgb: Self.picture(Self.sepia), width: 64, height: 64, rule: Self.rule)
        let isTinted = mask.isTinted
        #expect(isTinted)
        let tainted = mask.pixels.count { !$0.isEmpty }
        #expect(tainted == 0)
    }

    @Test("what lies off a tinted map's curve stays coloured")
    func patchOnSepia() {
        var mask = ColourMask()
        let rgb = Self.picture { index in
            let (row, column) = (index / 64, index % 64)
            return row < 4 && column < 4 ? (0, 0, 250) : Self.sepia(index)
        }
        mask.judge(rgb: rgb, width: 64, height: 64, rule: Self.rule)
        let isTinted = mask.isTinted
        #expect(isTinted)
        let first = mask.pixels[0]
        #expect(first.contains(.patch))
        let coloured = mask.pixels.count { $0.contains(.coloured) }
        #expect(coloured == 16)
    }

    @Test("a frame full of flow in two directions is no tinted map")
    func flow() {
        var mask = ColourMask()
        let rgb = Self.picture { index in
            let level = UInt8(60 + index % 64 * 3)
            return index / 64 < 32 ? (level, 0, 0) : (0, 0, level)
        }
        mask.judge(rgb: rgb, width: 64, height: 64, rule: Self.rule)
        let isTinted = mask.isTinted
        #expect(!isTinted)
        let still = mask.pixels.count { !$0.contains(.patch) }
        #expect(still == 0)
    }

    @Test("the judgement of one frame does not outlive it")
    func reuse() {
        var mask = ColourMask()
        mask.judge(rgb: Self.picture(Self.sepia), width: 64, height: 64, rule: Self.rule)
        mask.judge(
            rgb: Self.picture { index in (UInt8(index % 64), UInt8(index % 64), UInt8(index % 64)) },
            width: 64,
            height: 64,
            rule: Self.rule
        )
        let isTinted = mask.isTinted
        #expect(!isTinted)
    }
}
