internal import Glibc
internal import Identifiers
internal import Reception
internal import Synchronization

extension AssociationService {
    /// A C-STORE (PS3.4 annex B). Success is answered only when the service has committed the file (law 1).
    func store(
        _ command: CommandSet,
        _ context: UInt8,
        _ sopClass: String,
        _ transferSyntax: String
    ) throws(AssociationEnding) {
        guard state.rules.stores(sopClass) else {
            try readAway(context)
            return try answer(command, context, .sopClassNotSupported, nil)
        }
        guard command.sopClassUID == sopClass else {
            try readAway(context)
            return try answer(
                command,
                context,
                .dataSetDoesNotMatch,
                "SOP class differs from the presentation context's"
            )
        }
        guard DICOMUID(command.sopInstanceUID) != nil else {
            try readAway(context)
            return try answer(command, context, .invalidObjectInstance, "Affected SOP Instance UID is not a UID")
        }
        guard !state.isOutOfResources.withLock({ $0 }) else {
            try readAway(context)
            return try answer(command, context, .outOfResources, "Storage is nearly full")
        }
        let number = state.channel.nextNumber()
        guard var file = SpoolFile(number: number, spool: state.settings.spool) else {
            try readAway(context)
            return try answer(command, context, .outOfResources, "The spool refuses files")
        }
        let received = try association.receiveFile(
            context: context,
            file: file.file,
            head: FileHead.bytes(
                sopClassUID: sopClass,
                sopInstanceUID: command.sopInstanceUID,
                transferSyntaxUID: transferSyntax
            ),
            limit: state.settings.objectBytes
        )
        guard !received.isTooLarge else {
            return try answer(command, context, .outOfResources, "The data set is larger than is taken here")
        }
        guard received.writeError == 0, let digest = received.digest, file.synchronise() else {
            return try answer(command, context, .outOfResources, "The spool can't be written")
        }
        let description = ReceivedFile(
            number: number,
            name: file.name,
            digest: digest,
            size: received.size,
            sopClassUID: sopClass,
            sopInstanceUID: command.sopInstanceUID,
            transferSyntaxUID: transferSyntax,
            peer: peer
        )
        file.handOver()
        let verdict = state.channel.ask(
            .commit(description),
            number: number,
            withinSeconds: ReceiverState.answerSeconds
        )
        guard case .file(let verdict) = verdict else {
            return try answer(command, context, .outOfResources, "The service did not answer in time")
        }
        switch verdict {
        case .stored, .duplicate: try answer(command, context, .success, nil)
        case .notUnderstood(let why): try answer(command, context, .cannotUnderstand, why)
        case .mismatch(let why): try answer(command, context, .dataSetDoesNotMatch, why)
        case .outOfResources(let why): try answer(command, context, .outOfResources, why)
        }
    }

    func answer(
        _ command: CommandSet,
        _ context: UInt8,
        _ status: CommandSet.Status,
        _ comment: String?
    ) throws(AssociationEnding) {
        try association.send(command.response(status, comment: comment), context: context)
    }
}
