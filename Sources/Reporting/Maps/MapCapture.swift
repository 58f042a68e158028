package import Analysis
package import Foundation
package import Identifiers
internal import Imaging

/// Names one map object. Everything is given or follows from what is mapped, so the same map has the same bytes wherever it is made.
package struct MapIdentity: Hashable, Sendable {
    /// (0008,0018) of the map.
    package var sopInstanceUID: DICOMUID
    /// (0020,000E): maps of one result share a series.
    package var seriesInstanceUID: DICOMUID
    /// (0020,0011), far above those of ultrasound machines.
    package var seriesNumber: Int
    /// (0020,0013).
    package var instanceNumber: Int

    /// - Parameters:
    ///   - map: what is mapped.
    ///   - study: Study Instance UID.
    ///   - result: the digest of the result that the map belongs to.
    ///   - instanceNumber: in the series, from 1.
    package init(
        of map: MapObject,
        study: DICOMUID,
        result: ContentDigest,
        instanceNumber: Int
    ) {
        let series = "maps:\(study):\(result)"
        let image = "\(map.source.sopInstanceUID):\(map.source.frame ?? 0)"
        seriesInstanceUID = DICOMUID(UUID(namespace: .sonoquant, name: series))
        sopInstanceUID = DICOMUID(
            UUID(namespace: .sonoquant, name: "\(series):\(map.metric):\(image):\(instanceNumber)")
        )
        seriesNumber = 970_001
        self.instanceNumber = instanceNumber
    }
}

/// A map as a Secondary Capture Image (PS3.3 A.8.1) of 16 bits, with its quantity and unit in a Real World Value Mapping, since a
/// Parametric Map needs a place in the patient that 2-D ultrasound doesn't know (decision 0008).
package enum MapCapture {
    /// Secondary Capture Image Storage.
    package static let sopClassUID = "1.2.840.10008.5.1.4.1.1.7"

    /// The Part 10 file of a map. A value is off by at most half of Rescale Slope, which is the range of the values in 65,533 parts.
    ///
    /// - Parameters:
    ///   - map: at least one of its values valid, and those finite.
    ///   - study: whose it is.
    ///   - program: what made it.
    ///   - identity: its UIDs and numbers.
    /// - Returns: equal bytes for equal input; the dates are the study's.
    /// - Throws: `illegalValue` for a map without values or with one that is no number, else what can't be written.
    package static func encode(
        _ map: MapObject,
        study: StudyResult.StudyHeader,
        program: StudyResult.ProgramVersion,
        identity: MapIdentity
    ) throws(ReportingError) -> Data {
        guard let stored = StoredMap(map) else { throw .illegalValue(metric: map.metric) }
        var header = try study.headerElements()
        header += equipment(program, identity)
        header += try image(map, study: study, identity)
        header += try display(stored)
        do throws(WritingError) {
            var builder = try DataSetBuilder()
            try builder.put(header)
            try put(map, stored, into: &builder)
            return try builder.encoded()
        } catch {
            throw .refused(ImagingError(.illegalAttribute, error.explanation))
        }
    }

    // MARK: Header

    private static func equipment(
        _ program: StudyResult.ProgramVersion,
        _ identity: MapIdentity
    ) -> [HeaderElement] {
        let version = DICOMText.line(program.version)
        return [
            .value(0x0008_0060, "US"),
            // Made by a workstation from the image (PS3.3 C.8.6.1).
            .value(0x0008_0064, "WSD"),
            .value(0x0008_0070, MeasurementReport.manufacturer),
            .value(0x0008_103E, "SonoQuant maps, research use"),
            .value(0x0008_1090, SonoquantVersion.program),
            .value(0x0018_1020, version),
            .value(0x0020_000E, identity.seriesInstanceUID.value),
            .value(0x0020_0011, String(identity.seriesNumber)),
        ]
    }

    private static func image(
        _ map: MapObject,
        study: StudyResult.StudyHeader,
        _ identity: MapIdentity
    ) throws(ReportingError) -> [HeaderElement] {
        var source: [HeaderElement] = [
            .value(0x0008_1150, map.source.sopClassUID.value),
            .value(0x0008_1155, map.source.sopInstanceUID.value),
            .value(0x0028_135A, "YES"),
            .code(0x0040_A170, CodedConcept("121322", "DCM", "Source image for image processing operation")),
        ]
        if let frame = map.source.frame { source.append(.value(0x0008_1160, String(frame))) }
        let schemes = Set([map.quantity.scheme, map.unit.scheme] + [map.anatomy?.scheme].compactMap(\.self))
        var elements: [HeaderElement] = [
            .value(0x0008_0008, "DERIVED\\SECONDARY"),
            .value(0x0008_0016, sopClassUID),
            .value(0x0008_0018, identity.sopInstanceUID.value),
            .value(0x0008_0023, study.studyDate ?? ""),
            .value(0x0008_0033, study.studyTime ?? ""),
            .value(0x0008_2111, DICOMText.sentence(map.explanation, limit: 1024)),
            .sequence(0x0008_2112, [source]),
            .value(0x0020_0013, String(identity.instanceNumber)),
            .value(0x0020_0020, ""),
            .value(0x0020_4000, DICOMText.sentence("\(map.quantity.meaning), \(map.unit.meaning)")),
            .value(0x0028_0301, "NO"),
            .value(0x0028_0302, "NO"),
            .value(0x0028_2110, map.source.isLossy ? "01" : "00"),
        ]
        if let anatomy = map.anatomy { elements.append(.code(0x0008_2218, anatomy)) }
        // Laterality is empty where there may be a side, which nobody has told (PS3.3 C.7.3.1).
        if !(map.anatomy.map(AnatomicCode.isUnpaired) ?? false) { elements.append(.value(0x0020_0060, "")) }
        if let spacing = map.spacing {
            guard let row = DecimalString.text(of: spacing.row), let column = DecimalString.text(of: spacing.column),
                spacing.row > 0, spacing.column > 0
            else { throw .illegalValue(metric: map.metric) }
            elements.append(.value(0x0028_0030, row + "\\" + column))
        }
        return elements + CodingScheme.identification(of: schemes)
    }

    /// Modality LUT and VOI LUT: a viewer shows the value under its pointer, and the whole range.
    private static func display(_ stored: StoredMap) throws(ReportingError) -> [HeaderElement] {
        let width = max(stored.greatest - stored.least, stored.slope.value)
        guard let centre = DecimalString.text(of: stored.least / 2 + stored.greatest / 2),
            let width = DecimalString.text(of: width)
        else { throw .refused(ImagingError(.illegalAttribute, "the map's range has no decimal form")) }
        return [
            .value(0x0028_1050, centre), .value(0x0028_1051, width),
            .value(0x0028_1052, stored.intercept.text), .value(0x0028_1053, stored.slope.text),
            .value(0x0028_1054, "US"),
            // Only this function takes a width below 1 (PS3.3 C.11.2.1.3.2).
            .value(0x0028_1056, "LINEAR_EXACT"),
        ]
    }

    // MARK: Numbers

    private static func put(
        _ map: MapObject,
        _ stored: StoredMap,
        into builder: inout DataSetBuilder
    ) throws(WritingError) {
        try builder.put(.samplesPerPixel, unsigned: 1)
        try builder.put(.photometricInterpretation, "MONOCHROME2")
        try builder.put(.rows, unsigned: UInt32(map.rows))
        try builder.put(.columns, unsigned: UInt32(map.columns))
        try builder.put(.bitsAllocated, unsigned: 16)
        try builder.put(.bitsStored, unsigned: 16)
        try builder.put(.highBit, unsigned: 15)
        try builder.put(.pixelRepresentation, unsigned: 0)
        try builder.put(.init(0x0028_0120), unsigned: 0)
        try builder.putItem(of: .init(0x0040_9096)) { item throws(WritingError) in
            try item.put([
                .value(0x0028_3003, DICOMText.line(map.quantity.meaning)),
                .value(0x0040_9210, String(DICOMText.line(map.metric).prefix(16))),
                .code(0x0040_08EA, map.unit),
                .sequence(
                    0x0040_9220,
                    [
                        [
                            .value(0x0040_A040, "CODE"),
                            .code(0x0040_A043, CodedConcept("246205007", "SCT", "Quantity")),
                            .code(0x0040_A168, map.quantity),
                        ]
                    ]
                ),
            ])
            try item.put(.init(0x0040_9216), unsigned: 1)
            try item.put(.init(0x0040_9211), unsigned: 65_535)
            try item.put(.init(0x0040_9224), reals: stored.intercept.value)
            try item.put(.init(0x0040_9225), reals: stored.slope.value)
        }
        try builder.put(.pixelData, words: stored.samples)
    }
}
