package import CheckedYAML
package import Foundation

extension SiteConfiguration {
    /// The longest file that is read, bytes.
    private static let longestFile = 1 << 20
    private static let mostPhysicians = 1000
    private static let mostAccounts = 100

    /// Reads a configuration file. Relative paths in it are relative to its folder.
    ///
    /// - Throws: file, line, field, and what would be right.
    package static func read(_ file: URL) throws(YAMLProblem) -> SiteConfiguration {
        let bytes: Data
        do throws(BoundedFileError) {
            bytes = try BoundedFile.read(file, atMost: longestFile)
        } catch {
            throw YAMLProblem(file: file.path, line: nil, field: "", explanation: error.description)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw YAMLProblem(file: file.path, line: nil, field: "", explanation: "is not UTF-8 text")
        }
        return try SiteConfiguration(
            parsing: text,
            file: file.path,
            folder: file.absoluteURL.deletingLastPathComponent()
        )
    }

    /// Reads the text of a configuration file.
    ///
    /// - Parameters:
    ///   - text: the YAML.
    ///   - file: the file as the person named it, for messages.
    ///   - folder: what relative paths are relative to.
    /// - Throws: file, line, field, and what would be right.
    package init(parsing text: String, file: String, folder: URL) throws(YAMLProblem) {
        self.init()
        let document = try YAMLValue(parsing: text, file: file)
        let members = try document.members(
            Set(["site", "physicians", "orders", "pipeline", "outbox", "limits"]).union(ServeConfiguration.sections)
        )
        if let value = members["site"] { site = try Site(value) }
        if let value = members["physicians"] { physicians = try Self.physicians(value, site: site) }
        if let value = members["orders"] { orders = try value.path(in: folder) }
        if let value = members["pipeline"] { pipeline = try value.path(in: folder) }
        if let value = members["outbox"], let name = try value.members(["destination"])["destination"] {
            destination = try name.shaped(PlainToken.self)
        }
        if let value = members["limits"] {
            try value.members(Set(ServiceLimits.settings.map(\.name))).read(ServiceLimits.settings, into: &limits)
        }
        serve = try ServeConfiguration(members, folder: folder)
    }

    private static func physicians(_ value: YAMLValue, site: Site) throws(YAMLProblem) -> [Physician] {
        let items = try value.items()
        guard items.count <= mostPhysicians else { throw value.problem("has more than \(mostPhysicians) physicians") }
        var physicians: [Physician] = []
        for item in items {
            let physician = try Physician(item, site: site, mostAccounts: mostAccounts)
            guard !physicians.contains(where: { $0.npi == physician.npi }) else {
                throw item.problem("has the NPI of a physician above; give that one all the accounts")
            }
            physicians.append(physician)
        }
        return physicians
    }
}

extension Site {
    fileprivate enum ComponentWord: String, CaseIterable {
        case global
        case professional = "26"
        case technical = "TC"
    }

    fileprivate init(_ value: YAMLValue) throws(YAMLProblem) {
        let members = try value.members([
            "id", "name", "timeZone", "patientIdAssigner", "component", "dateOfService", "billing", "facility",
        ])
        self.init()
        id = try members["id"]?.shaped(PlainToken.self)
        name = try members["name"]?.line(atMost: 64)
        timeZone = try members["timeZone"]?.timeZone()
        patientIdAssigner = try members["patientIdAssigner"]?.line(atMost: 200)
        if let word = try members["component"]?.choice(ComponentWord.self) {
            component =
                switch word {
                case .global: .global
                case .professional: .professional
                case .technical: .technical
                }
        }
        if let value = members["dateOfService"] {
            guard component == .global else {
                throw value.problem(
                    "is for component: global alone; 26 is dated by the interpretation, TC by the scan"
                )
            }
            globalServiceDate = try value.choice(GlobalServiceDate.self)
        }
        billing = try members["billing"]?.provider()
        facility = try members["facility"]?.provider()
    }
}

extension Physician {
    fileprivate init(_ value: YAMLValue, site: Site, mostAccounts: Int) throws(YAMLProblem) {
        let members = try value.members(["name", "npi", "taxonomy", "organisation", "accounts"])
        let organisation: String
        if let given = try members["organisation"]?.line(atMost: 64) {
            organisation = given
        } else if let name = site.name {
            organisation = name
        } else {
            throw value.problem("needs organisation, or the file a site.name")
        }
        var accounts: [String] = []
        if let list = members["accounts"] {
            for item in try list.items() { accounts.append(try item.line(atMost: 256)) }
            guard accounts.count <= mostAccounts else { throw list.problem("has more than \(mostAccounts) accounts") }
        }
        self.init(
            name: try members.required("name").shaped(PhysicianName.self),
            npi: try members.required("npi").shaped(NPI.self),
            taxonomy: try members.required("taxonomy").shaped(ProviderTaxonomy.self),
            organisation: organisation,
            accounts: accounts
        )
    }
}
