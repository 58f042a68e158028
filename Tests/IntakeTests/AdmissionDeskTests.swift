import Foundation
import Identifiers
import Imaging
@testable import Intake
import Ledger
import Reception
import TestSupport
import Testing

@Suite("Admission into archive and ledger", .tags(.law1))
struct AdmissionDeskTests {
    private let fixture: ReceptionFixture
    private let archive: Archive
    private let desk: AdmissionDesk

    init() throws {
        fixture = try ReceptionFixture()
        archive = Archive(folder: fixture.intake.state.appending(path: "archive"))
        desk = AdmissionDesk(archive: archive, ledger: try fixture.intake.ledger())
    }

    /// A made object in the spool, linked into the archive as a way in does before it asks the ledger.
    private func linked(_ name: String) async throws -> Admission {
        let received = try fixture.receive(StudyFixture(name: name))[0]
        let file = fixture.spool.appending(path: received.name)
        let inspected = try await fixture.inspect(file.path)
        guard case .keep(let facts, let notMeasured) = Verdict(inspected) else { throw CancellationError() }
        let study = try await desk.ledger.write { try $0.reserveKey(studyInstanceUID: facts.studyInstanceUID) }
        try archive.take(file, study: study, digest: received.digest)
        return try Admission(
            facts,
            notMeasured: notMeasured,
            digest: received.digest,
            size: received.size,
            study: study,
            file: file,
            isFromNetwork: true
        )
    }

    private func admit(_ admission: Admission) async throws -> AdmissionDesk.Admitted {
        try await desk.write([admission]) { transaction, comparisons in
            let arrival = try transaction.openArrival(from: "c-store:PEER", sopInstanceUID: "1.2.3", size: 1)
            let admitted = try comparisons.admit(admission, arrival: arrival, in: transaction)
            try transaction.settleArrival(arrival, admitted.outcome, digest: admission.instance.digest)
            return admitted
        }
    }

    @Test(
        "bytes whose archive name another way in took away meanwhile are linked anew before a row says they are there"
    )
    func nameTakenAway() async throws {
        let admission = try await linked("taken")
        try archive.withdraw(study: admission.study, digest: admission.instance.digest)
        let admitted = try await admit(admission)
        #expect(admitted.outcome == .archived(admission.study))
        #expect(archive.holds(admission.instance.archiveName))
    }

    @Test("a name that a row has is not taken away, whoever thinks that nobody needs it")
    func rowHasTheName() async throws {
        let admission = try await linked("kept")
        _ = try await admit(admission)
        let rewrapped = AdmissionDesk.Admitted(
            outcome: .duplicate(of: ArrivalNumber(number: 1), admission.study),
            isRewrapped: true
        )
        try await desk.withdraw([(admission, rewrapped)])
        #expect(archive.holds(admission.instance.archiveName))
    }
}
