/// The site of a finding as a current code.
package enum AnatomicCode {
    /// The SNOMED CT code of an outside anatomic code: itself, or its successor where it is of the retired SNOMED RT form that older
    /// machines write (PS3.16 annex L). Nil where there is none, so that a report never invents anatomy.
    package static func current(of code: InstanceFacts.Code) -> CodedConcept? {
        switch code.scheme {
        case "SCT" where !code.value.isEmpty && code.value.utf8.allSatisfy { (48...57).contains($0) }:
            CodedConcept(checking: code)
        case "SRT", "SNM3", "99SDM":
            successors[code.value]
        default:
            nil
        }
    }

    /// Whether the body has it once, so that no laterality can be asked for (PS3.3 C.7.3.1): of the regions below. False where nobody
    /// here knows.
    package static func isUnpaired(_ site: CodedConcept) -> Bool {
        site.scheme == "SCT" && unpaired.contains(site.value)
    }

    /// Heart, aorta, liver, gallbladder, pancreas, bladder, uterus, prostate, thyroid, spleen, neck, chest, abdomen.
    private static let unpaired: Set<String> = [
        "80891009", "15825003", "10200004", "28231008", "15776009", "89837001", "35039007", "41216001", "69748006",
        "78961009", "45048000", "51185008", "113345001",
    ]

    /// PS3.16 table L-1, the regions and organs that ultrasound shows.
    private static let successors: [String: CodedConcept] = [
        "T-04000": CodedConcept("76752008", "SCT", "Breast"),
        "T-13001": CodedConcept("71616004", "SCT", "Skeletal muscle"),
        "T-32000": CodedConcept("80891009", "SCT", "Heart"),
        "T-42000": CodedConcept("15825003", "SCT", "Aorta"),
        "T-45010": CodedConcept("69105007", "SCT", "Carotid Artery"),
        "T-62000": CodedConcept("10200004", "SCT", "Liver"),
        "T-63000": CodedConcept("28231008", "SCT", "Gallbladder"),
        "T-65000": CodedConcept("15776009", "SCT", "Pancreas"),
        "T-71000": CodedConcept("64033007", "SCT", "Kidney"),
        "T-74000": CodedConcept("89837001", "SCT", "Bladder"),
        "T-83000": CodedConcept("35039007", "SCT", "Uterus"),
        "T-92000": CodedConcept("41216001", "SCT", "Prostate"),
        "T-94000": CodedConcept("40689003", "SCT", "Testis"),
        "T-B6000": CodedConcept("69748006", "SCT", "Thyroid"),
        "T-C3000": CodedConcept("78961009", "SCT", "Spleen"),
        "T-D1600": CodedConcept("45048000", "SCT", "Neck"),
        "T-D3000": CodedConcept("51185008", "SCT", "Chest"),
        "T-D4000": CodedConcept("113345001", "SCT", "Abdomen"),
    ]
}
