internal import Configuration
internal import Foundation
internal import Reception

extension ReceptionSettings {
    /// What the child is told, by the configuration.
    ///
    /// - Parameters:
    ///   - configuration: the receiver's.
    ///   - spool: the child's folder.
    ///   - objectBytes: the largest data set.
    init(_ configuration: ReceiverConfiguration, spool: URL, objectBytes: Int64) {
        self.init(
            spool: spool.path,
            address: configuration.address,
            port: configuration.port,
            title: configuration.title
        )
        takesAnyCalledTitle = configuration.takesAnyCalledTitle
        peers = configuration.peers.map {
            Peer(title: $0.title, addresses: $0.addresses, host: $0.host, port: $0.port)
        }
        additionalClasses = configuration.additionalClasses
        if let tls = configuration.security {
            security = Security(
                certificate: tls.certificate.path,
                privateKey: tls.privateKey.path,
                authorities: tls.authorities?.path,
                requiresClientCertificate: tls.requiresClientCertificate,
                profile: tls.profile == .extended ? .extended : .nonDowngrading
            )
        }
        associations = configuration.associations
        waiting = configuration.waiting
        pduBytes = configuration.pduBytes
        self.objectBytes = objectBytes
        acceptSeconds = configuration.acceptSeconds
        idleSeconds = configuration.idleSeconds
        associationSeconds = configuration.associationSeconds
    }
}
