internal import Imaging

extension LegalValue {
    /// Why a report may not repeat what an instance says of patient or study; nil where it may.
    static func fault(_ value: RepeatedAttribute.Value, of form: RepeatedAttribute.Definition.Form) -> String? {
        switch (value, form) {
        case (.text(""), .one), (.text(""), .many): nil
        case (.text(let text), .one(let representation)): fault(text, representation)
        case (.text(let text), .many(let representation)):
            text.split(separator: "\\", omittingEmptySubsequences: false).lazy
                .compactMap { $0.isEmpty ? nil : fault(String($0), representation) }.first
        case (.items(let items), .items(let members)): fault(items, members)
        case (.items(let items), .codes):
            items.allSatisfy(isCode) ? fault(items, RepeatedAttribute.Definition.code) : "has an incomplete code"
        case (.unreadable, _), (.text, .items), (.text, .codes), (.items, .one), (.items, .many):
            "is too long to be read, or not of its kind"
        }
    }

    private static func fault(
        _ items: [[RepeatedAttribute]],
        _ members: [RepeatedAttribute.Definition]
    ) -> String? {
        for item in items {
            if item.isEmpty { return "has an item without any member that is known" }
            for member in item {
                guard let definition = members.first(where: { $0.tag == member.tag }) else { continue }
                if let fault = fault(member.value, of: definition.form) { return "has an item whose member \(fault)" }
            }
        }
        return nil
    }

    /// Value, scheme and meaning are type 1 (PS3.3 table 8.8-1).
    private static func isCode(_ item: [RepeatedAttribute]) -> Bool {
        let filled = item.filter { $0.value != .text("") }.map(\.keyword)
        return filled.contains("CodeMeaning") && filled.contains("CodingSchemeDesignator")
            && (filled.contains("CodeValue") || filled.contains("LongCodeValue"))
    }

    private static func fault(
        _ text: String,
        _ representation: RepeatedAttribute.Definition.Representation
    ) -> String? {
        switch representation {
        case .shortString: textFault(text, longest: 16)
        case .longString: textFault(text, longest: 64)
        case .personName: personNameFault(text)
        case .date: dateFault(text)
        case .time: timeFault(text)
        case .codeString: codeStringFault(text)
        case .ageString: ageFault(text)
        case .decimalString: decimalFault(text)
        case .shortText: layoutFault(text, longest: 1_024)
        case .longText: layoutFault(text, longest: 10_240)
        case .unlimitedText: layoutFault(text, longest: DICOMText.unlimitedTextCharacters)
        case .unsignedShort: UInt16(text) == nil ? "is no whole number up to 65535" : nil
        case .double: Double(text)?.isFinite == true ? nil : "is no number"
        case .uid: nil  // copied as they are, as every UID
        }
    }

    /// ST, LT and UT: line breaks and tabulators allowed.
    static func layoutFault(_ value: String, longest: Int) -> String? {
        let layout: Set<Unicode.Scalar> = ["\t", "\n", "\u{0C}", "\r"]
        if value.unicodeScalars.contains(where: { isControl($0) && !layout.contains($0) }) {
            return "has a control character"
        }
        return value.unicodeScalars.count > longest ? "is longer than \(longest) characters" : nil
    }

    /// CS: 16 upper-case letters, digits, spaces and underscores.
    static func codeStringFault(_ value: String) -> String? {
        DICOMText.isLegal(value, as: .codeString) ? nil : "is not 16 characters of A to Z, digits, space and underscore"
    }

    /// AS: nnnD, nnnW, nnnM or nnnY.
    static func ageFault(_ value: String) -> String? {
        let bytes = Array(value.utf8)
        let isLegal =
            bytes.count == 4 && bytes.prefix(3).allSatisfy { (48...57).contains($0) } && "DWMY".utf8.contains(bytes[3])
        return isLegal ? nil : "is not a number of three digits with D, W, M or Y"
    }

    /// DS: at most 16 characters of a decimal number.
    static func decimalFault(_ value: String) -> String? {
        let isNumber =
            value.utf8.count <= 16 && value.utf8.allSatisfy { (48...57).contains($0) || "+-.eE ".utf8.contains($0) }
            && Double(value.filter { $0 != " " })?.isFinite == true
        return isNumber ? nil : "is no decimal number of 16 characters"
    }
}

extension RepeatedAttribute.Definition.Form {
    /// What is written for an illegal value.
    var emptyValue: RepeatedAttribute.Value {
        switch self {
        case .one, .many: .text("")
        case .items, .codes: .items([])
        }
    }
}
