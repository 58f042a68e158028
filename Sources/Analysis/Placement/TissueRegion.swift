internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// A part of an image that may hold ROIs: an ultrasound region that has been checked, or the whole image.
struct TissueRegion: Hashable, Sendable {
    /// The sides of a pixel, cm, or why they are not known.
    enum Calibration: Hashable, Sendable {
        case centimetres(x: Double, y: Double, condition: String?)
        case none(String)
    }

    /// The index in the Sequence of Ultrasound Regions, from 0; nil for the whole image.
    let index: Int?
    let kind: RegionKind
    /// Within the image.
    let bounds: PixelRectangle
    let calibration: Calibration
    /// What is odd about the region.
    let flags: [String]
    /// As the image declares it; nil for the whole image.
    let declared: UltrasoundRegion?

    /// How much longer a pixel's longer side is than its shorter one, %; nil where the sides are not known.
    var anisotropyPercent: Double? {
        guard case .centimetres(let x, let y, _) = calibration else { return nil }
        return 100 * (max(x, y) / min(x, y) - 1)
    }

    /// The height of a pixel, mm; nil where it is not known.
    var rowMillimetres: Double? {
        switch calibration {
        case .centimetres(_, let y, _): 10 * y
        case .none: nil
        }
    }

    /// The width of a pixel, mm; nil where it is not known.
    var columnMillimetres: Double? {
        switch calibration {
        case .centimetres(let x, _, _): 10 * x
        case .none: nil
        }
    }
}

extension TissueRegion {
    /// The regions of an image that can be measured, and in words why others can't.
    ///
    /// Dual images are two regions and are never joined. M-mode, waveform and graphic regions are not measured.
    static func regions(
        of image: InstanceFacts.Image,
        pixels: PixelDescription,
        pipeline: PipelineFile
    ) -> (usable: [TissueRegion], faults: [String]) {
        guard !image.regions.isEmpty else {
            switch pipeline.whenNoRegions {
            case .skip: return ([], ["the image has no Sequence of Ultrasound Regions (0018,6011)"])
            case .wholeImage: return ([wholeImage(pixels, rules: pipeline.rules)], [])
            }
        }
        var usable: [TissueRegion] = []
        var faults: [String] = []
        for (index, region) in image.regions.enumerated() {
            guard let kind = RegionKind(region) else { continue }
            switch bounds(of: region, in: pixels) {
            case .success(let (bounds, flags)):
                let calibration = calibration(of: region, rules: pipeline.rules)
                usable.append(
                    TissueRegion(
                        index: index,
                        kind: kind,
                        bounds: bounds,
                        calibration: calibration,
                        flags: flags,
                        declared: region
                    )
                )
            case .failure(let fault): faults.append("ultrasound region \(index + 1) \(fault.explanation)")
            }
        }
        if usable.isEmpty, faults.isEmpty {
            faults = ["the image has no region of tissue, colour flow or spectral Doppler"]
        }
        return (usable, faults)
    }

    /// Where an ultrasound region of any kind lies; nil where that is no place in the image.
    static func rectangle(of region: UltrasoundRegion, in pixels: PixelDescription) -> PixelRectangle? {
        switch bounds(of: region, in: pixels) {
        case .success(let (bounds, _)): bounds
        case .failure: nil
        }
    }

    private struct Fault: Error {
        let explanation: String
    }

    /// PS3.3 C.8.5.5.1.2: both corners belong to the region.
    private static func bounds(
        of region: UltrasoundRegion,
        in pixels: PixelDescription
    ) -> Result<(PixelRectangle, [String]), Fault> {
        guard let minX = region.minX, let minY = region.minY, let maxX = region.maxX, let maxY = region.maxY else {
            return .failure(Fault(explanation: "lacks its location"))
        }
        guard minX <= maxX, minY <= maxY else {
            return .failure(Fault(explanation: "has its corners in the wrong order"))
        }
        guard Int(minX) < pixels.columns, Int(minY) < pixels.rows else {
            return .failure(Fault(explanation: "lies outside the image"))
        }
        let (right, bottom) = (min(Int(maxX) + 1, pixels.columns), min(Int(maxY) + 1, pixels.rows))
        let isClipped = right <= Int(maxX) || bottom <= Int(maxY)
        // Some machines write the edge after the last pixel: one pixel beyond the image is no crop.
        let isBeyond = Int(maxX) > pixels.columns || Int(maxY) > pixels.rows
        var flags: [String] = []
        if isBeyond {
            flags = [
                "the region reaches beyond the image: it was clipped, and if the image was cropped it may lie elsewhere"
            ]
        } else if isClipped {
            flags = ["the region was clipped by one pixel to the image"]
        }
        return .success((PixelRectangle(left: Int(minX), top: Int(minY), right: right, bottom: bottom), flags))
    }

    private static func calibration(of region: UltrasoundRegion, rules: MeasuringRules) -> Calibration {
        let centimetres = 3
        guard region.unitsX == centimetres, region.unitsY == centimetres else {
            return .none("no spatial calibration: the region's units are not cm")
        }
        guard let deltaX = region.deltaX, let deltaY = region.deltaY else {
            return .none("no spatial calibration: a physical delta is missing or not finite")
        }
        return calibration(x: abs(deltaX), y: abs(deltaY), condition: nil, rules: rules)
    }

    private static func calibration(x: Double, y: Double, condition: String?, rules: MeasuringRules) -> Calibration {
        let believed = rules.leastPixelMillimetres / 10...rules.mostPixelMillimetres / 10
        guard x > 0, y > 0 else { return .none("no spatial calibration: a physical delta is zero") }
        guard believed.contains(x), believed.contains(y) else {
            return .none(
                "no spatial calibration: a pixel's side is not within leastPixelMillimetres \(rules.leastPixelMillimetres) "
                    + "and mostPixelMillimetres \(rules.mostPixelMillimetres)"
            )
        }
        return .centimetres(x: x, y: y, condition: condition)
    }

    private static func wholeImage(_ pixels: PixelDescription, rules: MeasuringRules) -> TissueRegion {
        var spatial = Calibration.none("no spatial calibration: neither ultrasound regions nor Pixel Spacing")
        if let spacing = pixels.pixelSpacing, spacing.count == 2 {
            spatial = calibration(
                x: abs(spacing[1]) / 10,
                y: abs(spacing[0]) / 10,
                condition: "calibrated by Pixel Spacing (0028,0030)",
                rules: rules
            )
        }
        return TissueRegion(
            index: nil,
            kind: .tissue,
            bounds: PixelRectangle(left: 0, top: 0, right: pixels.columns, bottom: pixels.rows),
            calibration: spatial,
            flags: ["the image has no ultrasound regions: all of it was measured, with any text and frame"],
            declared: nil
        )
    }
}

extension RegionKind {
    /// PS3.3 C.8.5.5.1.1: 2-D of tissue or colour flow, or spectral of pulsed or continuous waves; nil for any other region.
    init?(_ region: UltrasoundRegion) {
        let (twoDimensional, spectral) = (1, 3)
        switch (region.spatialFormat, region.dataType) {
        case (twoDimensional, 1): self = .tissue
        case (twoDimensional, 2): self = .colourFlow
        case (spectral, 3), (spectral, 4): self = .spectral
        default: return nil
        }
    }
}
