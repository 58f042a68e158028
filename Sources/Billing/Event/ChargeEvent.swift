package import Configuration
package import Foundation

/// One charge event as it leaves: a CloudEvent 1.0 in structured JSON. Documented in docs/charge-event.md.
package struct ChargeEvent: Hashable, Codable, Sendable {
    /// What the event does to its charge. The void of a charge is not made by this version.
    package enum Action: String, Hashable, Codable, Sendable {
        case charge, replace, void

        /// The event's type.
        package var eventType: String {
            switch self {
            case .charge: "org.sonoquant.charge.created.v1"
            case .replace: "org.sonoquant.charge.replaced.v1"
            case .void: "org.sonoquant.charge.voided.v1"
            }
        }
    }

    /// The CloudEvents version: 1.0.
    package let specversion: String
    /// Of charge, revision and action.
    package let id: ChargeIdentifier
    /// `urn:sonoquant:site:` and the site's id.
    package let source: String
    /// For example org.sonoquant.charge.created.v1.
    package let type: String
    /// The charge.
    package let subject: ChargeIdentifier
    /// The signature's, to the second.
    package let time: Date
    /// The media type of `data`.
    package let datacontenttype: String
    /// The version of the schema of `data`.
    package let dataschema: String
    /// What is charged and on what evidence.
    package let data: ChargeData

    /// An event of some data; all else follows from it.
    package init(site: PlainToken, data: ChargeData) {
        specversion = "1.0"
        id = .event(of: data.chargeId, revision: data.revision, action: data.action)
        source = "urn:sonoquant:site:\(site)"
        type = data.action.eventType
        subject = data.chargeId
        time = data.evidence.signedAt
        datacontenttype = "application/json"
        dataschema = "urn:sonoquant:schema:charge:1"
        self.data = data
    }
}

extension ChargeEvent {
    /// The longest stored event that is read back, bytes.
    private static let longest = 1 << 20

    /// The event's bytes: JSON with sorted members, no blanks, and a newline at the end. The same event has the same bytes.
    package func encoded() throws(ChargeEventError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        do {
            return try encoder.encode(self) + Data([0x0A])
        } catch {
            throw .notEncodable
        }
    }

    /// Reads an event back from the bytes that were stored.
    package init(decoding bytes: Data) throws(ChargeEventError) {
        guard bytes.count <= Self.longest else { throw .notReadable }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            self = try decoder.decode(ChargeEvent.self, from: bytes)
        } catch {
            throw .notReadable
        }
    }

    /// What the rules need to know of this event once it is out.
    package var live: LiveCharge {
        LiveCharge(
            chargeId: data.chargeId,
            eventId: id,
            revision: data.revision,
            study: data.evidence.study,
            reportDigest: data.evidence.reportDigest,
            facts: data.billedFacts
        )
    }
}

/// Why an event can't become bytes or be read from them. Carries nothing of the content (law 7).
package enum ChargeEventError: Error, Hashable, Sendable, CustomStringConvertible {
    case notEncodable, notReadable

    package var description: String {
        switch self {
        case .notEncodable: "a charge event can't be written as JSON; this is a fault of sonoquant, report it"
        case .notReadable: "a stored charge event can't be read back; restore the state directory from a backup"
        }
    }
}
