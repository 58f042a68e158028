package import Imaging
package import TissueMetrics

/// What a person should see of a measured instance: its middle frame, what was left out of it, and the maps.
package struct Depiction: Sendable {
    /// A metric pixel by pixel over one ROI.
    package struct Map: Sendable {
        /// The metric's identifier.
        package let metric: String
        /// The ROI's name.
        package let roi: String
        /// The ROI's place among the groups of the instance, from 0.
        package let group: Int
        /// From 1.
        package let frame: Int
        /// The values.
        package let values: ParametricMap
        /// Of a pixel, mm across and down; nil where it is not known.
        package let pixelMillimetres: (x: Double, y: Double)?
    }

    /// What the instance says of itself.
    package let facts: InstanceFacts
    /// In colour where the image has colour.
    package let frame: FrameBuffer
    /// Of each pixel of the frame, the bits of `ExclusionCauses`; 0 where it was measured.
    package let exclusions: [UInt8]
    /// In the order of the pipeline's ROIs, then of their maps.
    package let maps: [Map]
}
