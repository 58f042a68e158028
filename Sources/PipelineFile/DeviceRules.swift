package import Identifiers

/// What a device's log compression spans: no attribute says it reliably, so the centre states it for each machine and preset.
package struct DynamicRangeRule: Hashable, Sendable {
    /// Who says it.
    package enum Source: Hashable, Sendable {
        /// The file, dB from the lowest to the top grey level.
        case decibels(Double)
        /// The spread of the speckle in the ROI of that name, on the same image.
        case region(String)
    }

    /// The devices; modalities are not asked.
    package var devices: InstanceFilter
    /// Who says it.
    package var source: Source

    package init(devices: InstanceFilter, source: Source) {
        self.devices = devices
        self.source = source
    }
}

/// A colour bar's ends.
package struct ColourScaleRule: Hashable, Sendable {
    /// What the bar's numbers count.
    package enum Quantity: String, CaseIterable, Sendable {
        /// Velocity along the beam, cm/s.
        case velocity = "cm/s"
        /// Young's modulus, kPa.
        case elasticity = "kPa"
        /// Shear-wave speed, m/s.
        case shearWaveSpeed = "m/s"
        /// Doppler power: no unit, from 0.
        case power
    }

    /// Where the bar is drawn.
    package enum Place: Hashable, Sendable {
        /// A rectangle of the image, pixels from the image's left upper corner; its top is the high end.
        case rectangle(x: Int, y: Int, width: Int, height: Int)
        /// The region of data type colour bar, else a narrow strip of ordered hues outside the colour box.
        case search
    }

    /// How its colours are laid over the grey picture.
    package enum Blending: Hashable, Sendable {
        /// They replace it.
        case opaque
        /// In an unknown part: hues alone are read.
        case hue
        /// In this part, above 0 and at most 1.
        case opacity(Double)
    }

    /// Names it among the file's scales.
    package var name: String
    /// What its numbers count.
    package var quantity: Quantity
    /// Where it is.
    package var place: Place
    /// The value at the bar's bottom.
    package var low: Double
    /// The value at its top.
    package var high: Double
    /// How its colours are laid over the grey picture.
    package var blending: Blending

    package init(name: String, quantity: Quantity, place: Place, low: Double, high: Double, blending: Blending) {
        self.name = name
        self.quantity = quantity
        self.place = place
        self.low = low
        self.high = high
        self.blending = blending
    }
}

/// An image of a reference phantom, which calibrates attenuation for one device at one setting.
package struct ReferencePhantomRule: Hashable, Sendable {
    /// The phantom's image: a DICOM file beside the pipeline file.
    package var path: String
    /// Of that file's bytes when the pipeline was read.
    package var digest: ContentDigest
    /// The author's name of the machine's preset: states that what no attribute tells of gain, time gain and focus was the same
    /// for the phantom and for all that this pipeline measures.
    package var preset: String
    /// From the phantom's certificate, dB/cm/MHz.
    package var decibelsPerCentimetrePerMegahertz: Double
    /// The centre frequency of the preset, MHz.
    package var megahertz: Double

    package init(
        path: String,
        digest: ContentDigest,
        preset: String,
        decibelsPerCentimetrePerMegahertz: Double,
        megahertz: Double
    ) {
        self.path = path
        self.digest = digest
        self.preset = preset
        self.decibelsPerCentimetrePerMegahertz = decibelsPerCentimetrePerMegahertz
        self.megahertz = megahertz
    }
}
