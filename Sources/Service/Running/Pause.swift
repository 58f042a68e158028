internal import ServiceLifecycle

/// A wait that the end of the service cuts short.
enum Pause {
    /// Returns at the instant, or soon after the service was told to stop.
    static func until(_ end: ContinuousClock.Instant) async {
        while ContinuousClock.now < end, !Task.isShuttingDownGracefully, !Task.isCancelled {
            // A cancelled sleep ends the wait, as it should.
            try? await Task.sleep(for: min(.milliseconds(200), end - .now))
        }
    }
}
