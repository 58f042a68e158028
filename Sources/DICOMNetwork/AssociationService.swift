internal import Foundation
internal import Identifiers
internal import Reception
internal import SystemCalls
internal import Synchronization

/// What the associations' threads share.
final class ReceiverState: Sendable {
    let settings: ReceptionSettings
    let rules: PresentationRules
    let channel: ServiceChannel
    let listener: NetworkListener
    let isOutOfResources = Mutex(false)
    let stopDeadline = Mutex<Date?>(nil)
    let open = OpenAssociations()
    let steps = Mutex(PerformedSteps())
    let deliveries = NSLock()

    /// The longest wait for the service.
    static let answerSeconds: TimeInterval = 600

    init(settings: ReceptionSettings, channel: ServiceChannel, listener: NetworkListener) {
        self.settings = settings
        self.channel = channel
        self.listener = listener
        rules = PresentationRules(additionalClasses: settings.additionalClasses)
    }
}

/// Serves one association on its thread, from the acknowledgement to its end.
final class AssociationService {
    let association: Association
    let state: ReceiverState
    let peer: String
    private(set) var contexts: [UInt8: (abstractSyntax: String, transferSyntax: String)] = [:]
    private(set) var key = 0
    private var lastMessageID: UInt16 = 0

    init(_ association: Association, state: ReceiverState) {
        self.association = association
        self.state = state
        peer = String(Admission.trimmed(association.calling))
    }

    /// Returns how it ended.
    func run() -> AssociationEnding {
        let key = state.open.add(association)
        self.key = key
        defer { for result in state.open.remove(key) { CommitmentDelivery.start(result, state) } }
        do throws(AssociationEnding) {
            contexts = association.negotiate(state.rules)
            try association.acknowledge()
            while true {
                if let end = state.stopDeadline.withLock({ $0 }) {
                    association.end(withinSeconds: max(1, Int(end.timeIntervalSinceNow.rounded(.up))))
                }
                if let result = state.open.nextResult(key) {
                    try deliver(result)
                } else if try association.wait() {
                    try serve()
                }
            }
        } catch {
            switch error {
            case .released: association.acknowledgeRelease()
            case .aborted, .lost, .refused: break
            case .timedOut, .protocolBroken: association.abort()
            }
            return error
        }
    }

    private func serve() throws(AssociationEnding) {
        let (id, bytes) = try association.receiveCommand()
        guard let context = contexts[id] else { throw .protocolBroken }
        let command: CommandSet
        do { command = try CommandSet(reading: bytes) } catch { throw .protocolBroken }
        switch (command.request, command.hasDataSet) {
        case (.echo, false): try association.send(command.response(.success), context: id)
        case (.store, true): try store(command, id, context.abstractSyntax, context.transferSyntax)
        case (.action, true) where context.abstractSyntax == PresentationRules.storageCommitment:
            try takeCommitment(command, id)
        case (.create, _), (.set, _):
            try takeAnnouncement(command, id, context.abstractSyntax)
        default:
            if command.hasDataSet { try readAway(id) }
            // A response that nobody asked for gets no answer.
            guard let field = command.field, field & 0x8000 == 0, field != 0x0FFF else { return }
            try association.send(command.response(.unrecognisedOperation), context: id)
        }
    }

    /// Reads a data set that isn't kept.
    func readAway(_ context: UInt8) throws(AssociationEnding) {
        _ = try association.receiveFile(context: context, file: -1, head: [], limit: 0)
    }

    /// Sends a result on this association, which asked for it, and takes its response (PS3.4 section J.3.3).
    private func deliver(_ result: CommitmentResult) throws(AssociationEnding) {
        let name = PresentationRules.storageCommitment
        guard let id = contexts.first(where: { $0.value.abstractSyntax == name })?.key else { return }
        lastMessageID &+= 1
        do throws(AssociationEnding) {
            let failure = try CommitmentMessages.send(result, on: association, context: id, messageID: lastMessageID)
            state.channel.report(CommitmentDelivery.report(result, failure))
        } catch {
            state.channel.report(.notDelivered(commitment: result.number, "the association ended: \(error.rawValue)"))
            throw error
        }
    }
}
