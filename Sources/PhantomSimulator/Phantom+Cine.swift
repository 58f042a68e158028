extension Phantom {
    /// How a cine's frames differ.
    package struct Motion: Hashable, Sendable {
        /// The inclusions' largest way up or down, in pixels, over a triangular cycle of `period` frames.
        package var reach: Double
        /// Frames in a cycle.
        package var period: Int
        /// The correlation of the complex echoes of neighbouring frames, 0 to 1.
        package var correlation: Double

        package init(reach: Double, period: Int, correlation: Double) {
            self.reach = reach
            self.period = period
            self.correlation = correlation
        }
    }

    /// Frames of one phantom under motion, each row by row, 8 bits.
    package func cine(frames: Int, motion: Motion, random: inout SplitMix64) -> [[UInt8]] {
        var speckle = speckle(random: &random)
        return (0..<frames).map { frame in
            if frame > 0 {
                speckle.decorrelate(to: motion.correlation, with: self.speckle(random: &random))
            }
            let phase = Double(frame % motion.period) / Double(motion.period)
            let triangle = phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase
            return picture(of: speckle, shift: motion.reach * triangle)
        }
    }
}
