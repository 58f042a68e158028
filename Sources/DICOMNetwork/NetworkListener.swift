internal import CDCMTKNetwork
internal import Reception

/// Why the port can't be listened at; without patient data.
package struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

/// DCMTK's network with its listening socket. One lives in a process, as long as the process.
///
/// Sendable: the C side is written once, before other threads see it; accepting is done by one thread, and the rest reads.
@safe final class NetworkListener: @unchecked Sendable {
    /// A connection that nobody has spoken on.
    struct Connection: Sendable {
        let socket: Int32
        /// Numeric.
        let address: String
    }

    /// What came of waiting for a connection.
    enum Acceptance: Sendable {
        case connection(Connection)
        case none
        /// The system gives no socket now.
        case outOfResources
    }

    let handle: OpaquePointer

    /// Starts to listen.
    init(_ settings: ReceptionSettings) throws(NetworkError) {
        var words = [CChar](repeating: 0, count: 256)
        var made: OpaquePointer?
        if let security = settings.security {
            unsafe made = security.certificate.withCString { certificate in
                unsafe security.privateKey.withCString { key in
                    unsafe Self.withOptional(security.authorities) { authorities in
                        var given = unsafe cdcmtknet_security(
                            certificate: certificate,
                            private_key: key,
                            authorities: authorities,
                            verification: security.requiresClientCertificate ? 2 : security.authorities == nil ? 0 : 1,
                            extended: security.profile == .extended
                        )
                        return unsafe Self.listen(settings, &given, &words)
                    }
                }
            }
        } else {
            unsafe made = Self.listen(settings, nil, &words)
        }
        guard let made = unsafe made else {
            let text = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw NetworkError(description: String(decoding: text, as: UTF8.self))
        }
        unsafe handle = made
    }

    /// The port that it listens at.
    var port: Int { Int(unsafe cdcmtknet_port(handle)) }

    /// Waits for a connection.
    func accept(withinMilliseconds milliseconds: Int32) -> Acceptance {
        var name = [CChar](repeating: 0, count: 64)
        let socket = unsafe cdcmtknet_accept(handle, milliseconds, &name, name.count)
        if socket == -2 { return .outOfResources }
        guard socket >= 0 else { return .none }
        let text = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return .connection(Connection(socket: socket, address: String(decoding: text, as: UTF8.self)))
    }

    /// Nobody new comes.
    func stop() { unsafe cdcmtknet_stop_listening(handle) }

    private static func listen(
        _ settings: ReceptionSettings,
        _ security: UnsafePointer<cdcmtknet_security>?,
        _ words: inout [CChar]
    ) -> OpaquePointer? {
        let size = words.count
        return unsafe withOptional(settings.address) { address in
            unsafe cdcmtknet_listen(
                address,
                Int32(settings.port),
                security,
                FileHead.implementationClassUID,
                FileHead.implementationVersionName,
                &words,
                size
            )
        }
    }

    private static func withOptional<Output>(
        _ text: String?,
        _ body: (UnsafePointer<CChar>?) -> Output
    ) -> Output {
        guard let text else { return body(nil) }
        return unsafe text.withCString { unsafe body($0) }
    }
}
