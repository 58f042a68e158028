internal import Billing
internal import Dispatch
internal import Foundation

/// The order files, read again when one of them has changed.
struct OrderFolder: Sendable {
    /// How often it is looked at.
    static let interval = Duration.seconds(3)

    /// A file as a listing shows it.
    private struct Mark: Hashable, Sendable {
        let name: String
        let modified: Date?
        let size: Int?
    }

    private let location: URL
    private var marks: Set<Mark>?

    init(_ location: URL) {
        self.location = location
    }

    /// The orders, when they may be others than at the last look.
    mutating func look() async -> OrderBook? {
        let (location, known) = (location, marks)
        // Files are read on a thread of Dispatch's: a share may take its time.
        let (found, book) = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                // The marks first: a file that changes while it is read is read once more.
                let found = Self.marks(of: location)
                continuation.resume(returning: (found, found == known ? nil : OrderBook.load(location)))
            }
        }
        marks = found
        return book
    }

    private static func marks(of location: URL) -> Set<Mark> {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey, .fileSizeKey]
        // What can't be listed is one file without marks; reading says what is wrong with it.
        let files =
            (try? FileManager.default.contentsOfDirectory(at: location, includingPropertiesForKeys: Array(keys)))
        return Set(
            (files ?? [location]).map { file in
                // A file that went away has no marks.
                let values = try? file.resourceValues(forKeys: keys)
                return Mark(
                    name: file.lastPathComponent,
                    modified: values?.contentModificationDate,
                    size: values?.fileSize
                )
            }
        )
    }
}
