/// What must be alike when a phantom and a sample are imaged, so that the machine's part of the echo is the same at
/// each depth.
package struct AcquisitionSettings: Hashable, Sendable {
    /// Manufacturer, model and transducer, as one name.
    package var transducer: String?
    /// Depth of Scan Field (0018,5050).
    package var depthMillimetres: Double?
    /// Centre frequency.
    package var frequencyMegahertz: Double?
    /// Focus Depth (0018,5012).
    package var focusMillimetres: Double?
    /// Overall gain, in the machine's unit.
    package var gain: Double?
    /// dB.
    package var dynamicRangeDecibels: Double?
    /// A name for the time gain's position. No DICOM attribute holds it: a person states that it was the same by the
    /// same name.
    package var timeGain: String?

    package init(
        transducer: String? = nil,
        depthMillimetres: Double? = nil,
        frequencyMegahertz: Double? = nil,
        focusMillimetres: Double? = nil,
        gain: Double? = nil,
        dynamicRangeDecibels: Double? = nil,
        timeGain: String? = nil
    ) {
        self.transducer = transducer
        self.depthMillimetres = depthMillimetres
        self.frequencyMegahertz = frequencyMegahertz
        self.focusMillimetres = focusMillimetres
        self.gain = gain
        self.dynamicRangeDecibels = dynamicRangeDecibels
        self.timeGain = timeGain
    }

    /// Why these settings are not known to be those of the phantom, as a clause; nil where each is known and equal,
    /// numbers to one part in a thousand, since attributes are rounded.
    package func mismatch(withPhantom phantom: AcquisitionSettings) -> String? {
        let numbers: [(String, Double?, Double?)] = [
            ("depth", depthMillimetres, phantom.depthMillimetres),
            ("frequency", frequencyMegahertz, phantom.frequencyMegahertz),
            ("focus", focusMillimetres, phantom.focusMillimetres),
            ("gain", gain, phantom.gain),
            ("dynamic range", dynamicRangeDecibels, phantom.dynamicRangeDecibels),
        ]
        if let reason = Self.mismatch("transducer", transducer, phantom.transducer, isEqual: ==) { return reason }
        for (name, own, other) in numbers {
            if let reason = Self.mismatch(name, own, other, isEqual: Self.agree) { return reason }
        }
        return Self.mismatch("time gain", timeGain, phantom.timeGain, isEqual: ==)
    }

    static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-3 * max(abs(a), abs(b)) }

    private static func mismatch<Value>(
        _ name: String,
        _ own: Value?,
        _ phantom: Value?,
        isEqual: (Value, Value) -> Bool
    ) -> String? {
        guard let own else { return "the \(name) of the image is not known" }
        guard let phantom else { return "the \(name) of the reference phantom's image is not known" }
        return isEqual(own, phantom) ? nil : "the \(name) differs from that of the reference phantom's image"
    }
}
