package import Foundation
package import Identifiers

/// A charge event, with the bytes that every destination's rendering is made of.
package struct ChargeRecord: Hashable, Sendable {
    /// Of study, service and component.
    package let chargeID: UUID
    /// Of the charge, its revision and action.
    package let eventID: UUID
    /// The study that is charged.
    package let study: StudyKey
    /// The charge's own revision, from 1.
    package let revision: Int
    /// `charge`, `replace` or `void`.
    package let action: String
    /// For example `quantitative-ultrasound`: the codes of one service exclude each other.
    package let service: String
    /// `global`, `professional` or `technical`.
    package let component: String
    /// For example 0689T.
    package let code: String
    /// The patient's identifier and its assigner, as the caller joins them.
    package let patientKey: String
    /// YYYY-MM-DD.
    package let dateOfService: String
    /// The event that this one takes the place of.
    package let supersedes: UUID?
    /// The event itself.
    package let bytes: Data
    /// Whether it stands. A void never does, a charge until it is superseded.
    package let isLive: Bool

    package init(
        chargeID: UUID,
        eventID: UUID,
        study: StudyKey,
        revision: Int,
        action: String,
        service: String,
        component: String,
        code: String,
        patientKey: String,
        dateOfService: String,
        supersedes: UUID?,
        bytes: Data,
        isLive: Bool
    ) {
        self.chargeID = chargeID
        self.eventID = eventID
        self.study = study
        self.revision = revision
        self.action = action
        self.service = service
        self.component = component
        self.code = code
        self.patientKey = patientKey
        self.dateOfService = dateOfService
        self.supersedes = supersedes
        self.bytes = bytes
        self.isLive = isLive
    }

    /// Of `bytes`.
    package var digest: ContentDigest { ContentDigest(of: bytes) }
}
