package import Foundation

/// A pipeline that measures all there is to measure, so that a study of some hundred frames takes long on any machine: tens of
/// milliseconds a frame of 500 x 500.
package enum CostlyPipeline {
    /// Writes it into a folder.
    ///
    /// - Returns: the file.
    /// - Throws: that it can't be written.
    package static func write(into folder: URL) throws -> URL {
        let text = """
            pipeline: costly
            version: "1"
            whenNoRegions: wholeImage
            dynamicRanges: [{decibels: 60}]
            rois:
              - {name: all, region: tissue, shape: wholeRegion, metrics: ["*"]}
            rules: {leastPairs: 0}
            """
        let file = folder.appending(path: "costly.yaml")
        try Data(text.utf8).write(to: file)
        return file
    }
}
