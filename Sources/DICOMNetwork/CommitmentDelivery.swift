internal import Foundation
internal import Reception

/// Storage Commitment results on associations of our own (PS3.4 section J.3.3).
enum CommitmentDelivery {
    /// What the service is told.
    static func report(_ result: CommitmentResult, _ failure: String?) -> ReceptionReport {
        guard let failure else { return .delivered(commitment: result.number) }
        return .notDelivered(commitment: result.number, failure)
    }

    /// Delivers on the association that asked, else on a new one, from a thread of its own.
    static func start(_ result: CommitmentResult, _ state: ReceiverState) {
        if state.open.give(result) { return }
        let thread = Thread {
            let failure: String?
            do throws(AssociationEnding) {
                failure = try deliver(result, state)
            } catch {
                failure = "the association to the peer ended: \(error.rawValue)"
            }
            state.channel.report(report(result, failure))
        }
        thread.stackSize = Receiver.stackBytes
        thread.start()
    }

    private static func deliver(_ result: CommitmentResult, _ state: ReceiverState) throws(AssociationEnding) -> String?
    {
        let peer = state.settings.peers.first { Admission.trimmed($0.title) == Admission.trimmed(result.peer) }
        guard let peer, let host = peer.host, let port = peer.port else {
            return "the configuration names no host and port for this peer"
        }
        // Results go one at a time: each holds a socket and a thread.
        state.deliveries.lock()
        defer { state.deliveries.unlock() }
        let association = try Association.request(
            host: host,
            port: port,
            called: peer.title,
            sopClass: PresentationRules.storageCommitment,
            on: state.listener,
            settings: state.settings
        )
        do throws(AssociationEnding) {
            let failure = try CommitmentMessages.send(result, on: association, context: 1, messageID: 1)
            association.release()
            return failure
        } catch {
            association.abort()
            throw error
        }
    }
}
