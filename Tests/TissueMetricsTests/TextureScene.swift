import TissueMetrics

/// A made image with a region that has a ragged edge and holes.
struct TextureScene {
    let levels: [UInt8]
    let mask: [UInt8]
    let width: Int
    let height: Int

    /// An ellipse with holes on noise.
    ///
    /// - Parameters:
    ///   - seed: of the noise and the holes.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - grain: pixels over which the noise is averaged, 1 for none: the larger, the longer the runs.
    init(seed: UInt64, width: Int, height: Int, grain: Int) {
        var random = SplitMix(seed: seed)
        let noise = (0..<(width + grain) * (height + grain)).map { _ in Int(random.next() % 256) }
        var levels = [UInt8](repeating: 0, count: width * height)
        var mask = levels
        for y in 0..<height {
            for x in 0..<width {
                var sum = 0
                for dy in 0..<grain {
                    for dx in 0..<grain { sum += noise[(y + dy) * (width + grain) + x + dx] }
                }
                // An average of n draws spreads by 1/√n; times the grain it fills the scale again.
                let level = (sum / (grain * grain) - 128) * grain + 128
                levels[y * width + x] = UInt8(min(max(level, 0), 255))
                let (u, v) = (Double(2 * x + 1 - width) / Double(width), Double(2 * y + 1 - height) / Double(height))
                mask[y * width + x] = u * u + v * v <= 1 && random.next() % 19 > 0 ? 1 : 0
            }
        }
        // pyradiomics counts bins from the darkest pixel, so there is one in the first bin.
        levels[height / 2 * width + width / 2] = 0
        mask[height / 2 * width + width / 2] = 1
        (self.levels, self.mask, self.width, self.height) = (levels, mask, width, height)
    }

    /// The region's grey levels, as the analysis takes them.
    var patch: GreyPatch {
        let bounds = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
        var patch = GreyPatch()
        patch.fill(
            PixelMask(RegionOutline(bounds), within: bounds),
            of: levels,
            width: width,
            excluded: mask.map { 1 - $0 }
        )
        return patch
    }

    /// The region's bins.
    func bins(_ discretisation: Discretisation) -> DiscretisedPatch {
        var bins = DiscretisedPatch()
        _ = bins.discretise(patch, by: discretisation)
        return bins
    }
}
