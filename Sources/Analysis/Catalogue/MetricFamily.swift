/// What a metric is about: it decides what holds beside the number, which flags it bears, and its place in the documentation.
package enum MetricFamily: String, CaseIterable, Sendable {
    case geometry, echogenicity, intensity, histogram, coOccurrence, runLength, sizeZone, distanceZone
    case neighbourhoodDifference, neighbourDependence, speckle, depth, colourFlow, spectralDoppler, contrast, stiffness

    /// For the documentation.
    package var title: String {
        switch self {
        case .geometry: "Geometry"
        case .echogenicity: "Echogenicity"
        case .intensity: "Intensity statistics (IBSI UHIW)"
        case .histogram: "Intensity histogram (IBSI ZVCW)"
        case .coOccurrence: "Texture: grey-level co-occurrence (IBSI LFYI)"
        case .runLength: "Texture: grey-level run lengths (IBSI TP0I)"
        case .sizeZone: "Texture: grey-level size zones (IBSI 9SAK)"
        case .distanceZone: "Texture: grey-level distance zones (IBSI VMDZ)"
        case .neighbourhoodDifference: "Texture: neighbourhood grey-tone differences (IBSI IPET)"
        case .neighbourDependence: "Texture: neighbouring grey-level dependence (IBSI REK0)"
        case .speckle: "Speckle statistics"
        case .depth: "Attenuation and depth decay"
        case .colourFlow: "Colour and power Doppler"
        case .spectralDoppler: "Spectral Doppler"
        case .contrast: "Contrast enhancement"
        case .stiffness: "Stiffness"
        }
    }

    /// What no number of the family can tell.
    package var limits: String {
        switch self {
        case .geometry: "In one plane; a volume needs more than an area."
        case .echogenicity, .intensity, .histogram:
            "Grey levels depend on machine, gain, time-gain compensation and display: they are uncalibrated, and comparable only "
                + "at the same settings. Pixels are not independent samples."
        case .coOccurrence, .runLength, .sizeZone, .distanceZone, .neighbourhoodDifference, .neighbourDependence:
            "Texture of an image is texture of its speckle, scan conversion and filters as much as of tissue: comparable only at "
                + "the same machine, settings, depth and pixel size. IBSI wins where a peer's definition differs."
        case .speckle:
            "Of processed B-mode under an assumed linear log map: compounding, persistence and filters raise the shape and the "
                + "signal-to-noise ratio. Uncalibrated; not a scatterer density."
        case .depth:
            "Apparent and uncalibrated unless reference-phantom images of the same settings are given: time-gain compensation, "
                + "focus and gain are in it."
        case .colourFlow:
            "In one plane, along the beam and not angle-corrected; gain, wall filter and scale decide what is coloured. Flow is "
                + "not tissue characterisation."
        case .spectralDoppler:
            "Velocities of a strip in cm/s have the machine's angle correction; those of a strip in Hz are corrected by the "
                + "angle that the image gives, and without one they are along the beam. Flow is not tissue characterisation."
        case .contrast:
            "In arbitrary units of a linearised display: comparable only at the same settings. Perfusion is not tissue "
                + "characterisation under 0689T."
        case .stiffness:
            "Elastography has codes of its own (CPT 76981 to 76983, 91200): it never supports 0689T."
        }
    }

    /// Whether its numbers come from grey levels, so that overlay, saturation and lossy compression touch them.
    var isOfGreyLevels: Bool {
        switch self {
        case .echogenicity, .intensity, .histogram, .coOccurrence, .runLength, .sizeZone, .distanceZone,
            .neighbourhoodDifference, .neighbourDependence, .speckle, .depth:
            true
        case .geometry, .colourFlow, .spectralDoppler, .contrast, .stiffness: false
        }
    }

    /// Whether what touches grey levels is said beside its numbers, though a refusal may be its own matter.
    var bearsGreyFlags: Bool { isOfGreyLevels || self == .contrast }

    /// Whether its numbers come from discretised levels.
    var isTexture: Bool {
        switch self {
        case .histogram, .coOccurrence, .runLength, .sizeZone, .distanceZone, .neighbourhoodDifference,
            .neighbourDependence:
            true
        case .geometry, .echogenicity, .intensity, .speckle, .depth, .colourFlow, .spectralDoppler, .contrast,
            .stiffness:
            false
        }
    }
}
