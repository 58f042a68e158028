/// What `serve` alone needs; every part has a default.
package struct ServeConfiguration: Hashable, Sendable {
    /// When a study is complete.
    package struct Assembly: Hashable, Sendable {
        /// Seconds without a new instance after which a study is complete, where nothing tells how many it has.
        package var quietSeconds = 60
        /// Where expected instances are missing: seconds without a new one after which the study is held for a person.
        package var missingSeconds = 900

        package init() {}
    }

    /// Free space of the state directory's file system.
    package struct Watermarks: Hashable, Sendable {
        /// Below this intake stops and C-STORE answers A700, MiB.
        package var stopFreeMiB = 2048
        /// At or above this it goes on, MiB.
        package var resumeFreeMiB = 3072

        package init() {}
    }

    /// Health and metrics over HTTP, on loopback.
    package struct Monitoring: Hashable, Sendable {
        package var isOn = true
        package var port = 9464

        package init() {}
    }

    /// How the log is written to standard error.
    package enum LogFormat: String, CaseIterable, Sendable { case text, json }

    /// Empty: `STATE/inbox`, which is made.
    package var inboxes: [WatchedInbox] = []
    package var receiver = ReceiverConfiguration()
    package var assembly = Assembly()
    package var watermarks = Watermarks()
    package var monitoring = Monitoring()
    package var logFormat = LogFormat.text
    /// Seconds within which the service stops after SIGTERM.
    package var stopSeconds = 30

    package init() {}
}
