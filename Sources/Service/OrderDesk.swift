package import Billing
internal import Configuration
internal import Foundation

/// Where order files come in.
package struct OrderDesk: Sendable {
    private let installation: Installation

    package init(_ installation: Installation) {
        self.installation = installation
    }

    /// The orders that the files of this run hold. What a study's charge used stays in the ledger, so files may go later.
    ///
    /// - Parameter path: a file or folder that a person named; else the configured folder, else `STATE/orders`.
    /// - Returns: the orders, and what is wrong with the files that can't be used.
    package func book(from path: String?) -> OrderBook {
        OrderBook.load(path.map { URL(filePath: $0) } ?? location)
    }

    /// The configured folder, else `STATE/orders`.
    var location: URL { installation.configuration.orders ?? installation.state.orders }
}
