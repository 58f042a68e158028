/// One JSON line from `sonoquant receive` to the service, on standard output.
package enum ReceptionReport: Hashable, Codable, Sendable {
    /// It takes associations, at this port.
    case listening(port: Int)
    /// It can't listen; why.
    case notListening(String)
    /// Asks for the commit of a received file; the C-STORE is answered only after `answer`.
    case commit(ReceivedFile)
    /// Storage Commitment was asked for; the N-ACTION is answered only after `requestKept` or `requestRefused`.
    case commitment(CommitmentRequest)
    /// A result reached its peer.
    case delivered(commitment: Int64)
    /// It did not; why, without patient data. The service tries again later.
    case notDelivered(commitment: Int64, String)
    /// A study's content was announced; `number` is unique within the child's life, and the peer is answered after `announcementKept`
    /// or `requestRefused`.
    case announcement(number: Int, StudyAnnouncement)
    /// Associations open and waiting now.
    case associations(open: Int, waiting: Int)
    /// An association ended: `released`, `aborted`, `lost`, `timedOut`, `refused`; for metrics and the log.
    case ended(peer: String, ending: String, words: String)
}

/// One JSON line from the service to `sonoquant receive`, on standard input, after the settings. Its end means: stop now.
package enum ReceptionOrder: Hashable, Codable, Sendable {
    case answer(file: Int, CommitAnswer)
    case requestKept(Int)
    /// Not kept: a Storage Commitment request or an announcement.
    case requestRefused(Int)
    case announcementKept(Int)
    /// Deliver this.
    case deliver(CommitmentResult)
    /// While true every C-STORE is answered A700 before its data set is stored.
    case outOfResources(Bool)
    /// Take no new association, let the present ones end within the seconds, then exit with 0.
    case stop(withinSeconds: Int)
}
