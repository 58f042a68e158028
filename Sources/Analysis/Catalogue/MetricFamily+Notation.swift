extension MetricFamily {
    /// The symbols of the formulas; nil where each formula says its own.
    package var notation: String? {
        switch self {
        case .echogenicity:
            "p: the stored grey levels of N pixels; μn = Σ (p − mean)ⁿ / N; h: the share of a level's pixels; I: intensity, "
                + "10^(DR/10 · (p/top − 1)), DR being the dynamic range in dB and top the greatest level that can be stored, 255 of 8 bits."
        case .intensity:
            "x: the stored grey levels of the ROI's N pixels; Pq: the x of rank ⌈q N / 100⌉ in ascending order."
        case .histogram:
            "x: the bins of the ROI's N pixels, from 1 (`texture`, at most 1,024 bins); Pq: the x of rank ⌈q N / 100⌉ in ascending "
                + "order; n(x): the pixels of a bin, h(x) = n(x) / N; g(x) = (n(x+1) − n(x−1)) / 2, and at the first and the last bin "
                + "the difference to the one neighbour, in pixels."
        case .coOccurrence:
            "p(i,j): the share of the ordered pairs of neighbours at distance 1 whose bins are i and j, so that p(i,j) = p(j,i); "
                + "p(i) = Σj p(i,j); pd(k), ps(k): the shares of the pairs with |i − j| = k and i + j = k; HX = −Σ p(i) log2 p(i), "
                + "HXY1 = −Σ p(i,j) log2(p(i) p(j)), HXY2 = −Σ p(i) p(j) log2(p(i) p(j)); Ng: the ROI's greatest bin. Sums without a "
                + "bound run over all i and j, or all k. " + Self.directions
        case .runLength:
            "r(i,j): how many runs of bin i have j pixels; r(i) = Σj r(i,j), r(j) = Σi r(i,j); Ns = Σ r(i,j); p(i,j) = r(i,j) / Ns; "
                + "Nv: the ROI's pixels, four times them where merged. " + Self.directions
        case .sizeZone:
            "s(i,j): how many zones of bin i have j pixels, a zone being 8-connected pixels of one bin; s(i) = Σj s(i,j), "
                + "s(j) = Σi s(i,j); Ns = Σ s(i,j); p(i,j) = s(i,j) / Ns; Nv: the ROI's pixels."
        case .distanceZone:
            "d(i,j): how many zones of bin i are at distance j, a zone being 8-connected pixels of one bin and its distance that of its "
                + "nearest pixel: steps to 4-neighbours that lead out of the ROI, where what is excluded counts as outside (IBSI would take "
                + "the outline before exclusions); d(i) = Σj d(i,j), d(j) = Σi d(i,j); Ns = Σ d(i,j); p(i,j) = d(i,j) / Ns; Nv: the "
                + "ROI's pixels."
        case .neighbourhoodDifference:
            "Nv: the ROI's pixels that have one of their 8 neighbours in the ROI; p(i): the share of bin i in them; s(i): the sum of "
                + "|i − the mean of the neighbours| over its pixels; Np: the bins that occur. Sums over i and j run over all ordered pairs of them."
        case .neighbourDependence:
            "s(i,j): how many pixels of bin i have a dependence of j, which is 1 and 1 more for each of the 8 neighbours in the ROI of the "
                + "same bin (δ = 1, α = 0); s(i) = Σj s(i,j), s(j) = Σi s(i,j); Ns = Σ s(i,j); p(i,j) = s(i,j) / Ns; Nv: the ROI's "
                + "pixels."
        case .speckle:
            "I: intensity, 10^(DR/10 · (p/top − 1)) of the grey level p, the dynamic range DR in dB and the greatest level that can be stored, "
                + "255 of 8 bits; A = √I; E: the mean over the ROI; "
                + "ψ: the digamma function; N: pixels; ρ: the autocorrelation of I."
        case .depth:
            "z: depth, cm; p̄: the mean grey level of a row; DR: the dynamic range, dB; I, I_ref: the mean intensities of a row after "
                + "decompression, in the ROI and in the phantom; α_ref: the phantom's attenuation at the centre frequency f0, dB/cm."
        case .spectralDoppler: "PSV, EDV, TAMV: the three velocities of the first rows."
        case .geometry, .colourFlow, .contrast, .stiffness: nil
        }
    }

    private static let directions =
        "A metric that ends in -averaged is the mean of four directions' own values (IBSI BTW3), one in -merged is of the four "
        + "directions' summed matrix (IBSI SUJT)."
}
