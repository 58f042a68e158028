import Foundation
import TestSupport
import Testing
import TissueMetrics

@Suite("Depth profile")
struct DepthProfileTests {
    @Test("a row has the mean of its included pixels, as a level and as an intensity")
    func row() throws {
        let whole = PixelRectangle(left: 0, top: 0, right: 4, bottom: 3)
        var patch = GreyPatch()
        patch.fill(
            PixelMask(RegionOutline(PixelRectangle(left: 1, top: 1, right: 4, bottom: 3)), within: whole),
            of: [9, 9, 9, 9, 9, 255, 0, 9, 9, 85, 7, 170],
            width: 4,
            excluded: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
        )
        let profile = SpeckleImage.profile(patch)
        #expect(profile.rows.map(\.row) == [1, 2])
        #expect(profile.rows.map(\.count) == [2, 2])
        #expect(profile.rows.map(\.meanLevel) == [127.5, 127.5])
        // 60 dB over 255 levels: 0, −60, −40 and −20 dB.
        let intensities = profile.rows.map(\.meanIntensity)
        #expect(abs(intensities[0] - (1 + 1e-6) / 2) < 1e-15)
        #expect(abs(intensities[1] - (1e-4 + 1e-2) / 2) < 1e-15)
        #expect(profile.clippedCount == 2)
        #expect(profile.count == 4)
    }

    @Test("the order of pixels in a row does not matter to levels, nor memory from before to either", arguments: 0..<8)
    func permutation(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        let rows = (0..<20).map { _ in (0..<30).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        let shuffled = rows.map { $0.shuffled(using: &generator) }
        let here = SpeckleImage.profile(SpeckleImage.patch(rows.flatMap { $0 }, width: 30, height: 20))
        var there = SpeckleImage.profile(SpeckleImage.patch(shuffled.flatMap { $0 }, width: 30, height: 20))
        #expect(here.rows.map(\.meanLevel) == there.rows.map(\.meanLevel))
        #expect(here.clippedCount == there.clippedCount)
        there.fill(SpeckleImage.patch(rows.flatMap { $0 }, width: 30, height: 20))
        #expect(here.rows == there.rows)
    }

    @Test(
        "without a dynamic range there are no decibels",
        .tags(.law6),
        arguments: [nil, 0, -60, Double.nan, .infinity]
    )
    func conditions(dynamicRange: Double?) {
        let profile = SpeckleImage.profile(SpeckleImage.patch([1, 2], width: 1, height: 2), dynamicRange: dynamicRange)
        #expect(profile.dynamicRangeDecibels == nil)
        #expect(profile.decibelsPerLevel == nil && profile.rows.allSatisfy { $0.meanIntensity == 0 })
    }

    @Test("an empty patch has no row")
    func empty() {
        let profile = SpeckleImage.profile(GreyPatch())
        #expect(profile.rows.isEmpty)
        #expect(profile.count == 0)
    }

    @Test("a depth is that of a row's centre, and a scale needs a length")
    func scale() throws {
        let scale = try #require(DepthScale(centimetresPerRow: 0.5, surfaceRow: 2))
        #expect(scale.depthCentimetres(ofRow: 2) == 0.25)
        #expect(scale.depthCentimetres(ofRow: 9) == 3.75)
        for spacing in [0, -0.1, Double.nan, .infinity] {
            #expect(DepthScale(centimetresPerRow: spacing, surfaceRow: 0) == nil)
        }
        #expect(DepthScale(centimetresPerRow: 1, surfaceRow: .nan) == nil)
    }
}

@Suite("Apparent depth decay")
struct ApparentDepthDecayTests {
    private func scale() throws -> DepthScale {
        try #require(DepthScale(centimetresPerRow: SpeckleImage.spacing, surfaceRow: 0))
    }

    private func ramp(rows: Int = 150, columns: Int = 4, _ level: (Int) -> Double) -> DepthProfile {
        let frame = (0..<rows).flatMap { row in
            [UInt8](repeating: UInt8(level(row).rounded()), count: columns)
        }
        return SpeckleImage.profile(SpeckleImage.patch(frame, width: columns, height: rows))
    }

    @Test("a ramp of whole levels returns its slope")
    func planted() throws {
        let decay = ApparentDepthDecay(ramp { 200 - Double($0) }, scale: try scale(), focusReason: nil)
        // One level a row of 0.02 cm; half of 60/255 dB for each.
        #expect(abs(try #require(decay.levelSlope.value) + 50) < 1e-9)
        let oneWay: Double = 50 * 60 / 255 / 2
        #expect(abs(try #require(decay.decibelSlope.value) + oneWay) < 1e-9)
        #expect(abs(try #require(decay.determination.value) - 1) < 1e-12)
        #expect(try #require(decay.levelSlopeStandardError.value) < 1e-9)
    }

    /// Rounding moves each of n rows by at most ½, so the slope by at most ½·Σ|x−x̄|/Σ(x−x̄)² = ½·(n²/4)/(n³/12) =
    /// 1.5/n levels a row.
    @Test("a ramp of fractions returns its slope to the rounding", arguments: [-1.1, -0.37, 0.013, 0.61])
    func rounded(slope: Double) throws {
        let decay = ApparentDepthDecay(ramp { 150 + slope * Double($0 - 75) }, scale: try scale(), focusReason: nil)
        #expect(abs(try #require(decay.levelSlope.value) * SpeckleImage.spacing - slope) < 1.5 / 150)
    }

    /// Speckle of 5.570 dB about a mean that falls by 2α a cm. The slope's variance is 5.570²/(columns·Σ(z−z̄)²),
    /// Σ(z−z̄)² = n·L²/12; speckle cells of `cell` rows multiply it by that. Each pull is normal with variance 1 (the
    /// estimated error is good to a few per cent: 150 rows in cells of 3), so 24 squared pulls have the mean 1 ±
    /// √(2/24) = 0.29; 4 of that, and for the estimated error of few cells 20 % more.
    @Test(
        "log-compressed speckle under planted attenuation returns its slope, within the error that it reports",
        arguments: [1, 3]
    )
    func speckle(cell: Int) throws {
        let attenuation = 0.8
        let image = SpeckleImage(rows: 150, columns: 40, cell: cell)
        let length = 150 * SpeckleImage.spacing
        let samples = Double(40 * 150 / cell)
        let truth = 5.570 * (12 / samples).squareRoot() / length / 2
        var (pulls, reported) = (0.0, 0.0)
        for seed in 0..<24 {
            var generator = SplitMix(seed: UInt64(seed))
            let patch = image.patch(using: &generator) { -12 - 2 * attenuation * $0 }
            let decay = ApparentDepthDecay(SpeckleImage.profile(patch), scale: try scale(), focusReason: nil)
            let error = try #require(decay.decibelSlopeStandardError.value)
            let pull = (try #require(decay.decibelSlope.value) + attenuation) / error
            pulls += pull * pull / 24
            reported += error / 24
        }
        #expect(abs(pulls - 1) < 4 * (2.0 / 24).squareRoot() * 1.2)
        // Each reported error has a relative scatter of at most 1/√(2·50 cells), 10 %, and its correlation's truncated
        // sum about as much; the mean over 24 a fifth of that. The ends of the region and the truncation at 0.1 may
        // take 10 %.
        #expect(abs(reported / truth - 1) < 0.2)
    }

    @Test("an offset does not change the slope, a factor multiplies it, and turning the image changes its sign")
    func invariance() throws {
        func slope(_ level: (Int) -> Double) throws -> Double {
            let decay = ApparentDepthDecay(ramp(level), scale: try scale(), focusReason: nil)
            return try #require(decay.levelSlope.value)
        }
        let bumps = (0..<150).map { Double(($0 * 37) % 50 + $0 / 5) }
        let here = try slope { bumps[$0] }
        #expect(abs(try slope { bumps[$0] + 60 } - here) < 1e-9)
        #expect(abs(try slope { 3 * bumps[$0] } - 3 * here) < 1e-9)
        #expect(abs(try slope { bumps[149 - $0] } + here) < 1e-9)
    }

    @Test("too little depth, too few rows, an unknown unit and the focus give the reason", .tags(.law6))
    func conditions() throws {
        let profile = ramp { 200 - Double($0) }
        func reason(_ profile: DepthProfile, _ scale: DepthScale?, focus: String? = nil) -> Availability {
            ApparentDepthDecay(profile, scale: scale, focusReason: focus).decibelSlope
        }
        let unknown = "the depths of the region are not known (no spatial calibration)"
        #expect(reason(profile, nil) == .notAvailable(unknown))
        #expect(reason(ramp(rows: 100) { _ in 9 }, try scale()) == .notAvailable("the region spans too little depth"))
        #expect(reason(ramp(rows: 102) { _ in 9 }, try scale()).value == 0)
        let coarse = DepthScale(centimetresPerRow: 1, surfaceRow: 0)
        #expect(reason(ramp(rows: 15) { _ in 9 }, coarse) == .notAvailable("the region has too few rows"))
        let focus = "the region crosses more than one change of focal zone"
        #expect(reason(profile, try scale(), focus: focus) == .notAvailable(focus))
        let grey = DepthProfile(dynamicRangeDecibels: nil)
        let empty = ApparentDepthDecay(grey, scale: try scale(), focusReason: nil)
        #expect(empty.levelSlope == .emptyRegion)
    }

    @Test("without a dynamic range there is a slope in levels only", .tags(.law6))
    func levelsOnly() throws {
        let frame = (0..<150).map { UInt8(200 - $0) }
        let patch = SpeckleImage.patch(frame, width: 1, height: 150)
        let profile = SpeckleImage.profile(patch, dynamicRange: nil)
        let decay = ApparentDepthDecay(profile, scale: try scale(), focusReason: nil)
        #expect(abs(try #require(decay.levelSlope.value) + 50) < 1e-9)
        #expect(decay.decibelSlope == .notAvailable("the dynamic range is unknown"))
        #expect(decay.decibelSlopeStandardError == .notAvailable("the dynamic range is unknown"))
    }

    @Test("a constant region has slope 0 and no R², one pixel has nothing", .tags(.law6))
    func degenerate() throws {
        let flat = ApparentDepthDecay(ramp { _ in 77 }, scale: try scale(), focusReason: nil)
        #expect(flat.levelSlope == .value(0))
        #expect(flat.levelSlopeStandardError == .value(0))
        #expect(flat.determination == .notAvailable("all rows have the same mean level"))
        let pixel = ApparentDepthDecay(ramp(rows: 1, columns: 1) { _ in 77 }, scale: try scale(), focusReason: nil)
        #expect(pixel.levelSlope.value == nil)
        var limits = ApparentDepthDecay.Limits()
        (limits.leastRows, limits.leastDepthRangeCentimetres) = (0, 0)
        for rows in 1...3 {
            let few = ApparentDepthDecay(
                ramp(rows: rows) { _ in 7 },
                scale: try scale(),
                focusReason: nil,
                limits: limits
            )
            #expect((few.levelSlope.value == 0) == (rows == 3))
        }
        let huge = DepthScale(centimetresPerRow: 1e300, surfaceRow: 0)
        #expect(ApparentDepthDecay(ramp { Double($0) }, scale: huge, focusReason: nil).levelSlope.value == nil)
    }
}
