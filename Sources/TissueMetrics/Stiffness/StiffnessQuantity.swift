/// What a stiffness value is of. The vendor's label says which; strain has none of these.
package enum StiffnessQuantity: Hashable, Sendable {
    /// E, kPa.
    case youngsModulus
    /// µ, kPa: a third of E.
    case shearModulus
    /// c, m/s.
    case shearWaveSpeed

    /// A value as another quantity, by E = 3µ = 3ρc² with ρ = 1000 kg/m³: in an incompressible, isotropic, elastic
    /// medium.
    ///
    /// Convert each value and then take medians; a spread (IQR) of one quantity says nothing about that of another.
    package func convert(_ value: Double, to other: StiffnessQuantity) -> Availability {
        guard value.isFinite, value >= 0 else { return .notAvailable("a stiffness is a number from zero") }
        // With ρ = 1000 kg/m³, ρc² is c² in kPa where c is in m/s.
        let shearModulus =
            switch self {
            case .youngsModulus: value / 3
            case .shearModulus: value
            case .shearWaveSpeed: value * value
            }
        return switch other {
        case _ where other == self: .value(value)
        case .youngsModulus: Availability(finite: 3 * shearModulus)
        case .shearModulus: Availability(finite: shearModulus)
        case .shearWaveSpeed: Availability(finite: shearModulus.squareRoot())
        }
    }
}
