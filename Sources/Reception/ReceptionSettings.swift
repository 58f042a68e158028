/// What the service tells `sonoquant receive` on its first line of standard input. The child reads no configuration.
package struct ReceptionSettings: Hashable, Codable, Sendable {
    /// Transport security (PS3.15 annex B.9 to B.12).
    package struct Security: Hashable, Codable, Sendable {
        /// BCP 195 profiles as DCMTK names them.
        package enum Profile: String, Codable, CaseIterable, Sendable {
            /// TSP_Profile_BCP195_ND: TLS 1.2 or newer, no downgrade.
            case nonDowngrading
            /// TSP_Profile_BCP195_Extended.
            case extended
        }
        /// PEM files; the key is readable for its owner only.
        package var certificate: String
        package var privateKey: String
        /// PEM file of the authorities whose client certificates are taken.
        package var authorities: String?
        /// Whether a peer without a valid certificate is refused.
        package var requiresClientCertificate: Bool
        package var profile: Profile

        package init(
            certificate: String,
            privateKey: String,
            authorities: String?,
            requiresClientCertificate: Bool,
            profile: Profile
        ) {
            self.certificate = certificate
            self.privateKey = privateKey
            self.authorities = authorities
            self.requiresClientCertificate = requiresClientCertificate
            self.profile = profile
        }
    }

    /// Who may send.
    package struct Peer: Hashable, Codable, Sendable {
        /// The calling AE title.
        package var title: String
        /// Addresses or CIDR blocks from which it may call; empty for any.
        package var addresses: [String]
        /// Where Storage Commitment results are delivered when its own association is gone; nil for nowhere.
        package var host: String?
        package var port: Int?

        package init(title: String, addresses: [String] = [], host: String? = nil, port: Int? = nil) {
            self.title = title
            self.addresses = addresses
            self.host = host
            self.port = port
        }
    }

    /// The spool's folder for this child alone; it exists.
    package var spool: String
    /// The address to listen at; nil for all.
    package var address: String?
    /// 0 for any free port, which `listening` then names.
    package var port: Int
    /// Our AE title.
    package var title: String
    /// Whether associations that call another title than ours are taken.
    package var takesAnyCalledTitle = false
    /// Who may send; empty for anybody.
    package var peers: [Peer] = []
    /// SOP classes beyond ours that are stored too.
    package var additionalClasses: [String] = []
    package var security: Security?
    /// Associations served at a time.
    package var associations = 32
    /// Associations that wait for a free place; more are refused as transient, local limit exceeded.
    package var waiting = 32
    /// The longest PDU that we receive, bytes; 4096 to 131072.
    package var pduBytes = 131_072
    /// The largest data set, bytes.
    package var objectBytes: Int64 = 4 << 30
    /// Seconds within which a request for an association, TLS included, must be complete.
    package var acceptSeconds = 30
    /// Seconds without a byte after which an association is aborted.
    package var idleSeconds = 60
    /// Seconds after which an association is aborted whatever it does.
    package var associationSeconds = 14_400

    package init(spool: String, address: String?, port: Int, title: String) {
        self.spool = spool
        self.address = address
        self.port = port
        self.title = title
    }
}
