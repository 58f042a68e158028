internal import TissueMetrics

/// What the families have computed of one ROI on one frame, and the memory that they reuse.
struct FamilyMemory {
    /// Forgets what was computed, keeping the memory.
    mutating func forget() {}
}
