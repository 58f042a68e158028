internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// A colour scale of the pipeline as an image shows it.
struct ReadColourScale: Sendable {
    let rule: ColourScaleRule
    /// The scale, or why it can't be read.
    let scale: Result<ColourScale, ColourScaleFault>
    /// Where its bar is drawn; nil where none was found.
    let bar: PixelRectangle?

    /// Reads a scale from a decoded frame.
    ///
    /// - Parameters:
    ///   - rule: the pipeline's.
    ///   - frame: in colour.
    ///   - declared: the image's regions of data type colour bar.
    ///   - box: where colours are flow; nil where it is unknown.
    ///   - rejectDistance: farther from all of the bar's colours, a colour is none of them.
    init(
        _ rule: ColourScaleRule,
        frame: FrameBuffer,
        declared: [PixelRectangle],
        outside box: PixelRectangle?,
        rejectDistance: Double
    ) {
        self.rule = rule
        guard frame.format == .rgb8 else {
            (scale, bar) = (.failure(ColourScaleFault(reason: "the image has no colour")), nil)
            return
        }
        let found = Self.find(rule.place, frame: frame, declared: declared, outside: box)
        bar = found.place
        switch found.bar {
        case .failure(let fault): scale = .failure(fault)
        case .success(let bar):
            let ends: ColourScale.Ends? =
                rule.quantity == .power ? nil : ColourScale.Ends(minus: rule.low, plus: rule.high)
            do throws(ColourBarRefusal) {
                scale = .success(
                    try ColourScale(
                        bar,
                        ends: ends,
                        blending: ColourScale.Blending(rule.blending),
                        rejectDistance: rejectDistance
                    )
                )
            } catch {
                scale = .failure(ColourScaleFault(reason: error.reason))
            }
        }
    }

    private static func find(
        _ place: ColourScaleRule.Place,
        frame: FrameBuffer,
        declared: [PixelRectangle],
        outside box: PixelRectangle?
    ) -> (bar: Result<ColourBar, ColourScaleFault>, place: PixelRectangle?) {
        switch place {
        case .rectangle(let x, let y, let width, let height):
            let rectangle = PixelRectangle(left: x, top: y, right: x + width, bottom: y + height)
            return (read(frame, rectangle, .exact), rectangle)
        case .search:
            if let rectangle = declared.first { return (read(frame, rectangle, .padded), rectangle) }
            switch ColourBarSearch(rgb: frame.bytes, width: frame.width, outside: box).outcome {
            case .found(let bar, let rectangle): return (.success(bar), rectangle)
            case .refused(let reason): return (.failure(ColourScaleFault(reason: reason)), nil)
            }
        }
    }

    private static func read(
        _ frame: FrameBuffer,
        _ rectangle: PixelRectangle,
        _ fit: ColourBar.Fit
    ) -> Result<ColourBar, ColourScaleFault> {
        do throws(ColourBarRefusal) {
            return .success(
                try ColourBar(
                    rgb: frame.bytes,
                    width: frame.width,
                    rectangle: rectangle,
                    direction: .upwards,
                    fit: fit
                )
            )
        } catch {
            return .failure(ColourScaleFault(reason: error.reason))
        }
    }
}

/// Why a colour scale can't be read.
struct ColourScaleFault: Error, Hashable {
    let reason: String
}

extension ColourScale.Blending {
    fileprivate init(_ blending: ColourScaleRule.Blending) {
        switch blending {
        case .opaque: self = .opaque
        case .hue: self = .hue
        case .opacity(let part): self = .grey(opacity: part)
        }
    }
}
