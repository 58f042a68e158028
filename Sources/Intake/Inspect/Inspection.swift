package import Identifiers
package import Imaging

/// What a worker found in a file: one line of `sonoquant inspect`.
package enum Inspection: Hashable, Sendable {
    /// An instance that stays with its study.
    case instance(InstanceFacts)
    /// Legal DICOM that is not ours; what it is.
    case skipped(String)
    /// No DICOM that can be used; why.
    case refused(ImagingError)
    /// The worker died over it twice; how. The service says this, never the worker.
    case readerLost(String)

    /// Reads the header of a file whose bytes may be hostile. Only a worker process does this (law 3).
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - additional: SOP Classes that aren't ours and are kept with their study because the configuration names them.
    package init(path: String, keeping additional: Set<DICOMUID> = []) {
        do throws(ImagingError) {
            let dataSet = try DataSet(path: path)
            let sopClass = try dataSet.sopClassUID()
            switch SOPClassRole(sopClass) {
            case .mediaDirectory: self = .skipped("a media directory (DICOMDIR)")
            case .foreign where additional.contains(sopClass): self = .instance(try InstanceFacts(dataSet))
            case .foreign: self = .skipped("not ultrasound: \(ForeignSOPClass.name(of: sopClass))")
            case .ultrasound, .supporting: self = .instance(try InstanceFacts(dataSet))
            }
        } catch {
            self = .refused(error)
        }
    }
}

extension Inspection: Codable {
    private enum Key: String, CodingKey {
        case facts, skipped, refused, readerLost
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let facts = try container.decodeIfPresent(InstanceFacts.self, forKey: .facts) {
            self = .instance(facts)
        } else if let word = try container.decodeIfPresent(String.self, forKey: .skipped) {
            self = .skipped(word)
        } else if let how = try container.decodeIfPresent(String.self, forKey: .readerLost) {
            self = .readerLost(how)
        } else {
            self = .refused(try container.decode(ImagingError.self, forKey: .refused))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .instance(let facts): try container.encode(facts, forKey: .facts)
        case .skipped(let word): try container.encode(word, forKey: .skipped)
        case .refused(let error): try container.encode(error, forKey: .refused)
        case .readerLost(let how): try container.encode(how, forKey: .readerLost)
        }
    }
}
