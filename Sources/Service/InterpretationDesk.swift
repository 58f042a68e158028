package import Billing
package import Configuration
internal import Foundation
internal import Identifiers
package import Ledger
internal import Reporting
package import SystemCalls

/// Where a physician signs. The signer is the system account that calls, as the configuration maps it to a physician.
package struct InterpretationDesk: Sendable {
    private let installation: Installation
    private let orders: OrderBook

    /// The longest impression, characters: what a UT value and a reader bear easily.
    private static let longestImpression = 10_000

    package init(_ installation: Installation, orders: OrderBook) {
        self.installation = installation
        self.orders = orders
    }

    /// The physician as whom an account signs.
    ///
    /// - Parameters:
    ///   - account: the caller's.
    ///   - npi: which one, where the account may sign as several.
    /// - Returns: the one physician who is meant.
    /// - Throws: `ServiceError` of `notPermitted`.
    package func physician(for account: CallerAccount, npi: NPI?) throws(ServiceError) -> Physician {
        let physicians = installation.configuration.physicians(for: account.name)
        guard !physicians.isEmpty else {
            throw ServiceError(
                .notPermitted,
                "the account \(account.name) may not sign: add it to the accounts of a physician in the configuration"
            )
        }
        if let npi {
            guard let physician = physicians.first(where: { $0.npi == npi }) else {
                throw ServiceError(.notPermitted, "the account \(account.name) may not sign with NPI \(npi)")
            }
            return physician
        }
        guard physicians.count == 1 else {
            throw ServiceError(
                .notPermitted,
                "the account \(account.name) may sign as several physicians: say which with --npi \(physicians.map { "\($0.npi)" }.joined(separator: " or "))"
            )
        }
        return physicians[0]
    }

    /// Records a signed reading, writes the VERIFIED report, and lets the charge rule see the study. The same reading again
    /// changes nothing.
    ///
    /// - Parameters:
    ///   - study: as it stands now.
    ///   - physician: from `physician(for:npi:)`.
    ///   - account: the caller's.
    ///   - impression: the physician's text.
    /// - Returns: the study as it stands then.
    /// - Throws: `ServiceError`: the study can't be signed now, or the text is not usable.
    package func sign(
        _ study: StudyRecord,
        as physician: Physician,
        account: CallerAccount,
        impression: String
    ) async throws -> StudyRecord {
        let impression = impression.trimmingCharacters(in: .whitespacesAndNewlines)
        try check(impression)
        try await record(study, as: physician, account: account, impression: impression)
        return try await ChargeDesk(installation, orders: orders).settle(study.key)
    }

    /// The signature and its report, unless the same reading is there already. One at a time: a report is a file before the
    /// ledger names it, and the file of the signature that comes second must not take its place.
    private func record(
        _ seen: StudyRecord,
        as physician: Physician,
        account: CallerAccount,
        impression: String
    ) async throws {
        let lock = try await installation.state.deskLocked()
        defer { withExtendedLifetime(lock) {} }
        let ledger = installation.ledger
        let (study, earlier) = try await ledger.read { ledger in
            (
                try ledger.study(seen.key),
                try ledger.interpretation(of: seen.key, revision: seen.revision)
            )
        }
        if let earlier {
            guard earlier.npi == physician.npi.description, earlier.impression == impression else {
                throw ServiceError(
                    .wrongState,
                    "study \(study.key) revision \(seen.revision) is signed already, with another reading"
                )
            }
            return
        }
        guard study.revision == seen.revision, study.state == .reported else {
            throw ServiceError(.wrongState, Self.whyNot(study))
        }
        let (result, preliminary) = try await ledger.read { ledger in
            (
                try ledger.result(of: study.key, revision: study.revision),
                try ledger.reports(of: study.key).last { $0.revision == study.revision && $0.kind == .preliminary }
            )
        }
        guard let result, let preliminary else {
            throw ServiceError(.damaged, "study \(study.key) has no report in the ledger: restore it from its backup")
        }
        let signedAt = Date(timeIntervalSince1970: installation.now().timeIntervalSince1970.rounded(.down))
        let report = try ReportDesk(installation).writeFinal(
            study,
            of: preliminary,
            result: result,
            signature: ReportSignature(
                physicianName: physician.name.description,
                organisation: physician.organisation,
                npi: physician.npi.description,
                signedAt: signedAt,
                impression: impression
            ),
            order: OrderReference(study.accession.map { orders.match(accession: $0) } ?? .none, of: study)
        )
        let reading = InterpretationRecord(
            study: study.key,
            revision: study.revision,
            account: account.name,
            host: account.host,
            npi: physician.npi.description,
            name: physician.name.description,
            organisation: physician.organisation,
            taxonomy: physician.taxonomy.description,
            impression: impression,
            signedAt: signedAt,
            shown: [result.digest, preliminary.digest]
        )
        _ = try await ledger.write {
            try $0.recordInterpretation(reading)
            try $0.recordReport(report)
            return try $0.move(
                study.key,
                revision: study.revision,
                from: study.state,
                to: .interpreted,
                by: .account(name: account.name, host: account.host),
                digest: report.digest
            )
        }
    }

    /// Records that a physician refuses the analysis; no report is verified and nothing is charged.
    package func reject(
        _ study: StudyRecord,
        as physician: Physician,
        account: CallerAccount,
        reason: String
    ) async throws -> StudyRecord {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        try check(reason)
        let rejected = StudyState.rejected(RejectReason(explanation: reason))
        if study.state == rejected { return study }
        guard study.state == .reported else { throw ServiceError(.wrongState, Self.whyNot(study)) }
        return try await installation.ledger.write {
            try $0.move(
                study.key,
                revision: study.revision,
                from: study.state,
                to: rejected,
                by: .account(name: account.name, host: account.host),
                detail: ["npi": physician.npi.description]
            )
        }
    }

    private func check(_ text: String) throws(ServiceError) {
        guard !text.isEmpty else { throw ServiceError(.badInput, "the text is empty") }
        guard text.count <= Self.longestImpression else {
            throw ServiceError(.badInput, "the text is longer than \(Self.longestImpression) characters")
        }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        guard isPlain else { throw ServiceError(.badInput, "the text has control characters") }
    }

    private static func whyNot(_ study: StudyRecord) -> String {
        switch study.state {
        case .receiving, .complete, .analysing:
            "study \(study.key) has no report yet: run sonoquant batch"
        case .interpreted, .charged:
            "study \(study.key) is interpreted already"
        case .notCharged, .rejected, .held, .failed, .reported:
            "study \(study.key) is \(study.state.name), not waiting for a signature: sonoquant show \(study.key)"
        }
    }
}

extension OrderReference {
    /// What a report repeats of an order; nothing where there is none, two differ, or it is for another patient.
    fileprivate init(_ match: OrderBook.Match, of study: StudyRecord) {
        guard case .order(let order) = match, order.patient?.id == nil || order.patient?.id == study.patientID else {
            self.init()
            return
        }
        self.init(
            placerNumber: order.placer,
            fillerNumber: order.filler,
            requestedProcedureID: order.requestedProcedure
        )
    }
}
