package import Foundation

/// A folder in which studies are dropped, and how it is watched.
package struct WatchedInbox: Hashable, Sendable {
    /// How changes are noticed.
    package enum Watching: String, CaseIterable, Sendable {
        /// By inotify; by polling too where the file system is a network's.
        case automatic
        /// By inotify alone, with a full look every `pollSeconds` times ten.
        case events
        /// By a full look every `pollSeconds`: for shares where inotify is silent.
        case polling
    }

    /// What becomes of files that are safe in the state directory.
    package enum Taken: Hashable, Sendable {
        /// They stay; the ledger knows them.
        case left
        /// They go to the same path below this folder, on the same file system or another.
        case moved(to: URL)
        /// They are removed.
        case removed
    }

    package var folder: URL
    package var watching = Watching.automatic
    package var pollSeconds = 10
    /// A file is taken when size and time have not changed for this long and nobody has it open for writing; after a seen
    /// close or rename into the folder, one second is enough.
    package var settleSeconds = 5
    package var taken = Taken.left
    /// Names of files that end the studies of their folder (and its subfolders) as soon as they are taken; case matters not.
    package var markers = [".complete", "study.done"]
    /// Shell patterns of file names that are never taken, beside the usual names of partial files.
    package var ignored: [String] = []
    /// Whether zip and tar archives are unpacked.
    package var unpacksArchives = true

    package init(folder: URL) {
        self.folder = folder
    }
}
