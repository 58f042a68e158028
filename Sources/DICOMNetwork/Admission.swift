package import Reception

/// Who may open an association (PS3.8 section 9.3.4).
package enum Admission: Hashable, Sendable {
    case admitted
    /// A-ASSOCIATE-RJ, permanent, by the service user: 7 and 3.
    case calledTitleNotRecognised, callingTitleNotRecognised

    /// Compares titles, leading and trailing spaces aside (PS3.5 section 6.2), and the address.
    ///
    /// - Parameters:
    ///   - called: the called AE title.
    ///   - calling: the calling AE title.
    ///   - address: numeric, of the connection.
    ///   - settings: the lists.
    package init(called: String, calling: String, address: String, settings: ReceptionSettings) {
        guard settings.takesAnyCalledTitle || Self.trimmed(called) == Self.trimmed(settings.title) else {
            self = .calledTitleNotRecognised
            return
        }
        let isKnown =
            settings.peers.isEmpty
            || settings.peers.contains { peer in
                Self.trimmed(peer.title) == Self.trimmed(calling)
                    && (peer.addresses.isEmpty
                        || peer.addresses.contains { AddressBlock($0)?.contains(address) ?? false })
            }
        self = isKnown ? .admitted : .callingTitleNotRecognised
    }

    static func trimmed(_ title: String) -> Substring {
        var rest = title[...]
        while rest.last == " " { rest.removeLast() }
        return rest.drop { $0 == " " }
    }
}
