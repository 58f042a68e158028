internal import CheckedYAML

extension MeasuringRules {
    /// Every rule with the range that it may have: what is not listed here can't be read.
    private static var wholeNumbers: [(String, ClosedRange<Int>, WritableKeyPath<MeasuringRules, Int>)] {
        [
            ("leastPixels", 1...1_000_000, \.leastPixels),
            ("leastPairs", 0...10_000_000, \.leastPairs),
            ("greyToleranceLossless", 0...255, \.greyToleranceLossless),
            ("greyToleranceLossy", 0...255, \.greyToleranceLossy),
            ("colourBleedPixels", 0...16, \.colourBleedPixels),
            ("leastFlowPatchPixels", 1...10_000, \.leastFlowPatchPixels),
            ("sampledFrames", 2...256, \.sampledFrames),
            ("leastContrastPoints", 4...10_000, \.leastContrastPoints),
            ("leastStiffnessValues", 1...10_000, \.leastStiffnessValues),
            ("mapWindowPixels", 3...255, \.mapWindowPixels),
        ]
    }

    private static var numbers: [(String, ClosedRange<Double>, WritableKeyPath<MeasuringRules, Double>)] {
        [
            ("leastSamplesMean", 0...1e6, \.leastSamplesMean),
            ("leastSamplesSNR", 0...1e6, \.leastSamplesSNR),
            ("leastSamplesNakagami", 0...1e6, \.leastSamplesNakagami),
            ("leastSamplesNakagamiMoment", 0...1e6, \.leastSamplesNakagamiMoment),
            ("leastSamplesHomodynedK", 0...1e6, \.leastSamplesHomodynedK),
            ("saturationFlagPercent", 0...100, \.saturationFlagPercent),
            ("envelopeClippedLimitPercent", 0...100, \.envelopeClippedLimitPercent),
            ("overlayFlagPercent", 0...100, \.overlayFlagPercent),
            ("overlayLimitPercent", 0...100, \.overlayLimitPercent),
            ("colourBarRejectDistance", 1...442, \.colourBarRejectDistance),
            ("leastPixelMillimetres", 1e-6...10, \.leastPixelMillimetres),
            ("mostPixelMillimetres", 0.01...1000, \.mostPixelMillimetres),
            ("anisotropyFlagPercent", 0...1000, \.anisotropyFlagPercent),
            ("shadowFlagPercent", 0...100, \.shadowFlagPercent),
            ("lossyRatioFlag", 1...10_000, \.lossyRatioFlag),
            ("blockinessFlag", 1...100, \.blockinessFlag),
            ("leastFrameCorrelation", 0...1, \.leastFrameCorrelation),
            ("mostFrameCorrelation", 0...1, \.mostFrameCorrelation),
            ("nearFieldMillimetres", 0...1000, \.nearFieldMillimetres),
            ("farFieldPercent", 0...100, \.farFieldPercent),
            ("focusDistanceMillimetres", 0...1000, \.focusDistanceMillimetres),
            ("leastReferenceDifference", 1...65_535, \.leastReferenceDifference),
            ("leastDivisorLevel", 0.001...65_535, \.leastDivisorLevel),
            ("mostDepthDifferenceMillimetres", 0...1000, \.mostDepthDifferenceMillimetres),
            ("leastPathMillimetres", 0.1...1000, \.leastPathMillimetres),
            ("leastFit", 0...1, \.leastFit),
            ("mostTailPercent", 0...100, \.mostTailPercent),
            ("leastFrameRate", 1...1000, \.leastFrameRate),
            ("mostSpreadPercentKilopascals", 0...1000, \.mostSpreadPercentKilopascals),
            ("mostSpreadPercentMetresPerSecond", 0...1000, \.mostSpreadPercentMetresPerSecond),
            ("mostHeterogeneity", 1...1e6, \.mostHeterogeneity),
            ("mostUnmatchedFlowPercent", 0...100, \.mostUnmatchedFlowPercent),
            ("mostRejectedOverlayPercent", 0...100, \.mostRejectedOverlayPercent),
        ]
    }

    /// The rules of a file; what it leaves out keeps its default.
    init(_ value: YAMLValue) throws(YAMLProblem) {
        let (wholeNumbers, numbers) = (Self.wholeNumbers, Self.numbers)
        let members = try value.members(Set(wholeNumbers.map(\.0) + numbers.map(\.0)))
        var rules = MeasuringRules()
        for (name, range, path) in wholeNumbers {
            if let member = members[name] { rules[keyPath: path] = try member.integer(in: range) }
        }
        for (name, range, path) in numbers {
            if let member = members[name] { rules[keyPath: path] = try member.number(in: range) }
        }
        guard rules.overlayFlagPercent <= rules.overlayLimitPercent else {
            throw value.problem("overlayFlagPercent must not be above overlayLimitPercent")
        }
        guard rules.leastPixelMillimetres <= rules.mostPixelMillimetres else {
            throw value.problem("leastPixelMillimetres must not be above mostPixelMillimetres")
        }
        self = rules
    }
}
