internal import Imaging

/// A map's values as 16-bit samples: value = intercept + slope × sample, for samples from 1; 0 stands where there is no value.
struct StoredMap {
    /// A number as it is written, so that all who read it compute with the same one.
    struct Decimal {
        let text: String
        let value: Double

        /// The nearest that a DS holds, which may be off by a part in 10⁹.
        init?(_ number: Double) {
            guard let text = DecimalString.text(of: number), let value = Double(text), value.isFinite else {
                return nil
            }
            self.text = text
            self.value = value
        }
    }

    /// Real value of sample 0, in the map's unit.
    let intercept: Decimal
    /// Map's units a sample. No value is off by more than half of it.
    let slope: Decimal
    /// Row by row.
    let samples: [UInt16]
    /// The least value.
    let least: Double
    /// The greatest value.
    let greatest: Double

    /// Steps between the least value and the greatest; the rest of the 65,535 takes up rounding.
    private static let steps = 65_533.0
    /// Steps finer than this part of the values are lost in the intercept's own rounding.
    private static let finest = 2e-9

    /// Nil where a value that should be there is not finite, or none is there.
    init?(_ map: MapObject) {
        var bounds: (least: Double, greatest: Double)?
        for (value, isValid) in zip(map.values, map.isValid) where isValid {
            guard value.isFinite else { return nil }
            let value = Double(value)
            bounds = (min(bounds?.least ?? value, value), max(bounds?.greatest ?? value, value))
        }
        guard let (least, greatest) = bounds else { return nil }
        let size = max(abs(least), abs(greatest))
        // One value alone is sample 1.
        let step = least < greatest ? max((greatest - least) / Self.steps, size * Self.finest) : size > 0 ? size : 1
        guard let slope = Decimal(step), let intercept = Decimal(least - slope.value) else { return nil }
        self.least = least
        self.greatest = greatest
        self.slope = slope
        self.intercept = intercept
        samples = zip(map.values, map.isValid).map { value, isValid in
            guard isValid else { return 0 }
            let sample = ((Double(value) - intercept.value) / slope.value).rounded()
            return UInt16(min(max(sample, 1), 65_535))
        }
    }
}
