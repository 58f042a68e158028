/// A stiffness that a scanner measured and reported (qus.md G). It is elastography, and no evidence for CPT 0689T.
package struct ReportedStiffness: Hashable, Sendable {
    /// The physical quantity, by the vendor's label.
    package enum Quantity: String, Hashable, Codable, Sendable {
        /// Shear wave speed, m/s.
        case shearWaveSpeed
        /// Young's modulus, or an elasticity that the label doesn't tell from it, kPa. For an incompressible, isotropic, elastic
        /// medium three times the shear modulus.
        case elasticity
        /// Shear modulus, kPa: the label says so.
        case shearModulus
    }

    /// What was measured.
    package let quantity: Quantity
    /// In m/s or kPa, as the quantity says, converted from cm/s or Pa where the report has those.
    package let value: Double
    /// Whether the concept is one of the table of codes; else the unit and the words of the label told.
    package let isByCode: Bool
}

extension ReportedMeasurement {
    /// A number that the reporting system computed of several values.
    package enum Statistic: Hashable, Sendable {
        case mean, median, maximum, minimum
    }

    /// Which statistic this is, by its derivation, else by the words of its label; nil for a single value.
    package var statistic: Statistic? {
        if let derivation {
            return Self.statistics.first { derivation.isOne(of: [(value: $0.value, scheme: $0.scheme)]) }?.statistic
        }
        let words = Self.words(of: concept.meaning.lowercased())
        return Self.statisticWords.first { words.contains($0.word) }?.statistic
    }

    /// The stiffness that this is; nil for other quantities, for a spread of stiffness, and where there is no value.
    ///
    /// A concept of the table is known by its code (PS3.16 CID 12308). A vendor's own concept, and one that only stands in a container
    /// of elastography, is known by its unit together with its words.
    package var stiffness: ReportedStiffness? {
        guard let value, let unit, value > 0, !isSpread else { return nil }
        let isCoded = Self.codes[CodeKey(concept)] != nil
        guard unit.scheme == "UCUM", let measured = Self.units[unit.value] else { return nil }
        guard isCoded || isElastography(isSpeed: measured.isSpeed) else { return nil }
        let quantity: ReportedStiffness.Quantity
        if measured.isSpeed {
            guard Self.codes[CodeKey(concept)] ?? .shearWaveSpeed == .shearWaveSpeed else { return nil }
            quantity = .shearWaveSpeed
        } else {
            guard Self.codes[CodeKey(concept)] ?? .elasticity == .elasticity else { return nil }
            let label = concept.meaning.lowercased()
            quantity = label.contains("shear") && label.contains("modul") ? .shearModulus : .elasticity
        }
        return ReportedStiffness(quantity: quantity, value: value * measured.factor, isByCode: isCoded)
    }

    private struct CodeKey: Hashable {
        let value: String
        let scheme: String

        init(_ code: InstanceFacts.Code) {
            value = code.value
            scheme = code.scheme
        }

        init(_ value: String, _ scheme: String) {
            self.value = value
            self.scheme = scheme
        }
    }

    /// PS3.16 CID 12308. Its dispersion slope, depth and IQR/median are no stiffness.
    private static let codes: [CodeKey: ReportedStiffness.Quantity] = [
        CodeKey("110830", "DCM"): .elasticity, CodeKey("130611", "DCM"): .shearWaveSpeed,
    ]

    /// Techniques of PS3.16 CID 12224 that measure stiffness: 2-D, 3-D and point shear wave elastography.
    private static let techniques: [(value: String, scheme: String)] = [
        ("130609", "DCM"), ("130610", "DCM"), ("130616", "DCM"),
    ]

    /// UCUM units of stiffness, and what makes them kPa and m/s.
    private static let units: [String: (isSpeed: Bool, factor: Double)] = [
        "kPa": (false, 1), "Pa": (false, 0.001), "m/s": (true, 1), "cm/s": (true, 0.01),
    ]

    /// Statistics that are themselves a stiffness: mean, median, maximum, minimum, by SNOMED CT and its retired form.
    private static let statistics: [(value: String, scheme: String, statistic: Statistic)] = [
        ("373098007", "SCT", .mean), ("373099004", "SCT", .median), ("56851009", "SCT", .maximum),
        ("255605001", "SCT", .minimum), ("R-00317", "SRT", .mean), ("R-00319", "SRT", .median),
        ("G-A437", "SRT", .maximum), ("R-404FB", "SRT", .minimum),
    ]

    private static let statisticWords: [(word: String, statistic: Statistic)] = [
        ("median", .median), ("med", .median), ("mean", .mean), ("average", .mean), ("avg", .mean), ("ave", .mean),
        ("maximum", .maximum), ("max", .maximum), ("minimum", .minimum), ("min", .minimum),
    ]

    /// Of labels of either, and of a modulus alone: "aortic stiffness" in m/s is the speed of a pulse wave.
    private static let words = ["elast", "shear wave", "shearwave", "shear-wave"]
    private static let modulusWords = ["stiff", "young", "shear modul"]
    private static let abbreviations: Set<String> = ["swe", "swv", "pswe", "arfi"]
    private static let spreadWords = [
        "standard deviation", "std", "sd", "iqr", "interquartile", "variance", "ratio", "dispersion",
    ]

    private func isElastography(isSpeed: Bool) -> Bool {
        if let method, method.isOne(of: Self.techniques) { return true }
        let words = isSpeed ? Self.words : Self.words + Self.modulusWords
        return ([concept] + path).contains { code in
            let meaning = code.meaning.lowercased()
            return code.isOne(of: Self.techniques) || words.contains { meaning.contains($0) }
                || !Self.abbreviations.isDisjoint(with: Self.words(of: meaning))
        }
    }

    private var isSpread: Bool {
        if derivation != nil { return statistic == nil }
        let meaning = concept.meaning.lowercased()
        let words = Self.words(of: meaning)
        return Self.spreadWords.contains { $0.contains(" ") ? meaning.contains($0) : words.contains($0) }
    }

    private static func words(of meaning: String) -> [String] {
        meaning.split { !$0.isLetter }.map(String.init)
    }
}
