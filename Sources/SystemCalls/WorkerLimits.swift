internal import CProcessControl
internal import Glibc

/// What a worker process allows itself before it reads a byte from outside (laws 3 and 8).
package struct WorkerLimits: Hashable, Sendable {
    /// Address space, bytes.
    package var addressSpace: UInt64
    /// Processor time, seconds.
    package var processorSeconds: UInt64
    /// Open files.
    package var openFiles: UInt64
    /// The largest file that it may write, bytes.
    package var fileSize: UInt64

    package init(addressSpace: UInt64, processorSeconds: UInt64, openFiles: UInt64, fileSize: UInt64) {
        self.addressSpace = addressSpace
        self.processorSeconds = processorSeconds
        self.openFiles = openFiles
        self.fileSize = fileSize
    }

    /// What Swift's runtime would otherwise catch to write a backtrace.
    private static let crashes = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGQUIT]

    /// Applies the limits to this process, for good: no core file, no backtrace, no new privileges, no tracing by others.
    package func apply() throws(SystemCallError) {
        // The runtime's backtracer can't trace a process that forbids it and waits for ever; what it writes may tell of the
        // patient. A worker that crashes is to be dead at once.
        for crash in Self.crashes { _ = signal(crash, SIG_DFL) }
        try set(__rlimit_resource_t(RLIMIT_AS.rawValue), addressSpace, "the address space")
        try set(__rlimit_resource_t(RLIMIT_CPU.rawValue), processorSeconds, "the processor time")
        try set(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), openFiles, "the open files")
        try set(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), fileSize, "the file size")
        try set(__rlimit_resource_t(RLIMIT_CORE.rawValue), 0, "the core file")
        guard process_set_no_new_privileges() == 0 else { throw .current("prctl", "no new privileges") }
        guard process_set_not_dumpable() == 0 else { throw .current("prctl", "no tracing") }
    }

    private func set(_ resource: __rlimit_resource_t, _ value: UInt64, _ subject: String) throws(SystemCallError) {
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { throw .current("getrlimit", subject) }
        let bounded = min(rlim_t(value), limit.rlim_max)
        limit = rlimit(rlim_cur: bounded, rlim_max: bounded)
        guard unsafe setrlimit(resource, &limit) == 0 else { throw .current("setrlimit", subject) }
    }
}
