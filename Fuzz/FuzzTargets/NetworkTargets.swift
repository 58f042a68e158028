@testable internal import DICOMNetwork
@testable internal import HealthServer
internal import Reception

/// What comes over the network, without a network.
enum NetworkTargets {
    static func dimse(_ bytes: [UInt8]) {
        do throws(DataElementsError) {
            let elements = try DataElements(reading: bytes)
            let encoded = elements.encoded
            let again = try DataElements(reading: encoded)
            precondition(again.encoded == encoded, "what was read is written and read again")
            try answer(CommandSet(reading: bytes))
            request(elements)
            announcements(elements)
        } catch {
            // Any refusal is as good as an answer, if it is of the bytes that came.
        }
    }

    private static func answer(_ command: CommandSet) throws(DataElementsError) {
        _ = (command.request, command.hasDataSet, command.actionTypeID)
        for status in [CommandSet.Status.success, .processingFailure] {
            let response = command.response(status, comment: command.sopInstanceUID).encoded
            let heard = try? CommandSet(reading: response)
            precondition(heard?.status == status.rawValue, "a response is a command set")
        }
    }

    private static func request(_ elements: DataElements) {
        do throws(CommitmentMessages.Refusal) {
            let request = try CommitmentMessages.request(elements, number: 1, peer: "FUZZ")
            precondition(!request.objects.isEmpty, "a request names objects")
        } catch {
            precondition(error.status != .success, "a refusal is no success")
        }
    }

    private static func announcements(_ elements: DataElements) {
        _ = PerformedSteps.availability(notification: "1.2", elements)
        var steps = PerformedSteps()
        if steps.begin(step: "1.2", elements) {
            precondition(steps.change(step: "1.2", elements) != nil, "a step that was begun is known")
        }
    }

    static func http(_ bytes: [UInt8]) {
        let reading = HTTPRequestHead.read(bytes)
        if case .complete(let head) = reading {
            precondition(!head.method.isEmpty && head.path.hasPrefix("/"), "a request asks for something")
            _ = head.namesThisMachine
        }
        // As it comes: in two pieces, cut where the first byte says.
        guard let cut = bytes.first.map({ Int($0) * bytes.count / 256 }) else { return }
        switch HTTPRequestHead.read(Array(bytes[..<cut])) {
        case .unfinished, .refused(.headTooLarge): break
        case let early: precondition(early == reading, "what comes after a head doesn't change it")
        }
    }
}
