/// Where a region lies too unlike the rest of the image for its levels to be compared without a word: our rules.
package enum DepthCaution: Hashable, Sendable, CaseIterable {
    /// Its centre is less than 10 mm deep, in the near field and its reverberations.
    case shallow
    /// Its centre is in the last fifth of the scan, where noise takes over.
    case nearBottom
    /// Its centre is more than 20 mm from the focus, where the beam is wide.
    case farFromFocus

    /// What to say beside a number.
    package var text: String {
        switch self {
        case .shallow: "the region is less than 1 cm deep"
        case .nearBottom: "the region is in the last fifth of the scan's depth"
        case .farFromFocus: "the region is more than 2 cm from the focus"
        }
    }

    /// The cautions that a depth calls for, in the order of the cases. What is not known calls for none.
    ///
    /// - Parameters:
    ///   - depth: of the region's centre below the transducer.
    ///   - scanDepthMillimetres: Depth of Scan Field (0018,5050).
    ///   - focusMillimetres: Focus Depth (0018,5012).
    /// - Returns: none where the region lies well.
    package static func cautions(
        centreDepthMillimetres depth: Double?,
        scanDepthMillimetres: Double?,
        focusMillimetres: Double?
    ) -> [DepthCaution] {
        guard let depth else { return [] }
        var cautions: [DepthCaution] = []
        if depth < 10 { cautions.append(.shallow) }
        if let scanDepthMillimetres, depth > 0.8 * scanDepthMillimetres { cautions.append(.nearBottom) }
        if let focusMillimetres, abs(depth - focusMillimetres) > 20 { cautions.append(.farFromFocus) }
        return cautions
    }
}
