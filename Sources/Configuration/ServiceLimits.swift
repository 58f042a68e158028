/// The bounds of one run (law 8). Each has a default that suits a small centre and a range that is sane anywhere.
package struct ServiceLimits: Hashable, Sendable {
    /// Wall time of one study's analysis, seconds.
    package var analysisSeconds = 1800
    /// Memory of one analysis process, MiB.
    package var analysisMemoryMiB = 4096
    /// Studies analysed at a time.
    package var analysisProcesses = 2
    /// Frames measured at a time in one analysis.
    package var analysisLanes = 2
    /// Tries before a study is given up as failed.
    package var analysisAttempts = 3
    /// Wall time to identify one file, seconds.
    package var inspectSeconds = 60
    /// Memory of one inspecting process, MiB.
    package var inspectMemoryMiB = 1024
    /// Inspecting processes at a time.
    package var inspectors = 2
    /// The largest file that is taken in, MiB.
    package var largestFileMiB = 4096

    package init() {}
}

extension ServiceLimits {
    /// One limit as the configuration names it, with where it is kept and what it may be.
    package struct Setting: Sendable {
        /// The name below `limits`.
        package let name: String
        /// What is accepted.
        package let range: ClosedRange<Int>
        /// Where `ServiceLimits` keeps it.
        package let path: any WritableKeyPath<ServiceLimits, Int> & Sendable
    }

    /// Every limit.
    package static let settings: [Setting] = [
        Setting(name: "analysisSeconds", range: 1...86_400, path: \.analysisSeconds),
        Setting(name: "analysisMemoryMiB", range: 1024...1_048_576, path: \.analysisMemoryMiB),
        Setting(name: "analysisProcesses", range: 1...256, path: \.analysisProcesses),
        Setting(name: "analysisLanes", range: 1...256, path: \.analysisLanes),
        Setting(name: "analysisAttempts", range: 1...20, path: \.analysisAttempts),
        Setting(name: "inspectSeconds", range: 1...3_600, path: \.inspectSeconds),
        Setting(name: "inspectMemoryMiB", range: 128...65_536, path: \.inspectMemoryMiB),
        Setting(name: "inspectors", range: 1...64, path: \.inspectors),
        Setting(name: "largestFileMiB", range: 1...1_048_576, path: \.largestFileMiB),
    ]
}
