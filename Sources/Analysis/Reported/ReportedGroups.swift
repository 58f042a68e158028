internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile

/// The measurement groups of one structured report of another system: one for each place that it names.
struct ReportedGroups {
    private(set) var groups: [StudyResult.MeasurementGroup] = []
    /// What the pipeline asks for and the report can't give.
    private(set) var omissions: [String] = []

    /// What the report calls a place. Labels that differ are never joined: "lesion 1" is not "lesion 2".
    private struct Place: Hashable {
        let site: InstanceFacts.Code?
        let label: String?
        let containers: [InstanceFacts.Code]
    }

    /// Empty where the pipeline asks for nothing of reports, for other objects and for reports of our own.
    init(_ content: InstanceContent, pipeline: PipelineFile) {
        let facts = content.facts
        guard !pipeline.reported.isEmpty, StudyResult.isReport(facts.sopClassUID),
            !OwnReports.made(by: facts.equipment.manufacturer)
        else { return }
        guard pipeline.takes.takes(manufacturer: facts.equipment.manufacturer, model: facts.equipment.model) else {
            omissions = ["a structured report is of a device that the pipeline does not take"]
            return
        }
        let report: ReportedMeasurements
        do throws(ImagingError) {
            report = try ReportedMeasurements(path: content.file.path)
        } catch {
            omissions = ["a structured report can't be read: \(error.explanation)"]
            return
        }
        guard !OwnReports.hold(report.measurements) else { return }
        omissions = report.faults
        var order: [Place] = []
        var values: [Place: ReportedValues] = [:]
        for measurement in report.measurements {
            guard let stiffness = measurement.stiffness else { continue }
            let place = Place(site: measurement.site, label: measurement.label, containers: measurement.path)
            if values[place] == nil { order.append(place) }
            values[place, default: ReportedValues()].add(stiffness, statistic: measurement.statistic)
        }
        groups = order.enumerated().compactMap { index, place in
            values[place].map { Self.group(of: place, index, $0, content, pipeline) }
        }
    }

    private static func group(
        of place: Place,
        _ index: Int,
        _ values: ReportedValues,
        _ content: InstanceContent,
        _ pipeline: PipelineFile
    ) -> StudyResult.MeasurementGroup {
        let facts = content.facts
        let measurements = pipeline.reported.compactMap { metric -> StudyResult.Measurement? in
            guard let row = MetricCatalogue.row(of: metric), case .reported(let quantity, let number) = row.basis else {
                return nil
            }
            let summary = values.summary(of: quantity, rules: pipeline.rules)
            let beside = MeasurementRemarks(conditions: summary.conditions, flags: summary.flags)
            return row.answer(number(summary), beside, pipeline)
        }
        // The place's number in the document: what the report calls it may hold any character.
        let seed = "tracking|\(facts.studyInstanceUID)|\(facts.sopInstanceUID)|reported|\(index)"
        return StudyResult.MeasurementGroup(
            trackingUID: DICOMUID(UUID(namespace: .sonoquant, name: seed)),
            sopInstanceUID: facts.sopInstanceUID,
            sopClassUID: facts.sopClassUID,
            frames: nil,
            roi: StudyResult.RegionOfInterest(
                name: place.label ?? place.site?.meaning ?? "reported stiffness",
                source: "structured report",
                regionIndex: nil,
                outline: [],
                pixels: 0
            ),
            anatomy: place.site.flatMap { $0.isLegal ? $0 : nil },
            measurements: measurements
        )
    }
}

/// Reports that SonoQuant wrote itself: they come back with the study, and say nothing new.
package enum OwnReports {
    /// Manufacturer (0008,0070).
    package static let manufacturer = "SonoQuant"

    static func made(by manufacturer: String?) -> Bool {
        manufacturer?.lowercased() == Self.manufacturer.lowercased()
    }

    /// Whether numbers have concepts of ours, whatever the header says since.
    static func hold(_ measurements: [ReportedMeasurement]) -> Bool {
        measurements.contains { $0.concept.scheme == CodingScheme.sonoquant.designator }
    }
}

extension StudyResult {
    /// Whether a SOP Class is a structured report's with measurements, which a key object selection has not.
    static func isReport(_ sopClass: DICOMUID) -> Bool {
        sopClass.value.hasPrefix("1.2.840.10008.5.1.4.1.1.88.") && sopClass.value != "1.2.840.10008.5.1.4.1.1.88.59"
    }
}

extension StudyResult.MeasurementGroup {
    /// Whether its numbers were read from a structured report of another system: it has no place in an image.
    package var isReported: Bool { StudyResult.isReport(sopClassUID) }
}

extension MeasurementRemarks {
    fileprivate init(conditions: [String], flags: [String]) {
        self.conditions = conditions
        self.flags = flags
    }
}
