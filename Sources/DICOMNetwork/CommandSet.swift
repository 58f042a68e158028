/// A DIMSE message's command set (PS3.7 sections 9.3 and 10.3).
struct CommandSet: Hashable, Sendable {
    /// (0000,0100) of the requests that are served; a response has bit 15 set.
    enum Request: UInt16, Sendable {
        case store = 0x0001
        case echo = 0x0030
        case eventReport = 0x0100
        case set = 0x0120
        case action = 0x0130
        case create = 0x0140
    }

    /// (0000,0900) as answered here (PS3.7 annex C, PS3.4 table B.2-1).
    enum Status: UInt16, Sendable {
        case success = 0x0000
        case processingFailure = 0x0110
        case noSuchObjectInstance = 0x0112
        case invalidArgumentValue = 0x0115
        case invalidObjectInstance = 0x0117
        case noSuchSOPClass = 0x0118
        case missingAttribute = 0x0120
        case sopClassNotSupported = 0x0122
        case noSuchAction = 0x0123
        case unrecognisedOperation = 0x0211
        case resourceLimitation = 0x0213
        case outOfResources = 0xA700
        case dataSetDoesNotMatch = 0xA900
        case cannotUnderstand = 0xC000
    }

    /// The longest command set that is read.
    static let capacity = 65_536
    /// (0000,0800) where no data set follows.
    private static let noDataSet: UInt16 = 0x0101
    /// Characters of an LO value.
    private static let commentLength = 64

    private(set) var elements: DataElements

    /// Reads a command set.
    ///
    /// - Parameter bytes: the joined command fragments.
    /// - Throws: when they aren't implicit VR little endian elements.
    init(reading bytes: [UInt8]) throws(DataElementsError) {
        elements = try DataElements(reading: bytes)
    }

    private init(_ elements: DataElements) {
        self.elements = elements
    }

    /// (0000,0100); nil when absent.
    var field: UInt16? { elements.short(Tag.commandField) }
    /// Which request it is; nil for a response and for what isn't served.
    var request: Request? {
        guard let field else { return nil }
        return Request(rawValue: field)
    }
    /// (0000,0110).
    var messageID: UInt16 { elements.short(Tag.messageID) ?? 0 }
    /// Whether a data set follows.
    var hasDataSet: Bool { (elements.short(Tag.commandDataSetType) ?? Self.noDataSet) != Self.noDataSet }
    /// Affected or requested SOP Class UID.
    var sopClassUID: String {
        elements.text(Tag.affectedSOPClassUID) ?? elements.text(Tag.requestedSOPClassUID) ?? ""
    }
    /// Affected or requested SOP Instance UID.
    var sopInstanceUID: String {
        elements.text(Tag.affectedSOPInstanceUID) ?? elements.text(Tag.requestedSOPInstanceUID) ?? ""
    }
    /// (0000,1008).
    var actionTypeID: UInt16? { elements.short(Tag.actionTypeID) }
    /// (0000,0900) of a response.
    var status: UInt16? { elements.short(Tag.status) }

    /// The response to this request.
    ///
    /// - Parameters:
    ///   - status: its status.
    ///   - comment: why, for (0000,0902); cut to 64 ASCII characters.
    ///   - instance: the instance, where the request didn't name one.
    /// - Returns: a command set without a data set.
    func response(_ status: Status, comment: String? = nil, instance: String? = nil) -> CommandSet {
        var answer = DataElements()
        answer.set(Tag.affectedSOPClassUID, text: sopClassUID)
        answer.set(Tag.commandField, short: (field ?? 0) | 0x8000)
        answer.set(Tag.messageIDBeingRespondedTo, short: messageID)
        answer.set(Tag.commandDataSetType, short: Self.noDataSet)
        answer.set(Tag.status, short: status.rawValue)
        if let comment, status != .success {
            let safe = String(
                comment.unicodeScalars.map { $0.isASCII && $0.value >= 32 && $0 != "\\" ? Character($0) : " " }
            )
            answer.set(Tag.errorComment, text: String(safe.prefix(Self.commentLength)), padding: 32)
        }
        if request != .echo {
            answer.set(Tag.affectedSOPInstanceUID, text: instance ?? sopInstanceUID)
        }
        if request == .action, let actionTypeID { answer.set(Tag.actionTypeID, short: actionTypeID) }
        return CommandSet(answer)
    }

    /// An N-EVENT-REPORT request (PS3.7 section 10.3.1) with a data set.
    static func eventReport(type: UInt16, messageID: UInt16, sopClassUID: String, instanceUID: String) -> CommandSet {
        var elements = DataElements()
        elements.set(Tag.affectedSOPClassUID, text: sopClassUID)
        elements.set(Tag.commandField, short: Request.eventReport.rawValue)
        elements.set(Tag.messageID, short: messageID)
        elements.set(Tag.commandDataSetType, short: 0x0001)
        elements.set(Tag.affectedSOPInstanceUID, text: instanceUID)
        elements.set(Tag.eventTypeID, short: type)
        return CommandSet(elements)
    }

    /// With its group length (0000,0000).
    var encoded: [UInt8] {
        let rest = elements.encoded
        let length = rest.count
        return [0, 0, 0, 0, 4, 0, 0, 0] + [0, 8, 16, 24].map { UInt8((length >> $0) & 0xFF) } + rest
    }
}
