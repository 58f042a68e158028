internal import Foundation
internal import Identifiers
internal import Reception
internal import Synchronization

extension AssociationService {
    /// An N-ACTION of the Storage Commitment Push Model: answered when the service has written the request down.
    func takeCommitment(_ command: CommandSet, _ context: UInt8) throws(AssociationEnding) {
        guard let elements = try receiveElements(command, context) else { return }
        guard command.actionTypeID == 1 else { return try answer(command, context, .noSuchAction, nil) }
        let number = state.channel.nextNumber()
        let request: CommitmentRequest
        do {
            request = try CommitmentMessages.request(elements, number: number, peer: peer)
        } catch {
            return try answer(command, context, error.status, "The action information is incomplete or too large")
        }
        state.open.remember(request.transactionUID, for: key)
        let isKept = ask(.commitment(request), number)
        try answer(command, context, isKept ? .success : .processingFailure, "The request could not be kept")
    }

    /// MPPS N-CREATE and N-SET, and the N-CREATE of an Instance Availability Notification.
    func takeAnnouncement(
        _ command: CommandSet,
        _ context: UInt8,
        _ abstractSyntax: String
    ) throws(AssociationEnding) {
        guard let elements = try receiveElements(command, context) else { return }
        var instance = command.sopInstanceUID
        if command.request == .create && instance.isEmpty { instance = DICOMUID(UUID()).value }
        guard DICOMUID(instance) != nil else { return try answer(command, context, .invalidObjectInstance, nil) }
        var announcements: [StudyAnnouncement] = []
        switch (abstractSyntax, command.request) {
        case (PresentationRules.performedProcedureStep, .create):
            guard state.steps.withLock({ $0.begin(step: instance, elements) }) else {
                return try answer(command, context, .missingAttribute, "No Study Instance UID")
            }
        case (PresentationRules.performedProcedureStep, .set):
            guard let found = state.steps.withLock({ $0.change(step: instance, elements) }) else {
                return try answer(command, context, .noSuchObjectInstance, nil)
            }
            announcements = found
        case (PresentationRules.instanceAvailability, .create):
            guard let found = PerformedSteps.availability(notification: instance, elements) else {
                return try answer(command, context, .missingAttribute, "No Study Instance UID")
            }
            announcements = [found]
        default: return try answer(command, context, .unrecognisedOperation, nil)
        }
        for announcement in announcements {
            let number = state.channel.nextNumber()
            guard ask(.announcement(number: number, announcement), number) else {
                return try answer(command, context, .processingFailure, "The announcement could not be kept")
            }
        }
        try association.send(command.response(.success, instance: instance), context: context)
    }

    private func ask(_ report: ReceptionReport, _ number: Int) -> Bool {
        state.channel.ask(report, number: number, withinSeconds: ReceiverState.answerSeconds) == .kept
    }

    /// The request's data set; nil when it can't be read, which is answered here.
    private func receiveElements(_ command: CommandSet, _ context: UInt8) throws(AssociationEnding) -> DataElements? {
        guard command.hasDataSet else { return DataElements() }
        guard let bytes = try association.receiveDataSet(context: context, limit: CommitmentMessages.bytes) else {
            try answer(command, context, .resourceLimitation, "The data set is too large")
            return nil
        }
        do {
            return try DataElements(reading: bytes)
        } catch {
            try answer(command, context, .processingFailure, "The data set can't be read")
            return nil
        }
    }
}
