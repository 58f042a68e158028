internal import Analysis
private import Identifiers
internal import Imaging

extension MeasurementReport {
    /// The measurement groups, and what is said of groups that have no value.
    static func measurements(
        of result: StudyResult,
        catalogue: (String) -> MetricDefinition?
    ) throws(ReportingError) -> (groups: [ContentItem], remarks: [String]) {
        let images = evidence(of: result)
        var places: [DICOMUID: Int] = [:]
        for (index, image) in images.enumerated() { places[image.sopInstanceUID] = index }
        var groups: [ContentItem] = []
        var remarks: [String] = []
        for group in result.groups {
            guard let place = places[group.sopInstanceUID] else {
                throw .unlistedInstance(trackingUID: group.trackingUID.value)
            }
            let name = trackingIdentifier(of: group, image: place + 1)
            var numbers: [ContentItem] = []
            var comments: [String] = []
            for measurement in group.measurements {
                guard let metric = catalogue(measurement.metric) else { throw .unknownMetric(measurement.metric) }
                switch measurement.answer {
                case .value(let value): numbers.append(try number(value, measurement, metric))
                case .notAvailable(let reason): comments.append("\(metric.name): not available: \(reason)")
                }
            }
            if numbers.isEmpty {
                remarks.append("\(name): no value")
                remarks += comments.map { "\(name): \($0)" }
            } else {
                let opening = try subject(of: group, name: name, in: result, image: images[place])
                groups.append(
                    ContentItem(
                        .contains,
                        .measurementGroup,
                        .container(template: group.isReported ? "1501" : "1410"),
                        children: opening + numbers + comments.map(comment)
                    )
                )
            }
        }
        return (groups, remarks)
    }

    /// The rows of TID 1410 before its measurements, or of TID 1501 for numbers that another system reports.
    private static func subject(
        of group: StudyResult.MeasurementGroup,
        name: String,
        in result: StudyResult,
        image: StudyResult.InstanceRecord
    ) throws(ReportingError) -> [ContentItem] {
        let site = group.anatomy.flatMap(AnatomicCode.current)
        let parameters = [
            "pipeline \(result.pipeline.name) \(result.pipeline.version), \(result.pipeline.digest)",
            "result \(result.digest)",
        ]
        var items = [
            ContentItem(.hasObservationContext, .trackingIdentifier, .text(DICOMText.sentence(name))),
            ContentItem(.hasObservationContext, .trackingUniqueIdentifier, .uid(group.trackingUID)),
            ContentItem(.contains, .finding, .code(.tissue)),
        ]
        let (source, comments) = try source(of: group, image: image)
        items.append(source)
        items.append(ContentItem(.hasConceptModifier, .findingSite, .code(site ?? .bodyPart)))
        items += algorithm(result.program.name, version: result.program.version, parameters: parameters)
        items += comments.map(comment)
        if site == nil, let anatomy = group.anatomy {
            items.append(
                comment("The image codes its anatomy as \(anatomy.meaning) (\(anatomy.value), \(anatomy.scheme))")
            )
        }
        return items
    }

    /// What the numbers come from, and what is said of it.
    private static func source(
        of group: StudyResult.MeasurementGroup,
        image: StudyResult.InstanceRecord
    ) throws(ReportingError) -> (ContentItem, [String]) {
        guard !group.isReported else {
            let report = ContentItem.Value.composite(
                sopClassUID: group.sopClassUID,
                sopInstanceUID: group.sopInstanceUID
            )
            let text = "Reported by another system for \(group.roi.name); no region of an image"
            return (ContentItem(.contains, .sourceOfMeasurement, report), [text])
        }
        let (region, omission) = try region(of: group, image: image)
        let text = "Region \(group.roi.name), from the \(group.roi.source): \(group.roi.pixels) pixels of each frame"
        return (region, [text, omission].compactMap(\.self))
    }

    /// The closed outline, and a remark where the frames are too many to be listed.
    private static func region(
        of group: StudyResult.MeasurementGroup,
        image: StudyResult.InstanceRecord
    ) throws(ReportingError) -> (ContentItem, String?) {
        let outline = group.roi.outline.map { Float($0) }
        guard outline.count.isMultiple(of: 2), (3...outlinePoints).contains(outline.count / 2),
            outline.allSatisfy(\.isFinite)
        else { throw .illegalOutline(trackingUID: group.trackingUID.value) }
        let (frames, omission) = frameList(of: group, image: image)
        let source = ContentItem(
            .selectedFrom,
            nil,
            .image(sopClassUID: group.sopClassUID, sopInstanceUID: group.sopInstanceUID, frames: frames)
        )
        let isClosed = outline.prefix(2) == outline.suffix(2)
        let polyline = isClosed && outline.count > 6 ? outline : outline + outline.prefix(2)
        return (ContentItem(.contains, .imageRegion, .polyline(polyline), children: [source]), omission)
    }

    /// Referenced Frame Number is an IS of at most 65,534 bytes: some 13,000 frames.
    private static func frameList(
        of group: StudyResult.MeasurementGroup,
        image: StudyResult.InstanceRecord
    ) -> ([Int32], String?) {
        let count = group.frames?.count ?? 1
        guard SOPClassRole.referencesNameFrames(group.sopClassUID) else {
            // Frame numbers are forbidden there (PS3.3 table 10-3), even where the instance breaks its class with several frames.
            return (
                [], count > 1 ? "\(count) frames were measured, though the image's SOP Class has a single one" : nil
            )
        }
        let frames = group.frames ?? Array(1...max(1, image.frames ?? 1))
        var listed: [Int32] = []
        var bytes = 0
        for frame in frames {
            guard let number = Int32(exactly: frame), number > 0 else { continue }
            bytes += String(number).utf8.count + 1
            guard bytes <= StructuredReport.shortElementBytes else { break }
            listed.append(number)
        }
        guard listed.count < frames.count else { return (listed, nil) }
        return (listed, "The first \(listed.count) of the \(frames.count) measured frames are listed")
    }

    /// TID 1419 and 300: a number with its derivation, algorithm and what holds for it.
    private static func number(
        _ value: Double,
        _ measurement: StudyResult.Measurement,
        _ metric: MetricDefinition
    ) throws(ReportingError) -> ContentItem {
        guard let text = DecimalString.text(of: value) else { throw .illegalValue(metric: measurement.metric) }
        var children: [ContentItem] = []
        if let estimator = metric.estimator {
            children.append(ContentItem(.hasConceptModifier, .measurementMethod, .code(CodedConcept(estimator))))
        }
        if let derivation = metric.derivation {
            children.append(ContentItem(.hasConceptModifier, .derivation, .code(CodedConcept(derivation))))
        }
        children += algorithm(
            measurement.metric,
            version: String(measurement.metricVersion),
            parameters: [measurement.method]
        )
        children += ([statistics(of: measurement)] + measurement.conditions + measurement.flags).compactMap { text in
            text.map { ContentItem(.hasProperties, .comment, .text(DICOMText.sentence($0))) }
        }
        let meaning = measurement.unit == metric.unit.code ? metric.unit.meaning : measurement.unit
        return ContentItem(
            .contains,
            CodedConcept(metric.concept),
            .number(text, unit: CodedConcept(measurement.unit, "UCUM", meaning)),
            children: children
        )
    }

    private static func statistics(of measurement: StudyResult.Measurement) -> String? {
        guard let count = measurement.frameCount, count > 1 else { return nil }
        guard let range = measurement.interquartileRange.flatMap(DecimalString.text) else {
            return "Median of \(count) frames"
        }
        return "Median of \(count) frames; interquartile range \(range) \(measurement.unit)"
    }

    /// TID 4019.
    private static func algorithm(_ name: String, version: String, parameters: [String]) -> [ContentItem] {
        [
            ContentItem(.hasConceptModifier, .algorithmName, .text(DICOMText.sentence(name))),
            ContentItem(.hasConceptModifier, .algorithmVersion, .text(DICOMText.sentence(version))),
        ]
            + parameters.filter { !$0.isEmpty }.map {
                ContentItem(.hasConceptModifier, .algorithmParameters, .text(DICOMText.sentence($0)))
            }
    }

    private static func trackingIdentifier(of group: StudyResult.MeasurementGroup, image: Int) -> String {
        let region = group.roi.regionIndex.map { ", ultrasound region \($0 + 1)" } ?? ""
        guard !group.isReported else { return "\(group.roi.name), report \(image)" }
        return "\(group.roi.name), image \(image)\(region)"
    }
}

extension CodedConcept {
    fileprivate init(_ coding: MetricDefinition.Coding) {
        self.init(coding.value, coding.scheme, coding.meaning)
    }
}
