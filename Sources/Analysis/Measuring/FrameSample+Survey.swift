internal import Imaging
internal import PipelineFile
internal import TissueMetrics

extension FrameSample {
    /// A first look at the instance, before anything is measured: what never changes in it is drawn, not echoed; where its colour
    /// bars are. The context is complete then but for an estimated dynamic range, and the sample shows the middle frame.
    ///
    /// - Parameter regions: where it will be measured.
    /// - Throws: why a frame can't be decoded.
    func survey(_ regions: [TissueRegion]) throws(ImagingError) {
        let frames = context.pixels.frames
        let extremes = try lookAtFrames()
        let rule: ExclusionRule = context.pixels.isLossy ? .lossy : .lossless
        var detector = GraphicsDetector()
        var exclusions: InstanceExclusions?
        for region in regions {
            guard region.bounds.width * region.bounds.height <= GraphicsDetector.mostPixels else {
                let flag =
                    "drawings were not looked for: the region has more than \(GraphicsDetector.mostPixels) pixels"
                if !context.flags.contains(flag) { context.flags.append(flag) }
                continue
            }
            let found =
                if region.kind == .spectral {
                    InstanceExclusions(
                        strip: extremes,
                        region: region.bounds,
                        rule: rule.ofStrips,
                        detector: &detector
                    )
                } else if frames > 1 {
                    InstanceExclusions(extremes: extremes, region: region.bounds, rule: rule, detector: &detector)
                } else {
                    judgeStill(region.bounds, rule: rule, detector: &detector)
                }
            if exclusions == nil { exclusions = found } else { exclusions?.formUnion(found) }
        }
        context.exclusions = exclusions
        if frames > 1 { try decode(frame: frames / 2) }
        readColourScales(regions)
        exclude()
    }

    /// Decodes frames that are evenly spread.
    private func lookAtFrames() throws(ImagingError) -> TemporalExtremes {
        let frames = context.pixels.frames
        var extremes = TemporalExtremes(
            width: context.pixels.columns,
            height: context.pixels.rows,
            topLevel: context.topLevel
        )
        let looked = min(frames, context.rules.sampledFrames)
        for index in 0..<looked {
            try decode(frame: looked > 1 ? index * (frames - 1) / (looked - 1) : 0)
            if frame.format == .grey16 { extremes.add(frame.words) } else { extremes.add(brightness) }
        }
        return extremes
    }

    private func judgeStill(
        _ region: PixelRectangle,
        rule: ExclusionRule,
        detector: inout GraphicsDetector
    ) -> InstanceExclusions {
        if frame.format == .grey16 {
            return InstanceExclusions(
                still: frame.words,
                width: frame.width,
                region: region,
                topLevel: context.topLevel,
                rule: rule,
                detector: &detector
            )
        }
        return InstanceExclusions(
            still: brightness,
            width: frame.width,
            region: region,
            rule: rule,
            detector: &detector
        )
    }

    private func readColourScales(_ regions: [TissueRegion]) {
        guard frame.format == .rgb8 else { return }
        let colourBar = 14
        let declared = context.image.regions.filter { $0.dataType == colourBar }.compactMap { region in
            TissueRegion.rectangle(of: region, in: context.pixels)
        }
        context.colourBars = declared
        let box = regions.first { $0.kind == .colourFlow }?.bounds
        for rule in context.pipeline.colourScales {
            let read = ReadColourScale(
                rule,
                frame: frame,
                declared: declared,
                outside: box,
                rejectDistance: context.rules.colourBarRejectDistance
            )
            context.colourScales[rule.name] = read
            if let bar = read.bar, !context.colourBars.contains(bar) { context.colourBars.append(bar) }
        }
    }
}

extension RegionSample {
    /// Estimates the dynamic range from the ROI that the pipeline names for it, where no other source says it.
    ///
    /// - Parameter placed: all ROIs of the image.
    /// - Returns: why there is no estimate, where one was asked for.
    func estimateDynamicRange(among placed: [PlacedRegion]) -> String? {
        guard let name = source.context.regionOfDynamicRange else { return nil }
        guard let reference = placed.first(where: { $0.rule.name == name }) else {
            return "the dynamic range is not estimated: ROI \(name) is not on this image"
        }
        guard reference.isOn(frame: context.middleFrame) else {
            return "the dynamic range is not estimated from ROI \(name): it is not on the middle frame"
        }
        turn(to: reference)
        if let refusal = quality.refusal { return "the dynamic range is not estimated from ROI \(name): \(refusal)" }
        let samples = withPatch { SpeckleSize(greyLevelsOf: $0) }.effectiveSamples
        let estimate = DynamicRange.estimate(
            from: histogram,
            topLevel: context.topLevel,
            effectiveSamples: samples,
            conditions: SpeckleConditions(context.rules)
        )
        switch estimate {
        case .value(let decibels):
            if let refusal = withPatch({ patch in
                SpeckleHomogeneity(greyLevelsOf: patch, effectiveSamples: samples.value ?? 0)
                    .refusal(most: context.rules.mostHeterogeneity)
            }) {
                return "the dynamic range is not estimated from ROI \(name): \(refusal)"
            }
            source.context.estimate(dynamicRangeDecibels: decibels, from: reference)
            return nil
        case .notAvailable(let reason): return "the dynamic range is not estimated from ROI \(name): \(reason)"
        }
    }

    /// The maps that the pipeline asks for, of the decoded frame.
    func maps(of plans: [RegionPlan]) -> ([Depiction.Map], faults: [String]) {
        let frame = context.pixels.frames / 2
        var maps: [Depiction.Map] = []
        var faults: [String] = []
        for (index, plan) in plans.enumerated() where !plan.placed.rule.maps.isEmpty {
            guard plan.takes(frame: frame) else {
                let reason = "not available: the ROI is not on the middle frame, of which maps are drawn"
                faults += plan.placed.rule.maps.map { "map of \($0), ROI \(plan.placed.rule.name): \(reason)" }
                continue
            }
            turn(to: plan.placed)
            for metric in plan.placed.rule.maps {
                guard case .mapped(_, let map)? = MetricCatalogue.row(of: metric)?.basis else { continue }
                switch quality.refusal.map({ Result.failure(MetricRow.Unmapped(reason: $0)) }) ?? map(self) {
                case .success(let values):
                    var sides: (x: Double, y: Double)?
                    if let x = plan.placed.region.columnMillimetres, let y = plan.placed.region.rowMillimetres {
                        sides = (x, y)
                    }
                    maps.append(
                        Depiction.Map(
                            metric: metric,
                            roi: plan.placed.rule.name,
                            group: index,
                            frame: frame + 1,
                            values: values,
                            pixelMillimetres: sides
                        )
                    )
                case .failure(let unmapped):
                    faults.append("map of \(metric), ROI \(plan.placed.rule.name): not available: \(unmapped.reason)")
                }
            }
        }
        return (maps, faults)
    }
}
