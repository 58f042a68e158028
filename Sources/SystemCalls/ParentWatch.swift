internal import CProcessControl
internal import Glibc

/// Ends this process with the one that started it, so that no worker outlives its service.
package enum ParentWatch {
    /// Asks the kernel to kill this process when `parent` ends, and ends at once where that has happened already.
    ///
    /// The signal comes when the *thread* that spawned us ends; swift-subprocess spawns from one thread that lives as long
    /// as its process.
    package static func endWith(parent: Int32) throws(SystemCallError) {
        guard process_set_parent_death_signal(SIGKILL) == 0 else { throw .current("prctl", "the parent's end") }
        if getppid() != parent { exit(EXIT_FAILURE) }
    }
}
