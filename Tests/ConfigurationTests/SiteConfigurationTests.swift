import CheckedYAML
import Configuration
import Foundation
import TestSupport
import Testing

@Suite("The configuration file")
struct SiteConfigurationTests {
    private func read(_ text: String) throws(YAMLProblem) -> SiteConfiguration {
        try SiteConfiguration(parsing: text, file: "site.yaml", folder: URL(filePath: "/etc/sonoquant"))
    }

    @Test("everything has a default", arguments: ["{}", "site: {}\n", "site:\nlimits:\n"])
    func defaults(text: String) throws {
        #expect(try read(text) == SiteConfiguration())
        #expect(SiteConfiguration().destination.text == "billing")
    }

    @Test("the example of the documentation is read in full")
    func example() throws {
        let file = Repository.root.appending(path: "docs/examples/site.yaml")
        let configuration = try SiteConfiguration.read(file)
        #expect(configuration.site.id?.text == "example")
        #expect(configuration.site.timeZone?.identifier == "America/New_York")
        #expect(configuration.site.billing?.text == "1999999992")
        let physician = try #require(configuration.physicians(for: "reader").first)
        #expect(physician.npi.text == "1234567893")
        #expect(configuration.physician(npi: physician.npi) == physician)
        #expect(configuration.physicians(for: "root").isEmpty)
        let orders = Repository.root.appending(path: "docs/examples/orders").standardizedFileURL
        #expect(configuration.orders?.path == orders.path)
        let serve = configuration.serve
        let taken = Repository.root.appending(path: "docs/examples/taken").standardizedFileURL
        #expect(serve.inboxes.map(\.taken) == [.moved(to: taken)])
        #expect(serve.receiver.peers.map(\.title) == ["PACS", "CART1"])
        #expect(serve.receiver.address == nil)
        #expect(serve.logFormat == .json)
    }

    @Test("relative paths are relative to the file's folder, absolute ones stay")
    func paths() throws {
        let configuration = try read("orders: ../orders\npipeline: liver.yaml\n")
        #expect(configuration.orders?.path == "/etc/orders")
        #expect(configuration.pipeline?.path == "/etc/sonoquant/liver.yaml")
    }

    @Test("26 and TC are read as written")
    func components() throws {
        #expect(try read("site: {component: 26}").site.component == .professional)
        #expect(try read("site: {component: TC}").site.component == .technical)
    }

    @Test("an account may sign as several physicians")
    func sharedAccount() throws {
        let configuration = try read(
            """
            site: {name: Centre}
            physicians:
              - {name: A^B, npi: 1234567893, taxonomy: 2085R0202X, accounts: [desk]}
              - {name: C^D, npi: 1245319599, taxonomy: 2085R0202X, accounts: [desk]}
            """
        )
        #expect(configuration.physicians(for: "desk").map(\.organisation) == ["Centre", "Centre"])
    }

    @Test(
        "a mistake is answered with its line and field",
        arguments: [
            ("site:\n  id: a/b\n", 2, "site.id"),
            ("site:\n  timeZone: EST\n", 2, "site.timeZone"),
            ("site:\n  timeZone: Europe/Nowhere\n", 2, "site.timeZone"),
            ("site:\n  timeZone: ../../etc/passwd\n", 2, "site.timeZone"),
            ("site:\n  component: 27\n", 2, "site.component"),
            ("site:\n  component: TC\n  dateOfService: scan\n", 3, "site.dateOfService"),
            ("site:\n  billing:\n    npi: 1234567890\n", 3, "site.billing.npi"),
            ("site:\n  facility:\n    taxonomy: x\n", 3, "site.facility.taxonomy"),
            ("colour: red\n", 1, "colour"),
            ("outbox:\n  destination: ../x\n", 2, "outbox.destination"),
            ("limits:\n  inspectors: 0\n", 2, "limits.inspectors"),
            ("limits:\n  analysisLanes: many\n", 2, "limits.analysisLanes"),
            ("physicians:\n  - name: A^B\n    organisation: O\n    npi: 1234567893\n", 2, "physicians[0]"),
            ("physicians:\n  - {name: A^B, npi: 1234567893, taxonomy: 2085R0202X}\n", 2, "physicians[0]"),
            (
                "site: {name: C}\nphysicians:\n  - {name: A^B, npi: 1234567893, taxonomy: 2085R0202X}\n"
                    + "  - {name: C^D, npi: 1234567893, taxonomy: 2085R0202X}\n", 4, "physicians[1]"
            ),
        ]
    )
    func mistakes(text: String, line: Int, field: String) throws {
        do {
            _ = try read(text)
            Issue.record("was taken")
        } catch {
            #expect(error.line == line)
            #expect(error.field == field)
            #expect(error.file == "site.yaml")
        }
    }

    @Test("every limit is bounded on both sides and its default is inside", .tags(.law8))
    func limits() throws {
        for setting in ServiceLimits.settings {
            #expect(setting.range.contains(ServiceLimits()[keyPath: setting.path]))
            let least = try read("limits: {\(setting.name): \(setting.range.lowerBound)}")
            #expect(least.limits[keyPath: setting.path] == setting.range.lowerBound)
            for outside in [setting.range.lowerBound - 1, setting.range.upperBound + 1] {
                #expect(throws: YAMLProblem.self) { try read("limits: {\(setting.name): \(outside)}") }
            }
        }
    }

    @Test("a file that is absent, no regular file, too long or no text is answered with its name")
    func files() throws {
        let folder = try TemporaryFolder()
        let long = folder.url.appending(path: "long.yaml")
        try Data(repeating: 0x20, count: 1 << 21).write(to: long)
        let binary = folder.url.appending(path: "binary.yaml")
        try Data([0xFF, 0xFE, 0x00]).write(to: binary)
        for file in [folder.url, long, binary, folder.url.appending(path: "absent.yaml"), URL(filePath: "/dev/zero")] {
            do {
                _ = try SiteConfiguration.read(file)
                Issue.record("was taken")
            } catch {
                #expect(error.file == file.path)
            }
        }
    }
}
