package import Foundation

/// The C-STORE receiver of `serve`.
package struct ReceiverConfiguration: Hashable, Sendable {
    /// TLS; files are PEM.
    package struct Security: Hashable, Sendable {
        package enum Profile: String, CaseIterable, Sendable { case nonDowngrading, extended }
        package var certificate: URL
        package var privateKey: URL
        package var authorities: URL?
        package var requiresClientCertificate = true
        package var profile = Profile.nonDowngrading

        package init(certificate: URL, privateKey: URL) {
            self.certificate = certificate
            self.privateKey = privateKey
        }
    }

    /// A sender.
    package struct Peer: Hashable, Sendable {
        package var title: String
        /// Addresses or CIDR blocks; empty for any.
        package var addresses: [String] = []
        /// Where Storage Commitment results go.
        package var host: String?
        package var port: Int?

        package init(title: String) {
            self.title = title
        }
    }

    /// False switches C-STORE off.
    package var isOn = true
    /// Where to listen: without a configuration this machine alone; nil for all addresses.
    package var address: String? = "127.0.0.1"
    package var port = 11_112
    package var title = "SONOQUANT"
    package var takesAnyCalledTitle = false
    /// Empty for anybody.
    package var peers: [Peer] = []
    package var additionalClasses: [String] = []
    package var security: Security?
    package var associations = 32
    package var waiting = 32
    package var pduBytes = 131_072
    package var acceptSeconds = 30
    package var idleSeconds = 60
    package var associationSeconds = 14_400

    package init() {}
}
