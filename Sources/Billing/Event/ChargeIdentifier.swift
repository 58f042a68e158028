package import Foundation
package import Identifiers
package import Configuration

/// A version 5 UUID of a charge, an event or a study, written in lower case. Derived from facts alone, so a replay, a second
/// machine or a restored backup makes the same one (law 5).
package struct ChargeIdentifier: ShapedText {
    /// To follow "must be" in an error.
    package static let shape = "a UUID in lower case"

    /// Version 5 (RFC 9562) where it is made here.
    package let uuid: UUID

    /// 36 characters, lower case.
    package var text: String { uuid.lowercased }

    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text), uuid.lowercased == text else { return nil }
        self.init(uuid)
    }

    /// A charge: `StudyInstanceUID|service|component` in SonoQuant's namespace, for example
    /// `1.2.3|quantitative-ultrasound|global`. The code is no part of it, so another code supersedes and never adds.
    package static func charge(study: DICOMUID, service: BilledService, component: BilledComponent) -> ChargeIdentifier
    {
        let name = "\(study.value)|\(service.rawValue)|\(component.rawValue)"
        return ChargeIdentifier(UUID(namespace: .sonoquant, name: name))
    }

    /// An event of a charge: `revision|action` in the charge's namespace, for example `1|charge`.
    package static func event(of charge: ChargeIdentifier, revision: Int, action: ChargeEvent.Action)
        -> ChargeIdentifier
    {
        ChargeIdentifier(UUID(namespace: charge.uuid, name: "\(revision)|\(action.rawValue)"))
    }

    /// A study, so that an event can name it without its UID: the Study Instance UID in SonoQuant's namespace.
    package static func study(_ uid: DICOMUID) -> ChargeIdentifier {
        ChargeIdentifier(UUID(namespace: .sonoquant, name: uid.value))
    }
}
