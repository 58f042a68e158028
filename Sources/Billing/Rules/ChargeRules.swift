package import Configuration
internal import Foundation

/// Decides a signed study's charge (billing.md; docs/billing.md). A pure function of its inputs: no clock, no ledger, no
/// files. No words that it gives carry patient data (law 7).
package struct ChargeRules: Sendable {
    private let configuration: SiteConfiguration
    private let catalogue: CodeCatalogue

    package init(configuration: SiteConfiguration, catalogue: CodeCatalogue = .builtIn) {
        self.configuration = configuration
        self.catalogue = catalogue
    }

    /// Decides.
    ///
    /// - Parameters:
    ///   - evidence: of the study.
    ///   - match: what the order files say of its accession number.
    ///   - live: every live charge of this study and of this patient; more does no harm, the order doesn't matter.
    /// - Returns: what is to be done. What needs a person comes before what is merely missing, and either comes whole.
    package func decide(_ evidence: ChargeEvidence, order match: OrderBook.Match, live: [LiveCharge]) -> ChargeDecision
    {
        let study = ChargeIdentifier.study(evidence.studyInstanceUID)
        let isOut = live.contains { $0.study == study }
        guard !evidence.tissueMetrics.isEmpty else {
            return isOut ? .needsDecision([Self.mustBeVoided]) : .noCharge(.noTissueMetric)
        }
        let order: Order?
        switch match {
        case .none: order = nil
        case .order(let found): order = found
        case .conflicting:
            return .needsDecision(["two order files for this study differ; keep the right one, move the other away"])
        }
        if case .other = order?.service {
            return isOut ? .needsDecision([Self.mustBeVoided]) : .noCharge(.notOrdered)
        }
        var draft = ChargeDraft(evidence: evidence, order: order, site: configuration.site, catalogue: catalogue)
        let data = draft.data()
        var decisions = draft.decisions
        decisions += evidence.contradictions.map {
            "the study's instances name \($0); find out which are wrong: sonoquant show, then sonoquant set-aside"
        }
        if order?.isCancelled == true {
            decisions.append("the order is cancelled, yet the study is interpreted; decide whether it is billed")
        }
        decisions += conflicts(
            of: evidence,
            study: study,
            dateOfService: draft.dateOfService,
            patient: draft.patient,
            accession: order?.accession,
            live: live
        )
        guard decisions.isEmpty else { return .needsDecision(decisions) }
        guard draft.missing.isEmpty, var data, let site = configuration.site.id else {
            return .hold(missingFacts: draft.missing)
        }
        guard let last = live.filter({ $0.chargeId == data.chargeId }).max(by: { $0.revision < $1.revision }) else {
            return .emit(ChargeEvent(site: site, data: data))
        }
        guard last.facts != data.billedFacts else {
            return last.reportDigest == data.evidence.reportDigest
                ? .alreadyCharged(by: last.eventId) : .addendum(to: last.eventId)
        }
        data.action = .replace
        data.revision = last.revision + 1
        data.supersedes = last.eventId
        return .emit(ChargeEvent(site: site, data: data))
    }

    private static let mustBeVoided =
        "an event for this study is out, and this interpretation supports none; have the biller void it"

    /// What other live charges stand against this one.
    private func conflicts(
        of evidence: ChargeEvidence,
        study: ChargeIdentifier,
        dateOfService: CalendarDate?,
        patient: ChargeData.Patient?,
        accession: String?,
        live: [LiveCharge]
    ) -> [String] {
        let component = configuration.site.component
        var conflicts: [String] = []
        if live.contains(where: {
            $0.study == study && $0.facts.component != component
                && ($0.facts.component == .global || component == .global)
        }) {
            conflicts.append(
                "this study is charged already under another site.component; a global charge excludes 26 and TC"
            )
        }
        if let dateOfService, let patient,
            live.contains(where: {
                $0.study != study && $0.facts.dateOfService == dateOfService && $0.facts.patient == patient
            })
        {
            conflicts.append(
                "another study of this patient is charged for the same day; decide whether both are billed"
            )
        }
        if let accession, live.contains(where: { $0.study != study && $0.facts.order.accession == accession }) {
            conflicts.append("this order is charged already for another study; decide whether both are billed")
        }
        return conflicts
    }
}
