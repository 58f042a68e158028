import Testing
import TissueMetrics

@Suite("Depth cautions")
struct DepthCautionTests {
    @Test(
        "a region is cautioned by its depth, the scan's and the focus's",
        arguments: [
            (50.0, 100.0, 50.0, []), (9.9, 100, 20, [.shallow]), (10, 100, 30, []), (81, 100, 81, [.nearBottom]),
            (80, 100, 60, []), (50, 100, 71, [.farFromFocus]), (50, 100, 29, [.farFromFocus]),
            (9, 10, 90, [.shallow, .nearBottom, .farFromFocus]),
        ] as [(Double, Double, Double, [DepthCaution])]
    )
    func rules(depth: Double, scan: Double, focus: Double, expected: [DepthCaution]) {
        let cautions = DepthCaution.cautions(
            centreDepthMillimetres: depth,
            scanDepthMillimetres: scan,
            focusMillimetres: focus
        )
        #expect(cautions == expected)
    }

    @Test("what is not known or no number calls for no caution")
    func unknown() {
        for number in [nil, Double.nan] {
            let nothing = DepthCaution.cautions(
                centreDepthMillimetres: number,
                scanDepthMillimetres: 100,
                focusMillimetres: 50
            )
            #expect(nothing.isEmpty)
            let middle = DepthCaution.cautions(
                centreDepthMillimetres: 50,
                scanDepthMillimetres: number,
                focusMillimetres: number
            )
            #expect(middle.isEmpty)
        }
    }

    @Test("each caution has its own words")
    func words() {
        #expect(Set(DepthCaution.allCases.map(\.text)).count == DepthCaution.allCases.count)
    }
}
