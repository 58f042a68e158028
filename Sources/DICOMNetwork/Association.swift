internal import CDCMTKNetwork
internal import Identifiers
internal import Reception

/// Why an association ends.
enum AssociationEnding: String, Error, Hashable, Sendable {
    case released, aborted, lost, timedOut, refused
    /// Reported as aborted: we abort it.
    case protocolBroken

    init(_ result: Int32) {
        switch result {
        case Int32(CDCMTKNET_RELEASED.rawValue): self = .released
        case Int32(CDCMTKNET_ABORTED.rawValue): self = .aborted
        case Int32(CDCMTKNET_TIMED_OUT.rawValue): self = .timedOut
        case Int32(CDCMTKNET_REFUSED.rawValue): self = .refused
        case Int32(CDCMTKNET_PROTOCOL.rawValue): self = .protocolBroken
        default: self = .lost
        }
    }
}

/// The limits of time of an association, from the settings.
extension ReceptionSettings {
    fileprivate var associationLimits: cdcmtknet_limits {
        cdcmtknet_limits(
            accept_ms: Int64(acceptSeconds) * 1000,
            idle_ms: Int64(idleSeconds) * 1000,
            total_ms: Int64(associationSeconds) * 1000,
            pdu_bytes: min(max(pduBytes, 4096), 131_072)
        )
    }
}

/// One association (PS3.8 section 7). Used by its own thread; only `wake` is called from others.
///
/// Sendable: `wake` touches nothing but an eventfd, which lives as long as this object.
@safe final class Association: @unchecked Sendable {
    /// A proposed presentation context.
    struct Proposed: Sendable {
        let id: UInt8
        let abstractSyntax: String
        let transferSyntaxes: [String]
    }

    /// A data set that was received to a file.
    struct Received: Sendable {
        let size: Int64
        let digest: ContentDigest?
        /// `errno` of the write that failed, 0 when none did.
        let writeError: Int32
        let isTooLarge: Bool
    }

    private let handle: OpaquePointer

    private init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe cdcmtknet_association_free(handle) }

    /// Shakes hands and reads the A-ASSOCIATE-RQ.
    static func receive(
        _ connection: NetworkListener.Connection,
        on listener: NetworkListener,
        settings: ReceptionSettings
    ) throws(AssociationEnding) -> Association {
        var result: Int32 = 0
        let made = unsafe cdcmtknet_association_receive(
            listener.handle,
            connection.socket,
            settings.associationLimits,
            &result
        )
        guard let made = unsafe made else { throw .lost }
        let association = unsafe Association(made)
        guard result == 0 else { throw AssociationEnding(result) }
        return association
    }

    /// Opens an association in which we are the SCP of a class (PS3.7 annex D.3.3.4).
    static func request(
        host: String,
        port: Int,
        called: String,
        sopClass: String,
        on listener: NetworkListener,
        settings: ReceptionSettings
    ) throws(AssociationEnding) -> Association {
        var result: Int32 = 0
        let made = unsafe cdcmtknet_association_request(
            listener.handle,
            host,
            Int32(port),
            settings.title,
            called,
            sopClass,
            settings.associationLimits,
            &result
        )
        guard let made = unsafe made else { throw .lost }
        let association = unsafe Association(made)
        guard result == 0 else { throw AssociationEnding(result) }
        return association
    }

    /// The calling AE title.
    var calling: String { unsafe String(cString: cdcmtknet_association_calling(handle)) }
    /// The called AE title.
    var called: String { unsafe String(cString: cdcmtknet_association_called(handle)) }

    /// Decides each proposed context; the transfer syntaxes of the accepted ones by context id.
    func negotiate(_ rules: PresentationRules) -> [UInt8: (abstractSyntax: String, transferSyntax: String)] {
        var accepted: [UInt8: (abstractSyntax: String, transferSyntax: String)] = [:]
        let count = unsafe cdcmtknet_association_context_count(handle)
        for index in 0..<count {
            var context = unsafe cdcmtknet_context()
            guard unsafe cdcmtknet_association_context(handle, index, &context) else { continue }
            let id = unsafe context.id
            let abstract = unsafe String(cString: context.abstract_syntax)
            var syntaxes: [String] = []
            for place in 0..<Int(unsafe context.transfer_syntax_count) {
                if let text = unsafe context.transfer_syntaxes[place] { syntaxes.append(unsafe String(cString: text)) }
            }
            switch rules.decision(abstractSyntax: abstract, transferSyntaxes: syntaxes) {
            case .accept(let syntax):
                if unsafe cdcmtknet_association_decide(handle, id, syntax, 0) { accepted[id] = (abstract, syntax) }
            case .refuseAbstractSyntax: _ = unsafe cdcmtknet_association_decide(handle, id, nil, 3)
            case .refuseTransferSyntaxes: _ = unsafe cdcmtknet_association_decide(handle, id, nil, 4)
            }
        }
        return accepted
    }

    /// Sends the A-ASSOCIATE-AC.
    func acknowledge() throws(AssociationEnding) { try check(unsafe cdcmtknet_association_acknowledge(handle)) }

    /// Sends an A-ASSOCIATE-RJ (PS3.8 table 9-21).
    func reject(isTransient: Bool, source: Int32, reason: Int32) {
        unsafe cdcmtknet_association_reject(handle, isTransient ? 2 : 1, source, reason)
    }

    /// Sends an A-ABORT.
    func abort() { unsafe cdcmtknet_association_abort(handle) }

    /// Releases an association that we opened.
    func release() { unsafe cdcmtknet_association_release(handle) }

    /// Answers the peer's release.
    func acknowledgeRelease() { _ = unsafe cdcmtknet_association_acknowledge_release(handle) }

    /// Waits for the peer.
    ///
    /// - Returns: false when `wake` ended the wait.
    /// - Throws: how the association ended.
    func wait() throws(AssociationEnding) -> Bool {
        let result = unsafe cdcmtknet_association_wait(handle)
        if result == Int32(CDCMTKNET_WOKEN.rawValue) { return false }
        try check(result)
        return true
    }

    /// Ends a wait, from any thread.
    func wake() { unsafe cdcmtknet_association_wake(handle) }

    /// Whether the peer has closed.
    var isGone: Bool { unsafe cdcmtknet_association_is_gone(handle) }

    /// Shortens the rest of the association.
    func end(withinSeconds seconds: Int) { unsafe cdcmtknet_association_end_within(handle, Int64(seconds) * 1000) }

    /// The next command set, and its presentation context.
    func receiveCommand() throws(AssociationEnding) -> (context: UInt8, bytes: [UInt8]) {
        var context: UInt8 = 0
        var result: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: CommandSet.capacity) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            result = unsafe cdcmtknet_receive_command(handle, &context, start, buffer.count, &count)
            if result != 0 { count = 0 }
        }
        try check(result)
        return (context, bytes)
    }

    /// The next data set, in memory; nil when it is larger than `limit`, and read away.
    func receiveDataSet(context: UInt8, limit: Int) throws(AssociationEnding) -> [UInt8]? {
        var result: Int32 = 0
        var came = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            result = unsafe cdcmtknet_receive_data_set(handle, context, start, buffer.count, &came)
            count = came <= limit && result == 0 ? came : 0
        }
        try check(result)
        return came <= limit ? bytes : nil
    }

    /// The next data set, behind `head`, to an open file; -1 reads it away.
    func receiveFile(
        context: UInt8,
        file: Int32,
        head: [UInt8],
        limit: Int64
    ) throws(AssociationEnding) -> Received {
        var size: Int64 = 0
        var writeError: Int32 = 0
        var isTooLarge = false
        var digest = [UInt8](repeating: 0, count: 32)
        let result = unsafe cdcmtknet_receive_file(
            handle,
            context,
            file,
            head,
            head.count,
            limit,
            &size,
            &digest,
            &writeError,
            &isTooLarge
        )
        try check(result)
        let digits = Array("0123456789abcdef")
        let text = String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        return Received(
            size: size,
            digest: ContentDigest(hexadecimal: text),
            writeError: writeError,
            isTooLarge: isTooLarge
        )
    }

    /// Sends a command set, with its data set if it has one.
    func send(_ command: CommandSet, dataSet: DataElements? = nil, context: UInt8) throws(AssociationEnding) {
        let bytes = command.encoded
        try check(unsafe cdcmtknet_send(handle, context, true, bytes, bytes.count))
        if let dataSet {
            let bytes = dataSet.encoded
            try check(unsafe cdcmtknet_send(handle, context, false, bytes, bytes.count))
        }
    }

    private func check(_ result: Int32) throws(AssociationEnding) {
        guard result == 0 else { throw AssociationEnding(result) }
    }
}
