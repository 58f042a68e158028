import CheckedYAML
import Configuration
import Foundation
import TestSupport
import Testing

@Suite("What serve is told")
struct ServeConfigurationTests {
    private func read(_ text: String) throws(YAMLProblem) -> ServeConfiguration {
        try SiteConfiguration(parsing: text, file: "site.yaml", folder: URL(filePath: "/etc/sonoquant")).serve
    }

    @Test(
        "an empty section is the default",
        arguments: ["inboxes:\nreceiver:\nassembly:\ndisk:\nlog:\nserve:\n", "{}"]
    )
    func defaults(text: String) throws {
        #expect(try read(text) == ServeConfiguration())
    }

    @Test("an inbox is read in full")
    func inbox() throws {
        let serve = try read(
            """
            inboxes:
              - folder: drop
              - folder: /mnt/modality
                watch: polling
                pollSeconds: 30
                settleSeconds: 20
                taken: move
                takenFolder: /mnt/taken
                markers: [done.txt]
                ignore: ["~*", "*.upload"]
                archives: false
              - {folder: /srv/temporary, taken: remove, markers: []}
            """
        )
        #expect(serve.inboxes.map(\.folder.path) == ["/etc/sonoquant/drop", "/mnt/modality", "/srv/temporary"])
        #expect(serve.inboxes[0] == WatchedInbox(folder: serve.inboxes[0].folder))
        let share = serve.inboxes[1]
        #expect(share.watching == .polling)
        #expect(share.pollSeconds == 30)
        #expect(share.settleSeconds == 20)
        #expect(share.taken == .moved(to: URL(filePath: "/mnt/taken")))
        #expect(share.markers == ["done.txt"])
        #expect(share.ignored == ["~*", "*.upload"])
        #expect(!share.unpacksArchives)
        #expect(serve.inboxes[2].taken == .removed)
        #expect(serve.inboxes[2].markers.isEmpty)
    }

    @Test("the receiver is read in full")
    func receiver() throws {
        let receiver = try read(
            """
            receiver:
              address: 192.0.2.7
              port: 104
              title: US ARCHIVE
              anyCalledTitle: true
              peers:
                - {title: PACS, addresses: [10.1.0.0/16, "2001:db8::7"], host: pacs.example.org, port: 11112}
                - {title: CART1}
              additionalClasses: [1.2.840.10008.5.1.4.1.1.4]
              tls:
                certificate: tls/server.pem
                key: tls/server.key
                authorities: /etc/ssl/centre.pem
                profile: extended
              associations: 64
              waiting: 0
              pduKiB: 32
              idleSeconds: 30
              associationSeconds: 3600
              acceptSeconds: 10
            """
        ).receiver
        #expect(receiver.isOn)
        #expect(receiver.address == "192.0.2.7")
        #expect(receiver.port == 104)
        #expect(receiver.title == "US ARCHIVE")
        #expect(receiver.takesAnyCalledTitle)
        #expect(receiver.peers.map(\.title) == ["PACS", "CART1"])
        #expect(receiver.peers[0].addresses == ["10.1.0.0/16", "2001:db8::7"])
        #expect(receiver.peers[0].host == "pacs.example.org")
        #expect(receiver.peers[0].port == 11_112)
        #expect(receiver.additionalClasses == ["1.2.840.10008.5.1.4.1.1.4"])
        #expect(receiver.security?.certificate.path == "/etc/sonoquant/tls/server.pem")
        #expect(receiver.security?.privateKey.path == "/etc/sonoquant/tls/server.key")
        #expect(receiver.security?.authorities?.path == "/etc/ssl/centre.pem")
        #expect(receiver.security?.requiresClientCertificate == true)
        #expect(receiver.security?.profile == .extended)
        #expect(receiver.associations == 64)
        #expect(receiver.waiting == 0)
        #expect(receiver.pduBytes == 32_768)
        #expect(receiver.idleSeconds == 30)
        #expect(receiver.associationSeconds == 3600)
        #expect(receiver.acceptSeconds == 10)
    }

    @Test("without the section the receiver is there for this machine alone; with it, for all unless it says where")
    func addresses() throws {
        #expect(try read("{}").receiver.address == "127.0.0.1")
        let given = try read("receiver: {port: 4242}").receiver
        #expect(given.address == nil)
        #expect(given.isOn)
        #expect(try read("receiver: {address: any}").receiver.address == nil)
        let off = try read("receiver: {on: false}").receiver
        #expect(!off.isOn)
    }

    @Test("the other sections are read, and a mark that is not given follows the one that is")
    func others() throws {
        let serve = try read(
            """
            assembly: {quietSeconds: 1200}
            disk: {stopFreeMiB: 8192}
            monitoring: {on: false, port: 9999}
            log: {format: json}
            serve: {stopSeconds: 60}
            """
        )
        #expect(serve.assembly.quietSeconds == 1200)
        #expect(serve.assembly.missingSeconds == 1200)
        #expect(serve.watermarks.resumeFreeMiB == 8192)
        #expect(!serve.monitoring.isOn)
        #expect(serve.monitoring.port == 9999)
        #expect(serve.logFormat == .json)
        #expect(serve.stopSeconds == 60)
    }

    @Test(
        "a mistake is answered with its line and field",
        arguments: [
            ("inboxes: drop\n", 1, "inboxes"),
            ("inboxes:\n  - watch: polling\n", 2, "inboxes[0]"),
            ("inboxes:\n  - folder: a\n    watch: inotify\n", 3, "inboxes[0].watch"),
            ("inboxes:\n  - folder: a\n    colour: red\n", 3, "inboxes[0].colour"),
            ("inboxes:\n  - folder: a\n    taken: move\n", 2, "inboxes[0]"),
            ("inboxes:\n  - folder: a\n    takenFolder: b\n", 3, "inboxes[0].takenFolder"),
            ("inboxes:\n  - folder: a\n    taken: move\n    takenFolder: a/b\n", 4, "inboxes[0].takenFolder"),
            ("inboxes:\n  - folder: a/b\n    taken: move\n    takenFolder: a\n", 4, "inboxes[0].takenFolder"),
            ("inboxes:\n  - folder: a\n  - folder: ./a/\n", 3, "inboxes[1]"),
            ("inboxes:\n  - folder: a\n  - folder: a/b\n", 3, "inboxes[1]"),
            ("inboxes:\n  - folder: a/b\n  - folder: a\n", 3, "inboxes[1]"),
            ("inboxes:\n  - {folder: a, taken: move, takenFolder: b/c}\n  - folder: b\n", 2, "inboxes[0]"),
            ("inboxes:\n  - folder: a\n    markers: [x/y]\n", 3, "inboxes[0].markers[0]"),
            ("inboxes:\n  - folder: a\n    archives: maybe\n", 3, "inboxes[0].archives"),
            ("receiver:\n  address: pacs.example.org\n", 2, "receiver.address"),
            ("receiver:\n  address: 10.0.0.0/8\n", 2, "receiver.address"),
            ("receiver:\n  title: SEVENTEEN-LETTERS\n", 2, "receiver.title"),
            ("receiver:\n  title: 'A\\B'\n", 2, "receiver.title"),
            ("receiver:\n  peers:\n    - addresses: [10.0.0.1]\n", 3, "receiver.peers[0]"),
            ("receiver:\n  peers:\n    - title: A\n    - title: A\n", 4, "receiver.peers[1]"),
            (
                "receiver:\n  peers:\n    - title: A\n      addresses: [10.0.0.0/33]\n", 4,
                "receiver.peers[0].addresses[0]"
            ),
            ("receiver:\n  peers:\n    - title: A\n      host: h\n", 3, "receiver.peers[0]"),
            ("receiver:\n  peers:\n    - {title: A, host: 'a b', port: 1}\n", 3, "receiver.peers[0].host"),
            ("receiver:\n  additionalClasses: [MR]\n", 2, "receiver.additionalClasses[0]"),
            ("receiver:\n  tls:\n    certificate: a\n", 3, "receiver.tls"),
            ("receiver:\n  tls:\n    certificate: a\n    key: b\n", 3, "receiver.tls"),
            ("receiver:\n  tls: {certificate: a, key: b, authorities: c, profile: old}\n", 2, "receiver.tls.profile"),
            ("assembly:\n  quietSeconds: 60\n  missingSeconds: 30\n", 3, "assembly.missingSeconds"),
            ("disk:\n  stopFreeMiB: 4096\n  resumeFreeMiB: 1024\n", 3, "disk.resumeFreeMiB"),
            ("monitoring:\n  on: 7\n", 2, "monitoring.on"),
            ("log:\n  format: xml\n", 2, "log.format"),
            ("serve:\n  workers: 3\n", 2, "serve.workers"),
        ]
    )
    func mistakes(text: String, line: Int, field: String) throws {
        do {
            _ = try read(text)
            Issue.record("was taken")
        } catch {
            #expect(error.line == line)
            #expect(error.field == field)
        }
    }

    private func expectBounds<Owner>(
        _ settings: [NumberSetting<Owner>],
        _ whole: Owner,
        _ yaml: (String, Int) -> String,
        _ owner: (ServeConfiguration) throws -> Owner
    ) throws {
        for setting in settings {
            #expect(setting.range.contains(whole[keyPath: setting.path] / setting.factor), "\(setting.name)")
            for edge in [setting.range.lowerBound, setting.range.upperBound] {
                let value = try owner(read(yaml(setting.name, edge)))[keyPath: setting.path]
                #expect(value == edge * setting.factor, "\(setting.name)")
            }
            for outside in [setting.range.lowerBound - 1, setting.range.upperBound + 1] {
                #expect(throws: YAMLProblem.self) { try read(yaml(setting.name, outside)) }
            }
        }
    }

    @Test("every number is bounded on both sides and its default is inside", .tags(.law8))
    func numbers() throws {
        try expectBounds(
            ServeConfiguration.assemblySettings,
            .init(),
            { name, value in
                // The other mark must leave room.
                name == "quietSeconds"
                    ? "assembly: {quietSeconds: \(value)}"
                    : "assembly: {quietSeconds: 1, missingSeconds: \(value)}"
            },
            \.assembly
        )
        try expectBounds(
            ServeConfiguration.diskSettings,
            .init(),
            { name, value in
                name == "stopFreeMiB"
                    ? "disk: {stopFreeMiB: \(value)}"
                    : "disk: {stopFreeMiB: 64, resumeFreeMiB: \(value)}"
            },
            \.watermarks
        )
        try expectBounds(ServeConfiguration.monitoringSettings, .init(), { "monitoring: {\($0): \($1)}" }, \.monitoring)
        try expectBounds(ServeConfiguration.stopSettings, .init(), { "serve: {\($0): \($1)}" }, \.self)
        try expectBounds(ReceiverConfiguration.settings, .init(), { "receiver: {\($0): \($1)}" }, \.receiver)
        try expectBounds(
            WatchedInbox.settings,
            WatchedInbox(folder: URL(filePath: "/a")),
            { "inboxes: [{folder: /a, \($0): \($1)}]" },
            { try #require($0.inboxes.first) }
        )
    }
}
