/// The tags of PS3.6 and PS3.7 that are read or written here.
enum Tag {
    // Command set (PS3.7 annex E)
    static let commandGroupLength: UInt32 = 0x0000_0000
    static let affectedSOPClassUID: UInt32 = 0x0000_0002
    static let requestedSOPClassUID: UInt32 = 0x0000_0003
    static let commandField: UInt32 = 0x0000_0100
    static let messageID: UInt32 = 0x0000_0110
    static let messageIDBeingRespondedTo: UInt32 = 0x0000_0120
    static let commandDataSetType: UInt32 = 0x0000_0800
    static let status: UInt32 = 0x0000_0900
    static let errorComment: UInt32 = 0x0000_0902
    static let affectedSOPInstanceUID: UInt32 = 0x0000_1000
    static let requestedSOPInstanceUID: UInt32 = 0x0000_1001
    static let eventTypeID: UInt32 = 0x0000_1002
    static let actionTypeID: UInt32 = 0x0000_1008

    // Storage Commitment (PS3.4 annex J)
    static let transactionUID: UInt32 = 0x0008_1195
    static let failedSOPSequence: UInt32 = 0x0008_1198
    static let failureReason: UInt32 = 0x0008_1197
    static let referencedSOPSequence: UInt32 = 0x0008_1199
    static let referencedSOPClassUID: UInt32 = 0x0008_1150
    static let referencedSOPInstanceUID: UInt32 = 0x0008_1155

    // MPPS (PS3.4 annex F) and Instance Availability Notification (annex R)
    static let studyInstanceUID: UInt32 = 0x0020_000D
    static let referencedSeriesSequence: UInt32 = 0x0008_1115
    static let referencedImageSequence: UInt32 = 0x0008_1140
    static let referencedNonImageSequence: UInt32 = 0x0040_0220
    static let scheduledStepAttributesSequence: UInt32 = 0x0040_0270
    static let performedSeriesSequence: UInt32 = 0x0040_0340
    static let performedStepStatus: UInt32 = 0x0040_0252
}
