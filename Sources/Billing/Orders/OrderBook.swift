internal import Configuration
package import Foundation
internal import Identifiers

/// The orders that are known, by accession number.
package struct OrderBook: Sendable {
    /// What the order files say of one study.
    package enum Match: Hashable, Sendable {
        /// No order file names the accession number.
        case none
        /// One order, or several files that say the same.
        case order(Order)
        /// Two files name it and differ; neither is taken.
        case conflicting
    }

    /// Files that can't be used and files that contradict each other, in the order of their names. Each names its files,
    /// so they are for the terminal, not for logs.
    package private(set) var problems: [OrderProblem] = []
    private var entries: [String: (match: Match, file: String)] = [:]

    /// The most order files that are read from one folder.
    private static let mostFiles = 100_000

    /// No orders.
    package init() {}

    /// Reads one order file, or every `*.json` in a folder except hidden ones. A bad file stops no other.
    package static func load(_ location: URL) -> OrderBook {
        var book = OrderBook()
        // Without an answer there is nothing of that name.
        let values = try? location.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey])
        guard let isFolder = values?.isDirectory else {
            book.problems.append(OrderProblem(file: location.path, explanation: "does not exist"))
            return book
        }
        guard isFolder else {
            book.add(location)
            return book
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: location.path)
        } catch {
            book.problems.append(OrderProblem(file: location.path, explanation: "can't be read; check its permissions"))
            return book
        }
        let files = names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
        for name in files.prefix(mostFiles) { book.add(location.appending(path: name)) }
        if files.count > mostFiles {
            book.problems.append(
                OrderProblem(
                    file: location.path,
                    explanation: "has more than \(mostFiles) order files; move old ones away"
                )
            )
        }
        return book
    }

    /// What is known for an accession number; blanks around it don't count, as in DICOM.
    package func match(accession: String) -> Match {
        entries[accession.trimmingCharacters(in: .whitespaces)]?.match ?? .none
    }

    private mutating func add(_ file: URL) {
        let name = file.lastPathComponent
        let bytes: Data
        do throws(BoundedFileError) {
            bytes = try BoundedFile.read(file, atMost: Order.longestFile)
        } catch {
            problems.append(OrderProblem(file: name, explanation: error.description))
            return
        }
        do throws(OrderProblem) {
            add(try Order(reading: bytes, file: name), from: name)
        } catch {
            problems.append(error)
        }
    }

    private mutating func add(_ order: Order, from file: String) {
        guard let known = entries[order.accession] else {
            entries[order.accession] = (.order(order), file)
            return
        }
        if case .order(let other) = known.match, order.saysTheSame(as: other) {
            // The file names must not decide which digest the audit shows.
            if order.digest < other.digest { entries[order.accession] = (.order(order), file) }
            return
        }
        entries[order.accession] = (.conflicting, known.file)
        problems.append(
            OrderProblem(
                file: file,
                field: "accession",
                explanation: "is also the accession of \(known.file), which says something else; keep one of the two"
            )
        )
    }
}
