internal import Foundation
internal import Imaging
internal import PhantomSimulator
internal import TestSupport

/// Objects of a made study that draw on its first image: a segmentation, a report's coordinates, a presentation state.
struct DrawnObjects {
    let fixture: StudyFixture
    let folder: URL

    /// A segmentation of one segment; `mask` holds the pixels that belong to it, row by row.
    func segmentation(_ label: String, mask: [Bool], columns: Int, frames: [Int] = []) throws {
        var bytes = [UInt8](repeating: 0, count: (mask.count + 7) / 8)
        for (index, isIn) in mask.enumerated() where isIn { bytes[index / 8] |= 1 << UInt8(index % 8) }
        if bytes.count % 2 == 1 { bytes.append(0) }
        var builder = try object("1.2.840.10008.5.1.4.1.1.66.4", "SEG", label)
        try builder.put(.samplesPerPixel, unsigned: 1)
        try builder.put(.photometricInterpretation, "MONOCHROME2")
        try builder.put(.numberOfFrames, "1")
        try builder.put(.rows, unsigned: UInt32(mask.count / columns))
        try builder.put(.columns, unsigned: UInt32(columns))
        try builder.put(.bitsAllocated, unsigned: 1)
        try builder.put(.bitsStored, unsigned: 1)
        try builder.put(.highBit, unsigned: 0)
        try builder.put(.pixelRepresentation, unsigned: 0)
        try builder.put(Self.segmentationType, "BINARY")
        try builder.putItem(of: Self.segmentSequence) { item throws(WritingError) in
            try item.put(Self.segmentNumber, unsigned: 1)
            try item.put(Self.segmentLabel, label)
        }
        try builder.putItem(of: Self.perFrameFunctionalGroups) { group throws(WritingError) in
            try group.putItem(of: Self.derivationImage) { item throws(WritingError) in
                try reference(in: Self.sourceImage, frames: frames, &item)
            }
            try group.putItem(of: Self.segmentIdentification) { item throws(WritingError) in
                try item.put(Self.referencedSegmentNumber, unsigned: 1)
            }
        }
        try builder.put(.pixelData, bytes: bytes)
        try builder.write(to: folder.appending(path: "seg-\(label).dcm").path)
    }

    /// A presentation state with a rectangle, or with another graphic of its four corners.
    func presentation(_ label: String, _ box: Box, type: String = "POLYLINE") throws {
        var builder = try object("1.2.840.10008.5.1.4.1.1.11.1", "PR", label)
        try builder.putItem(of: Self.graphicAnnotation) { annotation throws(WritingError) in
            try reference(in: Self.referencedImage, frames: [], &annotation)
            try annotation.put(Self.graphicLayer, "LAYER")
            try annotation.putItem(of: Self.textObject) { text throws(WritingError) in
                try text.put(Self.anchorUnits, "PIXEL")
                try text.put(Self.textValue, label)
                try text.put(Self.anchorPoint, reals: box.left, box.top)
                try text.put(Self.anchorVisibility, "N")
            }
            try annotation.putItem(of: Self.graphicObject) { graphic throws(WritingError) in
                try graphic.put(Self.graphicUnits, "PIXEL")
                try graphic.put(Self.graphicDimensions, unsigned: 2)
                try graphic.put(Self.numberOfPoints, unsigned: 5)
                try Self.put(box, &graphic)
                try graphic.put(Self.graphicType, type)
                try graphic.put(Self.graphicFilled, "N")
            }
        }
        try builder.write(to: folder.appending(path: "presentation-\(label).dcm").path)
    }

    /// A report with one measurement group of that tracking identifier, on a rectangle.
    func report(_ label: String, _ box: Box) throws {
        var builder = try object("1.2.840.10008.5.1.4.1.1.88.33", "SR", label)
        try builder.put(Self.valueType, "CONTAINER")
        try builder.putItem(of: Self.content) { group throws(WritingError) in
            try Self.name("125007", "Measurement Group", "CONTAINS", "CONTAINER", &group)
            try group.putItem(of: Self.content) { item throws(WritingError) in
                try Self.name("112039", "Tracking Identifier", "HAS OBS CONTEXT", "TEXT", &item)
                try item.put(Self.textContent, label)
            }
            try group.putItem(of: Self.content) { item throws(WritingError) in
                try Self.name("111030", "Image Region", "CONTAINS", "SCOORD", &item)
                try item.put(Self.graphicType, "POLYLINE")
                try Self.put(box, &item)
                try item.putItem(of: Self.content) { image throws(WritingError) in
                    try image.put(Self.relationship, "SELECTED FROM")
                    try image.put(Self.valueType, "IMAGE")
                    try reference(in: Self.referencedSOP, frames: [], &image)
                }
            }
        }
        try builder.write(to: folder.appending(path: "report-\(label).dcm").path)
    }

    /// Edges in image coordinates: 0\0 is the outer corner of the first pixel.
    struct Box {
        let left: Double
        let top: Double
        let right: Double
        let bottom: Double

        /// Pixels whose centre is inside, where the edges are whole numbers.
        var pixels: Int { Int((right - left) * (bottom - top)) }
    }

    private func object(_ sopClass: String, _ modality: String, _ label: String) throws(WritingError) -> DataSetBuilder
    {
        var builder = try DataSetBuilder()
        let uid = fixture.sopInstanceUID(0)
        try builder.put(.sopClassUID, sopClass)
        // Any other legal UID of the study.
        try builder.put(
            .sopInstanceUID,
            "\(uid).\(sopClass.suffix(1))\(label.utf8.reduce(7) { ($0 * 31 + Int($1)) % 9973 })"
        )
        try builder.put(.studyInstanceUID, fixture.subject.studyInstanceUID)
        try builder.put(.seriesInstanceUID, "\(fixture.subject.seriesInstanceUID).1")
        try builder.put(.modality, modality)
        try builder.put(.patientID, fixture.subject.patientID)
        return builder
    }

    private func reference(
        in sequence: DataSetBuilder.Tag,
        frames: [Int],
        _ builder: inout DataSetBuilder
    ) throws(WritingError) {
        let image = fixture
        try builder.putItem(of: sequence) { item throws(WritingError) in
            try item.put(
                Self.referencedSOPClass,
                image.frames > 1 ? "1.2.840.10008.5.1.4.1.1.3.1" : "1.2.840.10008.5.1.4.1.1.6.1"
            )
            try item.put(Self.referencedSOPInstance, image.sopInstanceUID(0))
            guard !frames.isEmpty else { return }
            try item.put(Self.referencedFrame, frames.map { String($0) }.joined(separator: "\\"))
        }
    }

    private static func put(_ box: Box, _ builder: inout DataSetBuilder) throws(WritingError) {
        try builder.put(
            graphicData,
            reals: box.left,
            box.top,
            box.right,
            box.top,
            box.right,
            box.bottom,
            box.left,
            box.bottom,
            box.left,
            box.top
        )
    }

    private static func name(
        _ code: String,
        _ meaning: String,
        _ relation: String,
        _ type: String,
        _ builder: inout DataSetBuilder
    ) throws(WritingError) {
        try builder.put(relationship, relation)
        try builder.put(valueType, type)
        try builder.putItem(of: conceptName) { item throws(WritingError) in
            try item.put(.codeValue, code)
            try item.put(.codingSchemeDesignator, "DCM")
            try item.put(.codeMeaning, meaning)
        }
    }

    private typealias Tag = DataSetBuilder.Tag
    private static let referencedImage = Tag(0x0008_1140)
    private static let referencedSOPClass = Tag(0x0008_1150)
    private static let referencedSOPInstance = Tag(0x0008_1155)
    private static let referencedFrame = Tag(0x0008_1160)
    private static let referencedSOP = Tag(0x0008_1199)
    private static let sourceImage = Tag(0x0008_2112)
    private static let derivationImage = Tag(0x0008_9124)
    private static let relationship = Tag(0x0040_A010)
    private static let valueType = Tag(0x0040_A040)
    private static let conceptName = Tag(0x0040_A043)
    private static let textContent = Tag(0x0040_A160)
    private static let content = Tag(0x0040_A730)
    private static let segmentationType = Tag(0x0062_0001)
    private static let segmentSequence = Tag(0x0062_0002)
    private static let segmentNumber = Tag(0x0062_0004)
    private static let segmentLabel = Tag(0x0062_0005)
    private static let segmentIdentification = Tag(0x0062_000A)
    private static let referencedSegmentNumber = Tag(0x0062_000B)
    private static let graphicAnnotation = Tag(0x0070_0001)
    private static let graphicLayer = Tag(0x0070_0002)
    private static let anchorUnits = Tag(0x0070_0004)
    private static let graphicUnits = Tag(0x0070_0005)
    private static let textValue = Tag(0x0070_0006)
    private static let textObject = Tag(0x0070_0008)
    private static let graphicObject = Tag(0x0070_0009)
    private static let anchorPoint = Tag(0x0070_0014)
    private static let anchorVisibility = Tag(0x0070_0015)
    private static let graphicDimensions = Tag(0x0070_0020)
    private static let numberOfPoints = Tag(0x0070_0021)
    private static let graphicData = Tag(0x0070_0022)
    private static let graphicType = Tag(0x0070_0023)
    private static let graphicFilled = Tag(0x0070_0024)
    private static let perFrameFunctionalGroups = Tag(0x5200_9230)
}
