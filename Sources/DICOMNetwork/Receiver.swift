internal import Foundation
package import Reception
internal import Synchronization
package import SystemCalls

/// The child process `sonoquant receive`: C-STORE, C-ECHO, Storage Commitment, MPPS and Instance Availability as SCP, a thread an
/// association, everything decided by the service over standard input and output (Sources/Reception).
package enum Receiver {
    /// Of each thread.
    static let stackBytes = 2 << 20
    private static let acceptMilliseconds: Int32 = 250
    private static let pauseSeconds = 0.1

    /// What the process allows itself; its processor time has no limit, since it lives as long as its service.
    package static func limits(_ settings: ReceptionSettings) -> WorkerLimits {
        let connections = UInt64(settings.associations + settings.waiting + 64)
        return WorkerLimits(
            addressSpace: 6 << 30,
            processorSeconds: .max,
            openFiles: 64 + 4 * connections,
            fileSize: UInt64(settings.objectBytes) + (1 << 20)
        )
    }

    /// Serves until standard input ends or a stop is ordered.
    ///
    /// - Parameter settings: the first line of standard input.
    /// - Returns: whether it has listened at all.
    package static func run(_ settings: ReceptionSettings) -> Bool {
        PipeSignal.ignore()
        let channel = ServiceChannel()
        let listener: NetworkListener
        do {
            listener = try NetworkListener(settings)
        } catch {
            channel.report(.notListening(error.description))
            return false
        }
        let state = ReceiverState(settings: settings, channel: channel, listener: listener)
        let gate = AssociationGate(served: settings.associations, waiting: settings.waiting) { open, waiting in
            channel.report(.associations(open: open, waiting: waiting))
        }
        channel.report(.listening(port: listener.port))
        start { readOrders(state) }
        while state.stopDeadline.withLock({ $0 == nil }) {
            guard gate.mayConnect() else { continue }
            switch listener.accept(withinMilliseconds: acceptMilliseconds) {
            case .connection(let connection):
                gate.connectionBegins()
                start {
                    serve(connection, state, gate)
                    gate.connectionEnds()
                }
            case .none: break
            case .outOfResources: Thread.sleep(forTimeInterval: pauseSeconds)
            }
        }
        listener.stop()
        gate.stop()
        state.open.wakeAll()
        let left = state.stopDeadline.withLock { $0?.timeIntervalSinceNow ?? 0 }
        _ = gate.waitUntilEmpty(withinSeconds: max(0, Int(left.rounded(.up))))
        return true
    }

    private static func start(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.stackSize = stackBytes
        thread.start()
    }

    private static func serve(_ connection: NetworkListener.Connection, _ state: ReceiverState, _ gate: AssociationGate)
    {
        let association: Association
        do throws(AssociationEnding) {
            association = try Association.receive(connection, on: state.listener, settings: state.settings)
        } catch {
            // Nobody has given a name yet.
            state.channel.report(.ended(peer: "", ending: name(error), words: "before an association was asked for"))
            return
        }
        let peer = String(Admission.trimmed(association.calling))
        let admission = Admission(
            called: association.called,
            calling: association.calling,
            address: connection.address,
            settings: state.settings
        )
        switch admission {
        case .admitted: break
        case .calledTitleNotRecognised:
            association.reject(isTransient: false, source: 1, reason: 7)
            return state.channel.report(.ended(peer: peer, ending: "refused", words: "called AE title not recognised"))
        case .callingTitleNotRecognised:
            association.reject(isTransient: false, source: 1, reason: 3)
            return state.channel.report(.ended(peer: peer, ending: "refused", words: "calling AE title not recognised"))
        }
        guard gate.enter(isGone: { association.isGone }) else {
            association.reject(isTransient: true, source: 3, reason: 2)
            return state.channel.report(.ended(peer: peer, ending: "refused", words: "local limit exceeded"))
        }
        let ending = AssociationService(association, state: state).run()
        gate.leave()
        state.channel.report(.ended(peer: peer, ending: name(ending), words: words(ending)))
    }

    private static func name(_ ending: AssociationEnding) -> String {
        ending == .protocolBroken ? AssociationEnding.aborted.rawValue : ending.rawValue
    }

    private static func words(_ ending: AssociationEnding) -> String {
        switch ending {
        case .released, .refused: ""
        case .aborted: "by the peer"
        case .lost: "the connection was lost"
        case .timedOut: "a limit of time was passed"
        case .protocolBroken: "by us: the peer broke the protocol"
        }
    }

    private static func readOrders(_ state: ReceiverState) {
        while let line = readLine() {
            let order: ReceptionOrder
            do {
                order = try JSONDecoder().decode(ReceptionOrder.self, from: Data(line.utf8))
            } catch {
                break  // Another release's service: better gone than misunderstood.
            }
            switch order {
            case .answer(let number, let answer): state.channel.resolve(number, .file(answer))
            case .requestKept(let number), .announcementKept(let number): state.channel.resolve(number, .kept)
            case .requestRefused(let number): state.channel.resolve(number, .refused)
            case .deliver(let result): CommitmentDelivery.start(result, state)
            case .outOfResources(let isSo): state.isOutOfResources.withLock { $0 = isSo }
            case .stop(let seconds):
                state.stopDeadline.withLock { $0 = Date(timeIntervalSinceNow: TimeInterval(max(0, seconds))) }
                state.open.wakeAll()
            }
        }
        ProcessEnd.now()
    }
}
