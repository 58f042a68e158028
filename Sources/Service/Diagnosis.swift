internal import Billing
package import Configuration
internal import Foundation
internal import Imaging
internal import Ledger
package import SystemCalls

/// What `sonoquant doctor` looks at: each finding says whether it is well, and what to do where it is not.
package struct Diagnosis: Sendable {
    /// How serious a finding is.
    package enum Grade: String, Encodable, Sendable {
        /// `note` asks for nothing now; `bad` makes `doctor` fail.
        case good, note, bad
    }

    /// One thing that was looked at.
    package struct Finding: Encodable, Sendable {
        /// How serious it is.
        package let grade: Grade
        /// What was looked at.
        package let subject: String
        /// What was found, and the remedy where it is not well.
        package let words: String
    }

    /// In the order of looking.
    package private(set) var findings: [Finding] = []

    /// Below this much free space intake would soon stop, bytes.
    private static let leastFreeSpace = 2 << 30

    package init() {}

    /// Whether nothing is bad.
    package var isWell: Bool { !findings.contains { $0.grade == .bad } }

    /// Adds a finding.
    package mutating func add(_ grade: Grade, _ subject: String, _ words: String) {
        findings.append(Finding(grade: grade, subject: subject, words: words))
    }

    /// Looks at the libraries that decode.
    package mutating func lookAtDecoders() {
        let versions = DecoderVersions.all.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        if DecoderVersions.hasDictionary {
            add(.good, "decoders", versions.joined(separator: ", "))
        } else {
            add(
                .bad,
                "decoders",
                "DCMTK finds no data dictionary: install libdcmtk17, or point DCMDICTPATH to dicom.dic"
            )
        }
    }

    /// Looks at what keeps the workers that read untrusted files from the others.
    package mutating func lookAtConfinement() {
        if let version = FileConfinement.version {
            add(.good, "workers", "can change no file but their output (Landlock \(version))")
        } else {
            add(
                .note,
                "workers",
                "are bounded, but not kept from this account's other files: that needs Linux 5.13 with Landlock switched on"
            )
        }
    }

    /// Looks at what a charge will need of the configuration.
    package mutating func lookAt(_ configuration: SiteConfiguration, account: CallerAccount) {
        let site = configuration.site
        let missing = [
            ("site.id", site.id == nil), ("site.timeZone", site.timeZone == nil),
            ("site.billing.npi", site.billing == nil),
            ("site.facility.npi", site.facility == nil), ("physicians", configuration.physicians.isEmpty),
        ].filter(\.1).map(\.0)
        if missing.isEmpty {
            add(.good, "configuration", "has what a charge needs of the site")
        } else {
            add(
                .note,
                "configuration",
                "lacks \(missing.joined(separator: ", ")): studies are reported, but no charge can be made"
            )
        }
        let physicians = configuration.physicians(for: account.name)
        add(
            physicians.isEmpty ? .note : .good,
            "account",
            physicians.isEmpty
                ? "\(account.name) may not sign (no physician names it)"
                : "\(account.name) may sign as \(physicians.map { "NPI \($0.npi)" }.joined(separator: ", "))"
        )
    }

    /// Looks at the state directory: rights, free space, ledger.
    package mutating func lookAt(_ state: StateDirectory) async {
        let manager = FileManager.default
        guard manager.fileExists(atPath: state.root.path) else {
            let parent = state.root.deletingLastPathComponent().path
            if manager.isWritableFile(atPath: parent) {
                add(.note, "state", "is not there yet; sonoquant batch makes it")
            } else {
                add(.bad, "state", "is not there, and \(parent) is not writable for this account")
            }
            return
        }
        lookAtRights(state)
        lookAtSpace(state)
        await lookAtLedger(state)
    }

    private mutating func lookAtRights(_ state: StateDirectory) {
        let manager = FileManager.default
        guard manager.isWritableFile(atPath: state.root.path) else {
            add(.bad, "state", "is not writable for this account: change its owner, or run as the owner")
            return
        }
        // Without attributes the rights are unknown, which the next line reports as too wide.
        let attributes = try? manager.attributesOfItem(atPath: state.root.path)
        let rights = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        if rights & 0o077 == 0 {
            add(.good, "state", "belongs to this account alone")
        } else {
            add(.bad, "state", "can be read by others and holds patient data: chmod 700 \(state.root.path)")
        }
    }

    private mutating func lookAtSpace(_ state: StateDirectory) {
        // No answer is reported as no space, which a person will look into.
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: state.root.path)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        let words = "\(free >> 20) MiB free"
        add(
            free < Self.leastFreeSpace ? .bad : .good,
            "disk",
            free < Self.leastFreeSpace ? words + ": free some space" : words
        )
    }

    private mutating func lookAtLedger(_ state: StateDirectory) async {
        guard FileManager.default.fileExists(atPath: state.ledger.path) else {
            add(.note, "ledger", "is not there yet; sonoquant batch makes it")
            return
        }
        do {
            let ledger = try Ledger(file: state.ledger, now: { Date() })
            let (broken, counts) = try await ledger.read { (try $0.firstBrokenAuditLine(), try $0.studyCounts()) }
            if let broken {
                add(.bad, "audit", "line \(broken) of the audit trail was changed or removed")
            } else {
                add(.good, "audit", "the trail is whole")
            }
            let total = counts.values.reduce(0, +)
            add(
                .good,
                "ledger",
                "\(total) studies; \(counts["held", default: 0]) held, \(counts["failed", default: 0]) failed"
            )
        } catch {
            add(.bad, "ledger", "can't be opened: \(error)")
        }
    }
}
