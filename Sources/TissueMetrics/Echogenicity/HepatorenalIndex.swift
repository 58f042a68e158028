/// The hepatorenal index: mean grey level of the liver over that of the renal cortex (Webb et al., AJR 192:909–914,
/// 2009).
///
/// A ratio of log-compressed levels: it does not change with p → ap, but does with an offset and with the dynamic
/// range, so cut-offs do not travel between machines.
package struct HepatorenalIndex: Hashable, Sendable {
    /// Our rules of validity.
    package struct Limits: Hashable, Sendable {
        /// The most that the depths of the centres may differ, mm.
        package var mostDepthDifferenceMillimetres = 5.0
        /// The least mean of the kidney: below it the denominator is the noise of the black level.
        package var leastKidneyMean = 5.0
        /// The most pixels that the larger region may have per pixel of the smaller. A larger region spans more depth,
        /// so that centres at one depth no longer mean that time gain is alike; and beyond twice the size the smaller
        /// region alone decides the precision.
        package var mostSizeRatio = 2.0

        package init() {}
    }

    /// Without unit.
    package let value: Availability

    /// - Parameters:
    ///   - liver: a region free of vessels; nil where there is none.
    ///   - kidney: a region in the renal cortex of the same frame; nil where there is none.
    ///   - limits: rules of validity.
    package init(liver: RegionLevel?, kidney: RegionLevel?, limits: Limits = Limits()) {
        value = Self.value(liver: liver, kidney: kidney, limits: limits)
    }

    private static func value(liver: RegionLevel?, kidney: RegionLevel?, limits: Limits) -> Availability {
        guard let liver, liver.count > 0 else { return .notAvailable("there is no region in the liver") }
        guard let kidney, kidney.count > 0 else { return .notAvailable("there is no region in the renal cortex") }
        if let reason = liver.depthMismatch(with: kidney, limitMillimetres: limits.mostDepthDifferenceMillimetres) {
            return .notAvailable(reason)
        }
        let (smaller, larger) = (min(liver.count, kidney.count), max(liver.count, kidney.count))
        guard Double(larger) <= limits.mostSizeRatio * Double(smaller) else {
            return .notAvailable("the two regions differ too much in size")
        }
        guard kidney.mean >= limits.leastKidneyMean, kidney.mean > 0 else {
            return .notAvailable("the renal cortex is too dark to divide by")
        }
        return Availability(finite: liver.mean / kidney.mean)
    }
}
