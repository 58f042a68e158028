/// An attribute of patient or study, beyond those that identify them, that an object made of an instance repeats: all objects of a
/// patient and a study say the same of them (PS3.3 A.1.2, C.7.1 and C.7.2). Absent attributes have none of this.
package struct RepeatedAttribute: Hashable, Sendable {
    /// What the instance holds.
    package enum Value: Hashable, Sendable {
        /// UTF-8 without the padding at its end, several values separated by backslashes, unchecked; "" for an empty element. Binary
        /// numbers are in decimal.
        case text(String)
        /// The items of a sequence, each with the members that its definition knows.
        case items([[RepeatedAttribute]])
        /// It is too long to be read, or not of the kind that PS3.6 says.
        case unreadable
    }

    /// Group * 65536 + element.
    package var tag: UInt32
    /// For example PatientWeight.
    package var keyword: String
    /// What the instance holds.
    package var value: Value

    package init(tag: UInt32, keyword: String, value: Value) {
        self.tag = tag
        self.keyword = keyword
        self.value = value
    }
}

extension RepeatedAttribute: Codable {
    private enum Key: String, CodingKey {
        case tag, keyword, text, items, unreadable
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        tag = try container.decode(UInt32.self, forKey: .tag)
        keyword = try container.decode(String.self, forKey: .keyword)
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            value = .text(text)
        } else if let items = try container.decodeIfPresent([[RepeatedAttribute]].self, forKey: .items) {
            value = .items(items)
        } else {
            value = .unreadable
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(tag, forKey: .tag)
        try container.encode(keyword, forKey: .keyword)
        switch value {
        case .text(let text): try container.encode(text, forKey: .text)
        case .items(let items): try container.encode(items, forKey: .items)
        case .unreadable: try container.encode(true, forKey: .unreadable)
        }
    }
}

extension RepeatedAttribute {
    /// What an attribute may hold (PS3.6, PS3.5 section 6.2).
    package struct Definition: Sendable {
        /// The value representations that occur.
        package enum Representation: Hashable, Sendable {
            /// AS, CS, DA, DS, LO, LT, PN, SH, ST.
            case ageString, codeString, date, decimalString, longString, longText, personName, shortString, shortText
            /// TM, UI, UT, US, FD.
            case time, uid, unlimitedText, unsignedShort, double
        }

        /// The kind of value.
        package enum Form: Sendable {
            /// One value.
            case one(Representation)
            /// One or more.
            case many(Representation)
            /// A sequence, with the members of its items that are repeated.
            case items([Definition])
            /// A sequence of coded concepts (PS3.3 section 8.8).
            case codes
        }

        let attribute: DataSetAttribute
        /// The kind of value.
        package let form: Form

        /// Group * 65536 + element.
        package var tag: UInt32 { attribute.tag }

        init(_ tag: UInt32, _ keyword: String, _ form: Form) {
            attribute = DataSetAttribute(tag, keyword)
            self.form = form
        }
    }
}
