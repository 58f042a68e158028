extension MetricCatalogue {
    /// The documentation of every metric: docs/METRICS.md, which a test holds against this.
    package static var markdown: String {
        var lines = introduction
        for family in MetricFamily.allCases {
            let found = definitions.filter { $0.family == family }
            guard !found.isEmpty else { continue }
            lines += ["", "## \(family.title)", "", "What it can't tell: \(family.limits)", ""]
            if let notation = family.notation { lines += [notation, ""] }
            let needs = MetricNeed.allCases.filter { need in found.contains { $0.needs.contains(need) } }
            lines += needs.enumerated().map { "- (\($0.offset + 1)) needs \($0.element.explanation)" }
            if !needs.isEmpty { lines.append("") }
            lines += [
                "| identifier | what | formula | unit | needs | code | tissue | source |",
                "|---|---|---|---|---|---|---|---|",
            ]
            lines += found.map { row(of: $0, needs: needs) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(of metric: MetricDefinition, needs: [MetricNeed]) -> String {
        let numbers = needs.enumerated().filter { metric.needs.contains($0.element) }.map { "\($0.offset + 1)" }
        let codes = [metric.concept, metric.derivation, metric.estimator].compactMap { $0 }
            .map { "\($0.scheme) \($0.value)" }
        let cells = [
            "`\(metric.identifier)`",
            [metric.name, use(of: metric), metric.limits].compactMap { $0 }.joined(separator: ". "),
            metric.formula, metric.unit.code, numbers.joined(separator: ", "), codes.joined(separator: ", "),
            metric.support == .tissueCharacterisation ? "yes" : "no",
            metric.version == 1 ? metric.source : "\(metric.source); version \(metric.version)",
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    private static func use(of metric: MetricDefinition) -> String? {
        switch kind(of: metric.identifier) {
        case .comparison(let roles): "Compares ROIs, in this order: \(roles.joined(separator: ", "))"
        case .map: "Can be drawn as a map"
        case .report: "From structured reports of the study"
        case .region, nil: nil
        }
    }

    private static let introduction: [String] = """
        # Metrics

        Written by `sonoquant metrics --markdown` from the catalogue in the code: don't edit it.

        What SonoQuant measures, how, and when it gives no number. A metric whose conditions don't hold is *not available*, with the reason; it is never 0 and never NaN. Names in
        `this type` among the conditions are rules of the pipeline file and can be changed there. The last but one column says whether a value characterises tissue, and so may support
        CPT 0689T.

        Grey levels are the stored brightness: MONOCHROME1 inverted, luma of colour (Y of YBR; (77R+150G+29B+128)/256 of RGB and palette), 8 or 16 bits without rescaling. Over the frames
        of a cine a metric is the median of the frames' values, with their interquartile range and number, unless it says that it is of the cine.

        - **Regions**: 2-D regions of tissue or colour flow and spectral regions of the Sequence of Ultrasound Regions. A region past the image is clipped and flagged; one outside it, or with
          its corners in the wrong order, is not measured. Two regions are never joined.
        - **ROIs** come from the pipeline file (rectangle, ellipse, polygon; pixels, mm, or parts of the region), from a segmentation, a structured report or a presentation state of the
          study under a label, or from an automatic choice of the patch of most typical variation, which says why. One rule makes pixels of all of them: a pixel counts where its centre is inside by
          the even-odd rule, and on an edge for the side to the right of it or below. An ellipse is a polygon of 72 points; a segmentation's outline runs along its pixels' edges.
        - **Exclusions**: grey levels leave out coloured pixels and those within `colourBleedPixels`, burned-in text, callipers, rulers and lines (in a cine by what never changes, in a still
          by shape), and what lies outside the sector. The kept mask shows each pixel's cause. More than `overlayFlagPercent` of an ROI is flagged, more than `overlayLimitPercent` leaves
          nothing to measure. Pixels at the top of the scale that are no drawing count and are flagged (`saturationFlagPercent`); speckle statistics leave them out.
        - **Colour**: a pixel is coloured where max − min of red, green and blue is above `greyToleranceLossless` (or `…Lossy`). Where more than half of the pixels that aren't black are coloured, all
          on one curve of rising channels, the picture is a *tinted grey map*: its luma is measured, with a flag, and it has no flow.
        - **Flags** beside a value, each with its number: overlay, saturated, black, tinted, anisotropic pixels, few independent samples, shadow, motion, lossy compression with its ratio, near
          field, far field, off the focus.
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
