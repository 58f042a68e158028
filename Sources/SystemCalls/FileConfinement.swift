internal import CProcessControl
internal import Glibc

/// What a worker still sees of the file system, by Landlock (law 3; landlock(7)). It starts no program, changes nothing outside
/// of `writable`, and reads nothing outside of both and of the system's own folders.
package struct FileConfinement: Hashable, Sendable {
    /// Files, and folders with all below them, that may be read; nil for all that the account may read.
    package var readable: [String]?
    /// Folders in which files may be made, changed and removed.
    package var writable: [String]

    /// - Parameters:
    ///   - readable: files and folders that may be read; nil for all.
    ///   - writable: folders that may be changed.
    package init(readable: [String]?, writable: [String] = []) {
        self.readable = readable
        self.writable = writable
    }

    /// The version of Landlock's interface; nil where the kernel, or what contains this process, offers none.
    package static var version: Int? {
        let version = process_landlock_version()
        return version > 0 ? Int(version) : nil
    }

    /// Where libraries find what they read late: character sets, data dictionary, fonts, time zones. What isn't there is left
    /// out.
    private static let system = [
        "/usr", "/lib", "/lib64", "/opt", "/nix", "/proc", "/sys", "/dev", "/etc/ld.so.cache", "/etc/localtime",
        "/etc/dcmtk", "/etc/fonts", "/var/cache/fontconfig",
    ]
    private static let sink = "/dev/null"
    /// O_PATH, which Glibc's module leaves out: a place is named without a right to read it.
    private static let byName: Int32 = 0o10_000_000

    // Bits that older headers lack are given by number.
    private static let read = UInt64(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
    private static let readFile = UInt64(LANDLOCK_ACCESS_FS_READ_FILE)
    private static let writeFile = UInt64(LANDLOCK_ACCESS_FS_WRITE_FILE)
    /// From making a file to removing it.
    private static let change = UInt64(
        LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE
    )
    /// Links, pipes, sockets, devices, folders and programs, which no worker makes or starts.
    private static let never = UInt64(
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_CHAR
            | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO
            | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM
    )
    /// LANDLOCK_ACCESS_FS_TRUNCATE, since the third version.
    private static let truncate = (bit: UInt64(1) << 14, since: 3)

    /// Confines this thread and all that it starts from now on, for good. Threads that run already are not bound: it is called
    /// before there are any.
    ///
    /// - Throws: that the kernel has no Landlock, or that a place can't be opened; nothing is confined then.
    package func apply() throws(SystemCallError) {
        guard let version = Self.version else { throw .current("landlock_create_ruleset", "the file system") }
        let change = Self.change | (version >= Self.truncate.since ? Self.truncate.bit : 0)
        let ruleset = process_landlock_ruleset(change | Self.never | (readable == nil ? 0 : Self.read))
        guard ruleset >= 0 else { throw .current("landlock_create_ruleset", "the file system") }
        defer { close(ruleset) }
        for path in writable {
            try allow(change | (readable == nil ? 0 : Self.read), path, ruleset, "an output folder")
        }
        for path in readable ?? [] { try allow(Self.read, path, ruleset, "an input") }
        for path in readable == nil ? [] : Self.system where unsafe access(path, F_OK) == 0 {
            try allow(Self.read, path, ruleset, "a folder of the system")
        }
        try allow(Self.writeFile | (readable == nil ? 0 : Self.readFile), Self.sink, ruleset, Self.sink)
        guard process_set_no_new_privileges() == 0 else { throw .current("prctl", "no new privileges") }
        guard process_landlock_restrict(ruleset) == 0 else {
            throw .current("landlock_restrict_self", "the file system")
        }
    }

    private func allow(
        _ accesses: UInt64,
        _ path: String,
        _ ruleset: Int32,
        _ subject: String
    ) throws(SystemCallError) {
        let place = unsafe open(path, Self.byName | O_CLOEXEC)
        guard place >= 0 else { throw .current("open", subject) }
        defer { close(place) }
        var status = stat()
        guard unsafe fstat(place, &status) == 0 else { throw .current("fstat", subject) }
        // What only folders know is refused for a file.
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let known = isFolder ? accesses : accesses & (Self.readFile | Self.writeFile | Self.truncate.bit)
        guard process_landlock_allow(ruleset, place, known) == 0 else { throw .current("landlock_add_rule", subject) }
    }
}
