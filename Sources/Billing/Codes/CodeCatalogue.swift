package import Configuration
internal import Foundation

/// The procedure codes of our services, each with the dates between which it may be billed. A data file, so that a new
/// code is a new row; the row is chosen by date of service.
package struct CodeCatalogue: Hashable, Codable, Sendable {
    /// Named in every event, for example `codes-2026-11-23`.
    package var version: String
    /// In the file's order; the first that fits a service and a day is taken.
    package var rows: [Row]

    package init(version: String, rows: [Row]) {
        self.version = version
        self.rows = rows
    }

    /// The catalogue that comes with the program: Codes/codes.json.
    package static let builtIn: CodeCatalogue = {
        do {
            return try JSONDecoder().decode(CodeCatalogue.self, from: Data(PackageResources.codes_json))
        } catch {
            preconditionFailure("Codes/codes.json is broken: \(error)")
        }
    }()

    /// The row for a service on a day; nil when none holds then. The next code is never guessed.
    func row(for service: BilledService, on day: CalendarDate) -> Row? {
        rows.first { $0.service == service && $0.validFrom <= day && day <= $0.validThrough }
    }

    /// Whether a row ended before `day` without anyone having confirmed that end.
    func endIsUnconfirmed(for service: BilledService, before day: CalendarDate) -> Bool {
        rows.contains { $0.service == service && $0.validThrough < day && $0.certainty == .unconfirmed }
    }
}

extension CodeCatalogue {
    /// One code and the days on which it holds.
    package struct Row: Hashable, Codable, Sendable {
        /// Whether a row's last day is known for sure.
        package enum Certainty: String, Hashable, Codable, Sendable {
            /// Confirmed: a source states the last day. Unconfirmed: it is what we expect.
            case confirmed, unconfirmed
        }

        /// The code that is billed.
        package var code: ProcedureCode
        /// The service that it bills.
        package var service: BilledService
        /// The first day.
        package var validFrom: CalendarDate
        /// The last day.
        package var validThrough: CalendarDate
        /// Of `validThrough`.
        package var certainty: Certainty
        /// Where the row was found.
        package var source: String
        /// When somebody last compared it with `source`.
        package var checkedOn: CalendarDate
        /// What the code may be split into.
        package var components: [BilledComponent]
        /// CMS's medically unlikely edit.
        package var maximumUnits: Int

        package init(
            code: ProcedureCode,
            service: BilledService,
            validFrom: CalendarDate,
            validThrough: CalendarDate,
            certainty: Certainty,
            source: String,
            checkedOn: CalendarDate,
            components: [BilledComponent],
            maximumUnits: Int
        ) {
            self.code = code
            self.service = service
            self.validFrom = validFrom
            self.validThrough = validThrough
            self.certainty = certainty
            self.source = source
            self.checkedOn = checkedOn
            self.components = components
            self.maximumUnits = maximumUnits
        }
    }
}

/// What is billed, by a name that outlives codes: it is part of every charge's identifier.
package enum BilledService: String, Hashable, Codable, Sendable {
    case quantitativeUltrasound = "quantitative-ultrasound"
}
