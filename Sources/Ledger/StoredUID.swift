internal import Foundation
internal import Identifiers

/// Identifiers as the ledger's columns hold them.
enum StoredUID {
    static func uid(_ text: String) throws(LedgerError) -> DICOMUID {
        guard let uid = DICOMUID(text) else { throw damaged }
        return uid
    }

    static func digest(_ hexadecimal: String) throws(LedgerError) -> ContentDigest {
        guard let digest = ContentDigest(hexadecimal: hexadecimal) else { throw damaged }
        return digest
    }

    static func uuid(_ text: String) throws(LedgerError) -> UUID {
        guard let uuid = UUID(uuidString: text) else { throw damaged }
        return uuid
    }

    private static let damaged = LedgerError(
        .damaged,
        "the ledger holds an illegal identifier: restore it from its backup"
    )
}
