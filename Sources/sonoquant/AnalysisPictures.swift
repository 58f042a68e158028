internal import Analysis
internal import Foundation
internal import Identifiers
internal import Imaging
internal import Reporting
internal import TissueMetrics

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
            try write(name + ".dcm", into: &results) { () throws(ReportingError) in try object(of: map, number) }
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

    private func object(of map: Depiction.Map, _ number: Int) throws(ReportingError) -> Data {
        guard let metric = MetricCatalogue.definition(of: map.metric) else { throw .unknownMetric(map.metric) }
        let (columns, rows) = (depiction.frame.width, depiction.frame.height)
        var values = [Float](repeating: 0, count: rows * columns)
        var isValid = [Bool](repeating: false, count: rows * columns)
        for row in 0..<map.values.height {
            for column in 0..<map.values.width {
                guard let value = map.values[column, row] else { continue }
                let place = (row + map.values.top) * columns + column + map.values.left
                (values[place], isValid[place]) = (value, true)
            }
        }
        let study = StudyResult.StudyHeader(legalValuesOf: depiction.facts)
        let object = MapObject(
            rows: rows,
            columns: columns,
            values: values,
            isValid: isValid,
            spacing: map.pixelMillimetres.map { (row: $0.y, column: $0.x) },
            metric: map.metric,
            quantity: CodedConcept(metric.concept.value, metric.concept.scheme, metric.concept.meaning),
            unit: CodedConcept(metric.unit.code, "UCUM", metric.unit.meaning),
            explanation: "\(metric.name) in windows of \(map.values.windowPixels) pixels, ROI \(map.roi). "
                + (metric.limits ?? metric.family.limits),
            anatomy: nil,
            source: MapObject.Source(
                sopClassUID: depiction.facts.sopClassUID,
                sopInstanceUID: depiction.facts.sopInstanceUID,
                frame: (depiction.facts.image?.pixels?.frames ?? 1) > 1 ? map.frame : nil,
                isLossy: depiction.facts.image?.pixels?.isLossy ?? false
            )
        )
        let identity = MapIdentity(
            of: object,
            study: study.studyInstanceUID,
            result: digest,
            instanceNumber: 10_000 * index + number + 1
        )
        return try MapCapture.encode(object, study: study, program: .current, identity: identity)
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
