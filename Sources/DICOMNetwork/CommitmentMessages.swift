internal import Identifiers
internal import Reception

/// The data sets of the Storage Commitment Push Model (PS3.4 annex J).
enum CommitmentMessages {
    /// Objects in one request (law 8).
    static let objects = 100_000
    /// Bytes of a request's data set; an object takes at most about 170.
    static let bytes = 20 << 20

    /// Why a request isn't taken.
    enum Refusal: Error, Hashable, Sendable {
        case missing, invalid, tooMany

        /// What the N-ACTION is answered.
        var status: CommandSet.Status {
            switch self {
            case .missing: .missingAttribute
            case .invalid: .invalidArgumentValue
            case .tooMany: .resourceLimitation
            }
        }
    }

    /// Reads an N-ACTION's action information (PS3.4 table J.3-1).
    static func request(
        _ elements: DataElements,
        number: Int,
        peer: String
    ) throws(Refusal) -> CommitmentRequest {
        guard let transaction = elements.text(Tag.transactionUID) else { throw .missing }
        guard DICOMUID(transaction) != nil else { throw .invalid }
        let items = elements.items(Tag.referencedSOPSequence)
        guard !items.isEmpty else { throw .missing }
        guard items.count <= objects else { throw .tooMany }
        var referenced: [ReferencedObject] = []
        referenced.reserveCapacity(items.count)
        for item in items {
            guard let sopClass = item.text(Tag.referencedSOPClassUID),
                let instance = item.text(Tag.referencedSOPInstanceUID)
            else { throw .missing }
            guard DICOMUID(sopClass) != nil, DICOMUID(instance) != nil else { throw .invalid }
            referenced.append(ReferencedObject(sopClassUID: sopClass, sopInstanceUID: instance))
        }
        return CommitmentRequest(number: number, transactionUID: transaction, peer: peer, objects: referenced)
    }

    /// An N-EVENT-REPORT's event information (PS3.4 table J.3-2), and its type: 1 all is safe, 2 failures exist.
    static func event(_ result: CommitmentResult) -> (type: UInt16, elements: DataElements) {
        var elements = DataElements()
        elements.set(Tag.transactionUID, text: result.transactionUID)
        if !result.committed.isEmpty {
            elements[Tag.referencedSOPSequence] = .items(result.committed.map { item($0) })
        }
        if !result.failed.isEmpty {
            elements[Tag.failedSOPSequence] = .items(
                result.failed.map { failure in
                    var item = item(failure.object)
                    item.set(Tag.failureReason, short: UInt16(clamping: failure.reason))
                    return item
                }
            )
        }
        return (result.failed.isEmpty ? 1 : 2, elements)
    }

    /// Sends the event and waits for its response; what went wrong, nil when nothing did.
    static func send(
        _ result: CommitmentResult,
        on association: Association,
        context: UInt8,
        messageID: UInt16
    ) throws(AssociationEnding) -> String? {
        let (type, elements) = event(result)
        let command = CommandSet.eventReport(
            type: type,
            messageID: messageID,
            sopClassUID: PresentationRules.storageCommitment,
            instanceUID: PresentationRules.storageCommitmentInstance
        )
        try association.send(command, dataSet: elements, context: context)
        let (id, bytes) = try association.receiveCommand()
        let response: CommandSet
        do { response = try CommandSet(reading: bytes) } catch { throw .protocolBroken }
        guard id == context, response.field == CommandSet.Request.eventReport.rawValue | 0x8000 else {
            throw .protocolBroken
        }
        if response.hasDataSet { _ = try association.receiveFile(context: id, file: -1, head: [], limit: 0) }
        guard let status = response.status, status == 0 else {
            return "the peer answered the event with an error status"
        }
        return nil
    }

    private static func item(_ object: ReferencedObject) -> DataElements {
        var item = DataElements()
        item.set(Tag.referencedSOPClassUID, text: object.sopClassUID)
        item.set(Tag.referencedSOPInstanceUID, text: object.sopInstanceUID)
        return item
    }
}
