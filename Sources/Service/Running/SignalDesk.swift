internal import Configuration
internal import Dispatch
internal import Glibc
internal import Logging
internal import ServiceHealth
internal import SystemCalls

/// Heeds what is asked of a running service, whatever it is at: a stop is in time also while an old configuration ends.
actor SignalDesk {
    /// The condition that a wrong configuration raises.
    static let part = "configuration"

    private enum Ending {
        case stop
        case reload(Installation)
    }

    private let read: @Sendable () throws -> Installation
    private let conditions: Conditions
    private let notices: ServiceNotices
    private var installation: Installation?
    private var isInRound = false
    private var ending: Ending?
    private var asked: CheckedContinuation<Void, Never>?
    private var hardEnd: DispatchWorkItem?

    init(_ read: @escaping @Sendable () throws -> Installation, conditions: Conditions, notices: ServiceNotices) {
        self.read = read
        self.conditions = conditions
        self.notices = notices
    }

    /// A round begins.
    func begin(_ installation: Installation) {
        self.installation = installation
        isInRound = true
        if ending != nil { limit(installation) }
    }

    /// Returns when the round is to end, or has ended.
    func waitForEnd() async {
        guard isInRound, ending == nil else { return }
        await withCheckedContinuation { asked = $0 }
    }

    /// A round has ended.
    ///
    /// - Returns: what the next one works with; nil when there is none.
    func end() -> Installation? {
        isInRound = false
        hardEnd?.cancel()
        hardEnd = nil
        asked?.resume()
        asked = nil
        defer { ending = nil }
        switch ending {
        case .reload(let next): return next
        case .stop, nil: return nil
        }
    }

    func heed(_ signal: ServiceSignal) {
        guard signal == .reload else { return stop() }
        if case .stop = ending { return }
        notices.tell(.reloading)
        do {
            ending = .reload(try read())
            conditions.clear(Self.part)
            installation?.logger.notice("configuration taken over")
            if let installation, isInRound, hardEnd == nil { limit(installation) }
            asked?.resume()
            asked = nil
        } catch {
            conditions.raise(Self.part, "the old configuration stays: \(error)")
            installation?.logger.error("configuration not taken over", metadata: ["reason": "\(error)"])
            notices.tell(.ready)
        }
    }

    private func stop() {
        if case .stop = ending { return }
        notices.tell(.stopping)
        installation?.logger.notice("service stops")
        ending = .stop
        if let installation { limit(installation) }
        asked?.resume()
        asked = nil
    }

    /// Ends the process when the parts don't. Everything that was told to anybody is in the ledger; what is cut off is taken up by the
    /// next start, which after a reload is up to whoever started this one.
    private func limit(_ installation: Installation) {
        hardEnd?.cancel()
        let logger = installation.logger
        let status = if case .stop = ending { EX_OK } else { EX_TEMPFAIL }
        let item = DispatchWorkItem {
            logger.warning("service ended, with parts cut off")
            exit(status)
        }
        let seconds = installation.configuration.serve.stopSeconds
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: item)
        hardEnd = item
    }
}
