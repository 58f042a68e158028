internal import CheckedYAML

extension PipelineFile {
    /// The rules of a file; what it leaves out keeps its default.
    static func rules(_ value: YAMLValue) throws(YAMLProblem) -> MeasuringRules {
        let members = try value.members([
            "leastPixels", "saturationFlagPercent", "overlayFlagPercent", "overlayLimitPercent",
            "greyToleranceLossless",
            "greyToleranceLossy", "colourBleedPixels", "leastFlowPatchPixels", "leastPixelMillimetres",
            "mostPixelMillimetres",
        ])
        var rules = MeasuringRules()
        func whole(
            _ name: String,
            _ range: ClosedRange<Int>,
            _ path: WritableKeyPath<MeasuringRules, Int>
        ) throws(YAMLProblem) {
            if let member = members[name] { rules[keyPath: path] = try member.integer(in: range) }
        }
        func number(
            _ name: String,
            _ range: ClosedRange<Double>,
            _ path: WritableKeyPath<MeasuringRules, Double>
        ) throws(YAMLProblem) {
            if let member = members[name] { rules[keyPath: path] = try member.number(in: range) }
        }
        try whole("leastPixels", 1...1_000_000, \.leastPixels)
        try number("saturationFlagPercent", 0...100, \.saturationFlagPercent)
        try number("overlayFlagPercent", 0...100, \.overlayFlagPercent)
        try number("overlayLimitPercent", 0...100, \.overlayLimitPercent)
        try whole("greyToleranceLossless", 0...255, \.greyToleranceLossless)
        try whole("greyToleranceLossy", 0...255, \.greyToleranceLossy)
        try whole("colourBleedPixels", 0...16, \.colourBleedPixels)
        try whole("leastFlowPatchPixels", 1...10_000, \.leastFlowPatchPixels)
        try number("leastPixelMillimetres", 1e-6...10, \.leastPixelMillimetres)
        try number("mostPixelMillimetres", 0.01...1000, \.mostPixelMillimetres)
        guard rules.overlayFlagPercent <= rules.overlayLimitPercent else {
            throw value.problem("overlayFlagPercent must not be above overlayLimitPercent")
        }
        return rules
    }
}
