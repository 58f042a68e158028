internal import Glibc

/// The signal that a process gets for writing to a pipe that nobody reads.
package enum PipeSignal {
    /// Lets such a write fail with an error instead: a worker that dies must not take the service with it.
    package static func ignore() {
        _ = signal(SIGPIPE, SIG_IGN)
    }
}
