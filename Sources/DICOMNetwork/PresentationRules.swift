/// Which presentation contexts are accepted (PS3.8 section 7.1.1.13).
package struct PresentationRules: Sendable {
    static let verification = "1.2.840.10008.1.1"
    static let storageCommitment = "1.2.840.10008.1.20.1"
    /// The well-known instance of the Storage Commitment Push Model (PS3.4 section J.3.5).
    static let storageCommitmentInstance = "1.2.840.10008.1.20.1.1"
    static let performedProcedureStep = "1.2.840.10008.3.1.2.3.3"
    static let instanceAvailability = "1.2.840.10008.5.1.4.33"
    static let implicitLittleEndian = "1.2.840.10008.1.2"

    private static let notifications: Set<String> = [
        storageCommitment, performedProcedureStep, instanceAvailability,
    ]

    /// Below 1.2.840.10008.5.1.4.1.1 (PS3.4 annex B.5): ultrasound with its retired classes, Enhanced US Volume, photoacoustic,
    /// secondary capture, SR, key objects, segmentations, presentation states, encapsulated PDF.
    private static let ourClasses = [
        "6.1", "3.1", "6", "3", "6.2", "6.3", "7", "7.1", "7.2", "7.3", "7.4", "88.11", "88.22", "88.33", "88.34",
        "88.35", "88.59", "66.4", "11.1", "11.2", "104.1",
    ]

    /// Below 1.2.840.10008.1.2 (PS3.5 annex A): native, deflated, JPEG, JPEG-LS, JPEG 2000, RLE, MPEG-2, MPEG-4, HEVC.
    private static let storedSyntaxes: Set<String> = Set(
        (["", ".1", ".2", ".1.99", ".4.50", ".4.51", ".4.57", ".4.70", ".4.80", ".4.81", ".4.90", ".4.91", ".5"]
            + (100...108).map { ".4.\($0)" }).map { "1.2.840.10008.1.2" + $0 }
    )

    private static let nativeSyntaxes: Set<String> = [
        implicitLittleEndian, "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2",
    ]

    private let storageClasses: Set<String>

    /// - Parameter additionalClasses: SOP classes that are stored beyond ours.
    package init(additionalClasses: [String] = []) {
        storageClasses = Set(Self.ourClasses.map { "1.2.840.10008.5.1.4.1.1." + $0 } + additionalClasses)
    }

    /// Whether data sets of a class are stored.
    package func stores(_ sopClass: String) -> Bool { storageClasses.contains(sopClass) }

    /// What becomes of a proposed context.
    package enum Decision: Hashable, Sendable {
        case accept(transferSyntax: String)
        /// PS3.8 table 9-18, 3 and 4.
        case refuseAbstractSyntax, refuseTransferSyntaxes
    }

    /// The first of the proposer's transfer syntaxes that we take.
    package func decision(abstractSyntax: String, transferSyntaxes: [String]) -> Decision {
        let taken: Set<String>
        if abstractSyntax == Self.verification {
            taken = Self.nativeSyntaxes
        } else if Self.notifications.contains(abstractSyntax) {
            taken = [Self.implicitLittleEndian]
        } else if storageClasses.contains(abstractSyntax) {
            taken = Self.storedSyntaxes
        } else {
            return .refuseAbstractSyntax
        }
        guard let first = transferSyntaxes.first(where: { taken.contains($0) }) else { return .refuseTransferSyntaxes }
        return .accept(transferSyntax: first)
    }
}
