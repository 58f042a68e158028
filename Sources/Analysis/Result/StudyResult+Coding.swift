internal import Identifiers
internal import Imaging

// The choices of result.json as a reader of it expects them: a kind by name, and what belongs to it beside the name.

extension StudyResult.Measurement.Answer: Codable {
    private enum Key: String, CodingKey {
        case value, notAvailable
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let reason = try container.decodeIfPresent(String.self, forKey: .notAvailable) {
            self = .notAvailable(reason)
        } else {
            self = .value(try container.decode(Double.self, forKey: .value))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .value(let value): try container.encode(value, forKey: .value)
        case .notAvailable(let reason): try container.encode(reason, forKey: .notAvailable)
        }
    }
}

extension StudyResult.Outcome: Codable {
    private enum Key: String, CodingKey {
        case kind, reasons, contents
    }

    private enum Kind: String, Codable {
        case measured, nothingToMeasure, conflictingInstances
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self =
            switch try container.decode(Kind.self, forKey: .kind) {
            case .measured: .measured
            case .nothingToMeasure: .nothingToMeasure(try container.decode([String].self, forKey: .reasons))
            case .conflictingInstances:
                .conflictingInstances(try container.decode([[ContentDigest]].self, forKey: .contents))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .measured:
            try container.encode(Kind.measured, forKey: .kind)
        case .nothingToMeasure(let reasons):
            try container.encode(Kind.nothingToMeasure, forKey: .kind)
            try container.encode(reasons, forKey: .reasons)
        case .conflictingInstances(let contents):
            try container.encode(Kind.conflictingInstances, forKey: .kind)
            try container.encode(contents, forKey: .contents)
        }
    }
}

extension StudyResult.InstanceRecord.Disposition: Codable {
    private enum Key: String, CodingKey {
        case kind, reason, fault
    }

    private enum Kind: String, Codable {
        case measured, supporting, notMeasured, undecodable, duplicateContent
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self =
            switch try container.decode(Kind.self, forKey: .kind) {
            case .measured: .measured
            case .supporting: .supporting
            case .notMeasured: .notMeasured(try container.decode(String.self, forKey: .reason))
            case .undecodable: .undecodable(try container.decode(ImagingError.self, forKey: .fault))
            case .duplicateContent: .duplicateContent
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .measured: try container.encode(Kind.measured, forKey: .kind)
        case .supporting: try container.encode(Kind.supporting, forKey: .kind)
        case .notMeasured(let reason):
            try container.encode(Kind.notMeasured, forKey: .kind)
            try container.encode(reason, forKey: .reason)
        case .undecodable(let fault):
            try container.encode(Kind.undecodable, forKey: .kind)
            try container.encode(fault, forKey: .fault)
        case .duplicateContent: try container.encode(Kind.duplicateContent, forKey: .kind)
        }
    }
}
