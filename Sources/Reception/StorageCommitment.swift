/// One object that a peer asks about (PS3.4 annex J).
package struct ReferencedObject: Hashable, Codable, Sendable {
    /// (0008,1150).
    package var sopClassUID: String
    /// (0008,1155).
    package var sopInstanceUID: String

    package init(sopClassUID: String, sopInstanceUID: String) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
    }
}

/// An N-ACTION of the Storage Commitment Push Model SOP Class.
package struct CommitmentRequest: Hashable, Codable, Sendable {
    /// Unique within the child's life.
    package var number: Int
    /// (0008,1195).
    package var transactionUID: String
    /// The calling AE title.
    package var peer: String
    package var objects: [ReferencedObject]

    package init(number: Int, transactionUID: String, peer: String, objects: [ReferencedObject]) {
        self.number = number
        self.transactionUID = transactionUID
        self.peer = peer
        self.objects = objects
    }
}

/// What is sent as N-EVENT-REPORT: on the association that asked while it is open, else on a new one to the peer's host and port.
package struct CommitmentResult: Hashable, Codable, Sendable {
    /// One object that we can't vouch for, with (0008,1197).
    package struct Failure: Hashable, Codable, Sendable {
        package var object: ReferencedObject
        /// 0112H no such object, 0119H class and instance conflict, 0110H processing failure.
        package var reason: Int

        package init(object: ReferencedObject, reason: Int) {
            self.object = object
            self.reason = reason
        }
    }

    /// The ledger's number of the commitment.
    package var number: Int64
    package var transactionUID: String
    package var peer: String
    package var committed: [ReferencedObject]
    package var failed: [Failure]

    package init(
        number: Int64,
        transactionUID: String,
        peer: String,
        committed: [ReferencedObject],
        failed: [Failure]
    ) {
        self.number = number
        self.transactionUID = transactionUID
        self.peer = peer
        self.committed = committed
        self.failed = failed
    }
}

/// What a modality or archive says a study consists of: MPPS N-SET COMPLETED or DISCONTINUED, Instance Availability Notification, DICOMDIR.
package struct StudyAnnouncement: Hashable, Codable, Sendable {
    /// (0020,000D).
    package var studyInstanceUID: String
    /// Who says so: `mpps`, `ian` or `dicomdir`, with the SOP Instance UID or arrival that says it; the same source again replaces.
    package var source: String
    /// Every instance of the study that it names; empty when it only says that the study has ended.
    package var instances: [String]

    package init(studyInstanceUID: String, source: String, instances: [String]) {
        self.studyInstanceUID = studyInstanceUID
        self.source = source
        self.instances = instances
    }
}
