/// Where tissue is most like itself, found without a person, and why there (qus.md A5).
package struct HomogeneousPatches: Hashable, Sendable {
    /// What is searched, and how.
    package struct Rule: Hashable, Sendable {
        /// Side of the square window, pixels.
        package var side: Int
        /// Pixels from one window to the next, across and down.
        package var step: Int
        /// Windows lie wholly within this share of the region's rows.
        package var leastDepthShare: Double
        /// The end of that share.
        package var mostDepthShare: Double
        /// How many windows that share no pixel are chosen.
        package var mostChoices: Int

        /// - Parameters:
        ///   - side: of the square window, pixels.
        ///   - step: pixels from one window to the next; an eighth of the side where not given.
        ///   - depthShare: of the region's rows.
        ///   - mostChoices: how many windows are chosen.
        package init(side: Int, step: Int? = nil, depthShare: ClosedRange<Double> = 0.25...0.75, mostChoices: Int = 1) {
            self.side = side
            self.step = step ?? max(1, side / 8)
            leastDepthShare = depthShare.lowerBound
            mostDepthShare = depthShare.upperBound
            self.mostChoices = mostChoices
        }
    }

    /// A window that was chosen.
    package struct Choice: Hashable, Sendable {
        /// In the image.
        package let rectangle: PixelRectangle
        /// Its robust coefficient of variation: (P75 - P25) / (1.349 P50) of the grey levels.
        package let robustVariation: Double
        /// How far that is from the median over windows.
        package let distance: Double
    }

    /// The windows by what became of them; each is counted once, for its first reason in this order.
    package struct Candidates: Hashable, Sendable {
        /// Windows in all.
        package internal(set) var considered = 0
        /// With a pixel that is excluded.
        package internal(set) var withExcluded = 0
        /// With a pixel of level 0.
        package internal(set) var withZero = 0
        /// With a pixel at the top of the scale.
        package internal(set) var withClipped = 0
        /// With half of the pixels at one level: no speckle.
        package internal(set) var flat = 0

        /// Windows that could be chosen.
        package var admissible: Int { considered - withExcluded - withZero - withClipped - flat }
    }

    /// By nearness to the median, then from the top, then from the left; none shares a pixel with an earlier one.
    package internal(set) var choices: [Choice] = []
    /// The median over the admissible windows (nearest rank), or why there is none.
    package internal(set) var medianVariation: Availability
    /// What was searched.
    package internal(set) var candidates = Candidates()
}
