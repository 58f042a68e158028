internal import CheckedYAML
internal import Foundation
internal import Identifiers

extension ReceiverConfiguration {
    private static let mostPeers = 1000
    private static let mostClasses = 200

    /// The whole numbers of `receiver`.
    package static let settings: [NumberSetting<ReceiverConfiguration>] = [
        NumberSetting("port", 0...65_535, \.port),
        NumberSetting("associations", 1...1_024, \.associations),
        NumberSetting("waiting", 0...1_024, \.waiting),
        NumberSetting("pduKiB", 4...128, \.pduBytes, factor: 1024),
        NumberSetting("acceptSeconds", 1...600, \.acceptSeconds),
        NumberSetting("idleSeconds", 1...3_600, \.idleSeconds),
        NumberSetting("associationSeconds", 10...604_800, \.associationSeconds),
    ]

    init(_ value: YAMLValue, folder: URL) throws(YAMLProblem) {
        self.init()
        let members = try value.members(
            Set(["on", "address", "title", "anyCalledTitle", "peers", "additionalClasses", "tls"])
                .union(Self.settings.map(\.name))
        )
        if let flag = members["on"] { isOn = try flag.flag() }
        address = try Self.address(members["address"])
        try members.read(Self.settings, into: &self)
        if let given = members["title"] { title = try given.shaped(ApplicationEntityTitle.self).text }
        if let flag = members["anyCalledTitle"] { takesAnyCalledTitle = try flag.flag() }
        if let list = members["peers"] { peers = try Self.peers(list) }
        if let list = members["additionalClasses"] {
            additionalClasses = try list.list(atMost: Self.mostClasses) { (item) throws(YAMLProblem) in
                guard let uid = DICOMUID(try item.text()) else {
                    throw item.problem("must be the UID of a SOP class, as 1.2.840.10008.5.1.4.1.1.4")
                }
                return uid.description
            }
        }
        if let given = members["tls"] { security = try Security(given, folder: folder) }
    }

    /// A section that names no address listens at all: whoever writes one wants to be reached.
    private static func address(_ value: YAMLValue?) throws(YAMLProblem) -> String? {
        guard let value else { return nil }
        let text = try value.text()
        if text == "any" { return nil }
        guard let block = AddressBlock(text), block.prefix == nil else {
            throw value.problem("must be an IP address of this machine, or any")
        }
        return text
    }

    private static func peers(_ value: YAMLValue) throws(YAMLProblem) -> [Peer] {
        var titles: Set<String> = []
        return try value.list(atMost: mostPeers) { (item) throws(YAMLProblem) in
            let peer = try Peer(item)
            guard titles.insert(peer.title).inserted else {
                throw item.problem("has the title of a peer above; give that one all the addresses")
            }
            return peer
        }
    }
}

extension ReceiverConfiguration.Peer {
    private static let mostAddresses = 100

    fileprivate init(_ value: YAMLValue) throws(YAMLProblem) {
        let members = try value.members(["title", "addresses", "host", "port"])
        self.init(title: try members.required("title").shaped(ApplicationEntityTitle.self).text)
        if let list = members["addresses"] {
            addresses = try list.list(atMost: Self.mostAddresses) { (item) throws(YAMLProblem) in
                try item.shaped(AddressBlock.self).text
            }
        }
        host = try members["host"]?.hostName()
        port = try members["port"]?.integer(in: 1...65_535)
        guard (host == nil) == (port == nil) else {
            throw value.problem("needs host and port both, or neither: Storage Commitment results go there")
        }
    }
}

extension ReceiverConfiguration.Security {
    fileprivate enum ClientCertificates: String, CaseIterable { case required, optional }

    fileprivate init(_ value: YAMLValue, folder: URL) throws(YAMLProblem) {
        let members = try value.members(["certificate", "key", "authorities", "clientCertificates", "profile"])
        self.init(
            certificate: try members.required("certificate").path(in: folder),
            privateKey: try members.required("key").path(in: folder)
        )
        authorities = try members["authorities"]?.path(in: folder)
        if let word = members["clientCertificates"] {
            requiresClientCertificate = try word.choice(ClientCertificates.self) == .required
        }
        guard !requiresClientCertificate || authorities != nil else {
            throw value.problem("needs authorities, or clientCertificates: optional")
        }
        if let word = members["profile"] { profile = try word.choice(Profile.self) }
    }
}

extension YAMLValue {
    /// An IP address, or a name of DNS by its letters.
    fileprivate func hostName() throws(YAMLProblem) -> String {
        let text = try line(atMost: 253)
        let isName = text.utf8.allSatisfy {
            $0.isASCIIDigit || $0.isASCIICapital || $0.isASCIISmall || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "-")
        }
        guard isName || AddressBlock(text)?.prefix == nil && AddressBlock(text) != nil else {
            throw problem("must be a host's name or its IP address")
        }
        return text
    }
}
