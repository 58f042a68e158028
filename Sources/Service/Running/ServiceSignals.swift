internal import Dispatch
internal import Glibc

/// What the system asks of a running service.
package enum ServiceSignal: Hashable, Sendable {
    /// SIGTERM or SIGINT.
    case stop
    /// SIGHUP.
    case reload

    /// The signals to this process from now on, in place of what they do by themselves.
    package static func stream() -> AsyncStream<ServiceSignal> {
        AsyncStream { continuation in
            // Made here, cancelled there: Dispatch's sources take calls from any thread.
            nonisolated(unsafe) let sources = [(SIGTERM, ServiceSignal.stop), (SIGINT, .stop), (SIGHUP, .reload)].map {
                number,
                meaning in
                _ = signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(meaning) }
                source.activate()
                return source
            }
            continuation.onTermination = { _ in for source in unsafe sources { source.cancel() } }
        }
    }
}
