/// When the frames of a cine were taken (PS3.3 C.7.6.5).
package struct FrameTiming: Hashable, Codable, Sendable {
    /// Milliseconds from the first frame, one for each frame; nil where the file does not tell.
    package var frameTimes: [Double]?
    /// The attribute that told: FrameTime, FrameTimeVector, CineRate or RecommendedDisplayFrameRate.
    package var source: String?
    /// (0018,1088), beats a minute.
    package var heartRate: Int?

    package init(frameTimes: [Double]?, source: String?, heartRate: Int?) {
        self.frameTimes = frameTimes
        self.source = source
        self.heartRate = heartRate
    }
}
