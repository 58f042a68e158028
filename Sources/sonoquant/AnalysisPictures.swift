internal import Analysis
internal import Foundation
internal import Identifiers
internal import Imaging
internal import Reporting

/// The pictures of a measured instance, beside the numbers.
struct AnalysisPictures {
    let depiction: Depiction
    /// Of the instance.
    let groups: [StudyResult.MeasurementGroup]
    /// Of the image among the measured ones, from 0.
    let index: Int
    /// Of the result.
    let digest: ContentDigest

    /// Writes the overlay, the exclusion mask and the maps.
    ///
    /// - Parameter results: the folder.
    /// - Throws: that a file can't be written. A picture that can't be drawn is complained of: it is a help beside the numbers,
    ///   and costs no measurement.
    func write(into results: inout ResultFolder) throws {
        let frame = depiction.frame
        try write("overlay-\(index + 1).png", into: &results) { () throws(ReportingError) in
            try OverlayPicture.png(
                frame: frame,
                exclusions: depiction.exclusions,
                groups: groups,
                title: [image],
                result: digest,
                name: Self.name
            )
        }
        try write("mask-\(index + 1).png", into: &results) { () throws(ReportingError) in
            try ExclusionPicture.png(exclusions: depiction.exclusions, width: frame.width, height: frame.height)
        }
        for (number, map) in depiction.maps.enumerated() {
            let name = StudyResult.MapRecord.name(image: index, map: number)
            try write(name + ".png", into: &results) { () throws(ReportingError) in try picture(of: map) }
            // The place of the map's DICOM object, of the same name with .dcm.
        }
    }

    private func picture(of map: Depiction.Map) throws(ReportingError) -> Data {
        try MapPicture.png(
            map: map.values,
            frame: depiction.frame,
            caption: MapPicture.Caption(
                metric: Self.name(of: map.metric),
                unit: MetricCatalogue.definition(of: map.metric)?.unit.code ?? "1",
                title: ["\(image): \(Self.name(of: map.metric))", "ROI \(map.group + 1)  \(map.roi)"],
                pixelMillimetres: map.pixelMillimetres
            ),
            result: digest
        )
    }

    /// "Image 2", and which frame of a cine is shown.
    private var image: String {
        let frames = depiction.facts.image?.pixels?.frames ?? 1
        return "Image \(index + 1)" + (frames > 1 ? ", frame \(frames / 2 + 1) of \(frames)" : "")
    }

    private static func name(of metric: String) -> String { MetricCatalogue.definition(of: metric)?.name ?? metric }

    private func write(
        _ name: String,
        into results: inout ResultFolder,
        _ draw: () throws(ReportingError) -> Data
    ) throws {
        let picture: Data
        do throws(ReportingError) {
            picture = try draw()
        } catch {
            return Standard.complain("\(name) was left out: \(error)")
        }
        try results.write(beside: picture, named: name)
    }
}
