import PhantomSimulator
import SystemCalls

/// What one round of the service's crash harness does, by its seed.
struct ServeCrashPlan: Sendable, CustomStringConvertible {
    /// How files come.
    enum Way: String, CaseIterable, Sendable {
        case watched, network, batch
    }

    /// What ends, and when.
    enum Death: Sendable {
        /// A process kills itself, the `count`th time that it comes to the point.
        case fault(FaultPoint, count: Int)
        /// The service is killed so many seconds after its start.
        case service(after: Double)
        /// The receiving child is killed so many seconds after files began to come; the service has to go on.
        case receiver(after: Double)
    }

    var name: String
    var ways: Set<Way>
    var death: Death
    /// Whether the batch is killed by itself, before the service starts for the first time.
    var isBatchAlone = false
    /// Seconds after the next start at which that is killed too, in the midst of recovery.
    var secondKill: Double?
    /// Seconds after a signature at which the service is killed once more.
    var killAfterSigning: Double?
    /// Whether batch takes its files out of the inbox.
    var isConsuming = true

    var description: String { name }

    /// A round of all ways at once, with a death, a second and perhaps a third by chance.
    init(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        ways = Set(Way.allCases)
        let points = FaultPoint.allCases
        switch seed % 4 {
        case 0:
            let point = points[(seed / 4) % points.count]
            death = .fault(point, count: .random(in: 1...(point == .afterMove ? 8 : 4), using: &random))
        case 1: death = .receiver(after: .random(in: 0..<0.4, using: &random))
        // Once listening, then the whole of settling, assembly, analysis and report.
        default: death = .service(after: .random(in: 0.2..<4, using: &random))
        }
        isBatchAlone = Int.random(in: 0..<4, using: &random) == 0
        if Bool.random(using: &random) { secondKill = .random(in: 0..<1.5, using: &random) }
        if Int.random(in: 0..<4, using: &random) == 0 { killAfterSigning = .random(in: 0..<0.6, using: &random) }
        isConsuming = Bool.random(using: &random)
        name = "seed \(seed): \(death)"
        if isBatchAlone { name += ", batch alone" }
    }

    /// A round that ends one way in at one point.
    init(_ point: FaultPoint, _ way: Way, alone: Bool = false, signing: Double? = nil) {
        name = "\(point) of \(alone ? "batch alone" : way.rawValue)"
        ways = [way]
        death = .fault(point, count: 1)
        isBatchAlone = alone
        killAfterSigning = signing
    }

    /// Each way at each point that it comes to.
    static let named: [Self] = {
        let points: [FaultPoint] = [.afterWrite, .afterSync, .afterRename, .afterCommit]
        return Way.allCases.flatMap { way in points.map { Self($0, way) } }
            + points.map { Self($0, .batch, alone: true) } + [Self(.afterMove, .watched, signing: 0.1)]
    }()
}
