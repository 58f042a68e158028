import Analysis
import Billing
import Configuration
import Foundation
import Ledger
import Logging
import PipelineFile
import Service
import SystemCalls
import TestSupport
import Testing

/// An imaging centre whose studies the real program has reported, and its installation with a clock that the test sets.
struct ServiceFixture {
    let centre: ImagingCentre
    let reader = CallerAccount(name: "reader", host: "workstation")

    /// - Parameter studies: of TestDICOM.
    init(_ studies: String...) throws {
        let centre = try ImagingCentre(account: "reader")
        for study in studies { try centre.drop(simulated: study) }
        try self.init(of: centre)
    }

    /// Has the program report what is in a centre's inbox.
    init(of centre: ImagingCentre) throws {
        self.centre = centre
        let ending = try centre.batch("--quiet")
        try #require(ending.status == 0, "\(ending.output)\(ending.errors)")
    }

    /// The installation, its configuration changed.
    func installation(
        at time: String = "2026-11-20T16:00:00Z", changing change: (inout SiteConfiguration) -> Void = { _ in }
    ) throws -> Installation {
        let now = try Date(time, strategy: .iso8601)
        let state = StateDirectory(root: centre.state)
        var configuration = try SiteConfiguration.read(centre.configuration)
        change(&configuration)
        return Installation(
            state: state, ledger: try Ledger(file: state.ledger, now: { now }), configuration: configuration,
            pipeline: try PipelineFile.forAnalysis(path: nil), pipelineFile: nil, program: Program.url, now: { now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// What the order files say.
    func orders() -> OrderBook { OrderBook.load(centre.orders) }

    /// The study that has an accession number.
    func study(_ accession: String, in installation: Installation) async throws -> StudyRecord {
        try await installation.ledger.read { try $0.study(named: accession) }
    }

    /// Signs a study as its only physician.
    func sign(
        _ accession: String, in installation: Installation, impression: String = "Within normal limits."
    ) async throws -> StudyRecord {
        let desk = InterpretationDesk(installation, orders: orders())
        return try await desk.sign(
            study(accession, in: installation), as: desk.physician(for: reader, npi: nil), account: reader,
            impression: impression
        )
    }

    /// The one event in the outbox.
    func event() throws -> EventAnswer {
        let events = try centre.events()
        try #require(events.count == 1)
        return try EventAnswer(events[0])
    }
}

extension StudyRecord {
    /// The facts that a held study waits for; nil when it isn't held for facts.
    var missingFacts: [String]? {
        guard case .held(.missingFacts(let facts), at: .charge) = state else { return nil }
        return facts
    }
}
