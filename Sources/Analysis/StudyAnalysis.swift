package import Foundation
package import Identifiers
internal import Imaging
package import PipelineFile
internal import TissueMetrics

/// Analyses one study: a pure function of its instances, the pipeline and the versions (law 2). It reads no clock and draws no
/// random number, and neither the order of the names nor the number of lanes changes a byte of the result.
package struct StudyAnalysis: Sendable {
    /// Told before a content is touched, with its position in the list of names from 0: who dies of it can be named.
    package typealias Progress = (_ position: Int, _ count: Int) throws -> Void
    /// Given what a person should see of each measured instance, with its groups, its place among the measured ones from 0, and
    /// the digest that names the result.
    package typealias Picture = (
        _ depiction: Depiction, _ groups: [StudyResult.MeasurementGroup], _ index: Int, _ result: ContentDigest
    ) throws -> Void

    /// The most contents of a study (law 8).
    package static let mostInstances = 20_000

    private let pipeline: PipelineFile
    private let lanes: FrameLanes
    private let program: StudyResult.ProgramVersion
    private let decoders: [String: String]

    /// - Parameters:
    ///   - pipeline: what is measured.
    ///   - lanes: how many frames are measured at a time, from 1.
    ///   - program: this program.
    ///   - decoders: library name to version.
    package init(
        pipeline: PipelineFile,
        lanes: Int,
        program: StudyResult.ProgramVersion,
        decoders: [String: String]
    ) {
        self.pipeline = pipeline
        self.lanes = FrameLanes(lanes: lanes)
        self.program = program
        self.decoders = decoders
    }

    /// Analyses the files of one study.
    ///
    /// - Parameters:
    ///   - names: files of `folder`.
    ///   - folder: where they are.
    ///   - progress: told before each content is touched.
    ///   - picture: given what a person should see of each measured instance.
    /// - Returns: the result, whatever its outcome.
    /// - Throws: `AnalysisError` where there is no study to analyse, and what `progress` and `picture` throw.
    package func result(
        of names: [String],
        in folder: URL,
        progress: Progress = { _, _ in },
        picture: Picture? = nil
    ) async throws -> StudyResult {
        guard names.count <= Self.mostInstances else {
            throw AnalysisError(.tooManyInstances, "more than \(Self.mostInstances) files; analyse the study in parts")
        }
        let (contents, unreadable) = try open(names, in: folder, progress: progress)
        guard let first = contents.first else {
            let reason = unreadable.first.map { ": \($0.error)" } ?? ""
            throw AnalysisError(.noInstances, "no file here is a DICOM instance that can be read\(reason)")
        }
        guard contents.allSatisfy({ $0.facts.studyInstanceUID == first.facts.studyInstanceUID }) else {
            throw AnalysisError(.severalStudies, "the files are of more than one study; give the files of one")
        }
        var result = StudyResult(
            digest: ResultDigest.of(
                instances: contents.map(\.digest) + unreadable.map(\.digest),
                pipeline: pipeline,
                program: program,
                decoders: decoders
            ),
            program: program,
            decoders: decoders,
            pipeline: StudyResult.PipelineIdentity(
                name: pipeline.name,
                version: pipeline.version,
                digest: pipeline.digest,
                service: pipeline.service
            ),
            outcome: .nothingToMeasure([]),
            study: StudyResult.StudyHeader(legalValuesOf: first.facts),
            instances: [],
            unreadable: unreadable,
            groups: []
        )
        let conflicts = try conflicts(among: contents, progress: progress, count: names.count)
        guard conflicts.isEmpty else {
            result.outcome = .conflictingInstances(conflicts)
            result.instances = contents.map { content in
                content.record(
                    .notMeasured("contents under one SOP Instance UID of the study disagree: a person must pick")
                )
            }
            return result
        }
        try await measure(contents, into: &result, progress: progress, count: names.count, picture: picture)
        return result
    }

    /// Contents in the order of SOP Instance UID, then digest, each once.
    private func open(
        _ names: [String],
        in folder: URL,
        progress: Progress
    ) throws -> (contents: [InstanceContent], unreadable: [StudyResult.UnreadableContent]) {
        var contents: [ContentDigest: InstanceContent] = [:]
        var unreadable: [ContentDigest: StudyResult.UnreadableContent] = [:]
        for (position, name) in names.enumerated() {
            try progress(position, names.count)
            let file = folder.appending(path: name, directoryHint: .notDirectory)
            let digest: ContentDigest
            do {
                digest = try ContentDigest(ofFile: file)
            } catch {
                throw AnalysisError(.unreadableFolder, "file \(position + 1) of \(names.count) can't be read from disk")
            }
            guard contents[digest] == nil, unreadable[digest] == nil else { continue }
            do throws(ImagingError) {
                let facts = try InstanceFacts(try DataSet(path: file.path))
                contents[digest] = InstanceContent(position: position, file: file, digest: digest, facts: facts)
            } catch {
                unreadable[digest] = StudyResult.UnreadableContent(digest: digest, error: error)
            }
        }
        let ordered = contents.values.sorted {
            ($0.facts.sopInstanceUID, $0.digest) < ($1.facts.sopInstanceUID, $1.digest)
        }
        return (ordered, unreadable.values.sorted { $0.digest < $1.digest })
    }

    private func conflicts(
        among contents: [InstanceContent],
        progress: Progress,
        count: Int
    ) throws -> [[ContentDigest]] {
        var conflicts: [[ContentDigest]] = []
        for group in Self.byInstance(contents) where group.count > 1 {
            for content in group { try progress(content.position, count) }
            if !DuplicateContents.agree(group) { conflicts.append(group.map(\.digest)) }
        }
        return conflicts
    }

    private func measure(
        _ contents: [InstanceContent],
        into result: inout StudyResult,
        progress: Progress,
        count: Int,
        picture: Picture?
    ) async throws {
        let drawn = try drawings(among: contents, progress: progress, count: count)
        var measurement = InstanceMeasurement(pipeline: pipeline, lanes: lanes, drawn: drawn)
        var reasons: [String] = []
        var measured: [InstanceContent] = []
        for group in Self.byInstance(contents) {
            let content = group[0]
            try progress(content.position, count)
            var ending = await measurement.measure(content)
            if ending.disposition == .supporting {
                let reported = ReportedGroups(content, pipeline: pipeline)
                (ending.groups, ending.omissions) = (reported.groups, reported.omissions)
            }
            result.instances.append(content.record(ending.disposition, omissions: ending.omissions))
            result.instances += group.dropFirst().map { $0.record(.duplicateContent) }
            result.groups += Self.named(ending, among: measured.count)
            let reason = Self.reason(ending.disposition)
            if let reason, !reasons.contains(reason) { reasons.append(reason) }
            guard ending.disposition == .measured else { continue }
            if let picture, let depiction = ending.depiction {
                try picture(depiction, ending.groups, measured.count, result.digest)
            }
            measured.append(content)
        }
        if let spokesman = measured.first { result.study = StudyResult.StudyHeader(legalValuesOf: spokesman.facts) }
        result.outcome = result.groups.isEmpty ? .nothingToMeasure(reasons) : .measured
    }

    /// What segmentations, reports and presentation states of the study draw, where the pipeline asks for it.
    private func drawings(
        among contents: [InstanceContent],
        progress: Progress,
        count: Int
    ) throws -> DrawnRegions {
        let labels = pipeline.rois.compactMap { rule -> String? in
            if case .drawn(let label, _) = rule.shape { label } else { nil }
        }
        var drawn = DrawnRegions(labels: labels)
        guard !labels.isEmpty else { return drawn }
        for content in contents where SourceRegions.mayStand(in: content.facts.sopClassUID) {
            try progress(content.position, count)
            drawn.add(content)
        }
        return drawn
    }

    /// The groups of an instance, each with the names of its maps.
    private static func named(
        _ ending: InstanceMeasurement.Ending,
        among measured: Int
    ) -> [StudyResult.MeasurementGroup] {
        var groups = ending.groups
        for (number, map) in (ending.depiction?.maps ?? []).enumerated() where groups.indices.contains(map.group) {
            let record = StudyResult.MapRecord(
                name: StudyResult.MapRecord.name(image: measured, map: number),
                metric: map.metric,
                frame: map.frame,
                windowPixels: map.values.windowPixels
            )
            groups[map.group].maps = (groups[map.group].maps ?? []) + [record]
        }
        return groups
    }

    private static func reason(_ disposition: StudyResult.InstanceRecord.Disposition) -> String? {
        switch disposition {
        case .measured, .duplicateContent: nil
        case .supporting: "an object that is kept with the study and holds no image to measure"
        case .notMeasured(let reason): reason
        case .undecodable(let error): "the pixels can't be read: \(error.explanation)"
        }
    }

    /// Runs of one SOP Instance UID; `contents` are in its order.
    private static func byInstance(_ contents: [InstanceContent]) -> [[InstanceContent]] {
        var groups: [[InstanceContent]] = []
        for content in contents {
            if let last = groups.last?.last, last.facts.sopInstanceUID == content.facts.sopInstanceUID {
                groups[groups.count - 1].append(content)
            } else {
                groups.append([content])
            }
        }
        return groups
    }
}
