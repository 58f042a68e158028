/// One thing that happened below a watched folder. Paths are names from the root down, as the kernel's bytes.
package enum FolderChange: Hashable, Sendable {
    /// A writer closed a file, or it was renamed into its place.
    case fileClosed([[UInt8]])
    /// A file was made; its bytes may still come.
    case fileAppeared([[UInt8]])
    /// A folder was made or renamed into its place; it isn't watched yet.
    case folderAppeared([[UInt8]])
    /// A folder is no longer there, or no longer watched.
    case folderGone([[UInt8]])
    /// Changes were missed: everything must be looked at.
    case overflow
}
