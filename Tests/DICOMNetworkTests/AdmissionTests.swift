import DICOMNetwork
import Reception
import TestSupport
import Testing

@Suite("Who and what is taken")
struct AdmissionTests {
    @Test(
        "addresses lie in blocks of both families, mapped ones too",
        arguments: [
            ("192.0.2.0/24", "192.0.2.77", true), ("192.0.2.0/24", "192.0.3.1", false),
            ("192.0.2.7", "::ffff:192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("0.0.0.0/0", "10.1.2.3", true), ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "10.1.2.3", true),
            ("fe80::/10", "fe80::1%eth0", true), ("10.0.0.0/9", "10.127.0.1", true),
            ("10.0.0.0/9", "10.128.0.1", false),
        ]
    )
    func blocks(block: String, address: String, isIn: Bool) throws {
        let read = try #require(AddressBlock(block))
        #expect(read.contains(address) == isIn)
    }

    @Test(
        "what is no block is refused",
        arguments: ["", "1.2.3", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "1.2.3.4/8/8", "x"]
    )
    func badBlocks(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test("called title, calling title and address decide")
    func admission() {
        var settings = ReceptionSettings(spool: "/", address: nil, port: 0, title: "SONOQUANT")
        let admit = { (settings: ReceptionSettings, called: String, calling: String, address: String) in
            Admission(called: called, calling: calling, address: address, settings: settings)
        }
        #expect(admit(settings, "SONOQUANT ", "ANY", "10.0.0.1") == .admitted)
        #expect(admit(settings, "OTHER", "ANY", "10.0.0.1") == .calledTitleNotRecognised)
        settings.takesAnyCalledTitle = true
        settings.peers = [.init(title: "PACS", addresses: ["10.0.0.0/8"]), .init(title: "SCANNER")]
        #expect(admit(settings, "OTHER", "PACS", "10.0.0.1") == .admitted)
        #expect(admit(settings, "OTHER", "PACS", "11.0.0.1") == .callingTitleNotRecognised)
        #expect(admit(settings, "OTHER", "SCANNER", "11.0.0.1") == .admitted)
        #expect(admit(settings, "OTHER", "STRANGER", "10.0.0.1") == .callingTitleNotRecognised)
    }

    @Test("the proposer's first transfer syntax that we take is accepted; other classes are refused")
    func contexts() {
        let rules = PresentationRules(additionalClasses: ["1.9"])
        let cine = "1.2.840.10008.5.1.4.1.1.3.1"
        let jpeg = "1.2.840.10008.1.2.4.50"
        let implicit = "1.2.840.10008.1.2"
        #expect(
            rules.decision(abstractSyntax: cine, transferSyntaxes: ["9.9", jpeg, implicit])
                == .accept(transferSyntax: jpeg)
        )
        #expect(rules.decision(abstractSyntax: cine, transferSyntaxes: ["9.9"]) == .refuseTransferSyntaxes)
        #expect(
            rules.decision(abstractSyntax: "1.2.840.10008.5.1.4.1.1.2", transferSyntaxes: [implicit])
                == .refuseAbstractSyntax
        )
        #expect(rules.decision(abstractSyntax: "1.9", transferSyntaxes: [jpeg]) == .accept(transferSyntax: jpeg))
        #expect(
            rules.decision(abstractSyntax: "1.2.840.10008.1.20.1", transferSyntaxes: ["1.2.840.10008.1.2.1", implicit])
                == .accept(transferSyntax: implicit)
        )
    }
}
