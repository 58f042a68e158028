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
    /// Every limit.
    package static let settings: [NumberSetting<ServiceLimits>] = [
        NumberSetting("analysisSeconds", 1...86_400, \.analysisSeconds),
        NumberSetting("analysisMemoryMiB", 1024...1_048_576, \.analysisMemoryMiB),
        NumberSetting("analysisProcesses", 1...256, \.analysisProcesses),
        NumberSetting("analysisLanes", 1...256, \.analysisLanes),
        NumberSetting("analysisAttempts", 1...20, \.analysisAttempts),
        NumberSetting("inspectSeconds", 1...3_600, \.inspectSeconds),
        NumberSetting("inspectMemoryMiB", 128...65_536, \.inspectMemoryMiB),
        NumberSetting("inspectors", 1...64, \.inspectors),
        NumberSetting("largestFileMiB", 1...1_048_576, \.largestFileMiB),
    ]
}
