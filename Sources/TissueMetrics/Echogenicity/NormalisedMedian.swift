/// The normalised grey-scale median (GSM): the median of a region after the linear map that takes blood to 0 and the
/// adventitia to 190 (Elatrozy, Nicolaides et al., Int Angiol 17:179–186, 1998). It does not change when a
/// machine's gain and contrast move all levels by p → ap + b without clipping.
package struct NormalisedMedian: Hashable, Sendable {
    /// Our rules of validity.
    package struct Limits: Hashable, Sendable {
        /// The least difference of the two reference medians, grey levels. Below it half a level of rounding in each is
        /// a per cent or more of the scale.
        package var leastReferenceDifference = 50.0
        /// The most pixels at an end of the grey scale in either reference, per cent.
        package var mostPercentSaturated = 5.0

        package init() {}
    }

    /// Where the references go.
    package static let adventitiaLevel = 190.0

    /// On the normalised scale: 0 is blood, 190 adventitia; below 0 and above 190 are possible.
    package let value: Availability

    /// - Parameters:
    ///   - region: what is measured.
    ///   - blood: the dark reference on the same frame; nil where there is none.
    ///   - adventitia: the bright reference on the same frame; nil where there is none.
    ///   - limits: rules of validity.
    package init(
        of region: RegionLevel,
        blood: RegionLevel?,
        adventitia: RegionLevel?,
        limits: Limits = Limits()
    ) {
        value = Self.value(of: region, blood: blood, adventitia: adventitia, limits: limits)
    }

    private static func value(
        of region: RegionLevel,
        blood: RegionLevel?,
        adventitia: RegionLevel?,
        limits: Limits
    ) -> Availability {
        guard let blood, blood.count > 0 else { return .notAvailable("there is no reference region in blood") }
        guard let adventitia, adventitia.count > 0 else {
            return .notAvailable("there is no reference region in the adventitia")
        }
        guard region.count > 0 else { return .emptyRegion }
        for reference in [blood, adventitia] {
            guard reference.percentSaturated <= limits.mostPercentSaturated else {
                return .notAvailable("a reference region is saturated")
            }
        }
        let difference = adventitia.median - blood.median
        guard difference >= limits.leastReferenceDifference, difference > 0 else {
            return .notAvailable("the medians of blood and adventitia are too close to span a scale")
        }
        return Availability(finite: adventitiaLevel * (region.median - blood.median) / difference)
    }
}
