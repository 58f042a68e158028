internal import Crypto
internal import Foundation
internal import Identifiers
internal import Imaging

/// Judges several contents under one SOP Instance UID (law 2).
enum DuplicateContents {
    /// Whether the contents measure the same: then the least digest is taken. Their pixels are compared as decoded, so that
    /// a lossless transcoding agrees; how the pixels are stored is no measuring attribute.
    static func agree(_ contents: [InstanceContent]) -> Bool {
        guard let first = contents.first else { return true }
        let attributes = MeasuringAttributes(first.facts)
        guard contents.allSatisfy({ MeasuringAttributes($0.facts) == attributes }) else { return false }
        guard SOPClassRole(first.facts.sopClassUID) == .ultrasound else { return true }  // none of them is measured
        let pixels = Set(contents.map(pixelDigest))
        return pixels.count == 1
    }

    /// Of all frames; nil where they can't be decoded, when no number can differ.
    private static func pixelDigest(_ content: InstanceContent) -> ContentDigest? {
        guard let pixels = content.facts.image?.pixels else { return nil }
        do throws(ImagingError) {
            var decoder = try FrameDecoder(try DataSet(path: content.file.path), pixels: pixels)
            var frame = FrameBuffer()
            var hash = SHA256()
            for index in 0..<pixels.frames {
                try decoder.decode(frame: index, as: .colour, into: &frame)
                hash.update(data: Data("\(frame.width) \(frame.height) \(frame.format)\n".utf8))
                hash.update(data: frame.bytes)
                hash.update(data: frame.words.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            }
            return ContentDigest(hash.finalize())
        } catch {
            return nil
        }
    }
}

/// What of an instance, besides its pixels, decides a number or its conditions.
private struct MeasuringAttributes: Hashable {
    private let sopClassUID: DICOMUID
    private let studyInstanceUID: DICOMUID
    private let size: [Int]
    private let pixelSpacing: [Double]?
    private let equipment: InstanceFacts.Equipment
    private let modality: String?
    private let regions: [UltrasoundRegion]
    private let timing: FrameTiming?
    private let anatomicRegion: InstanceFacts.Code?
    /// Chooses the colour tolerance, and is flagged.
    private let isLossy: Bool?
    private let lossyRatio: Double?
    private let hasBurnedInAnnotation: Bool?

    init(_ facts: InstanceFacts) {
        let pixels = facts.image?.pixels
        sopClassUID = facts.sopClassUID
        studyInstanceUID = facts.studyInstanceUID
        size = pixels.map { [$0.rows, $0.columns, $0.frames, $0.bitsStored] } ?? []
        pixelSpacing = pixels?.pixelSpacing
        equipment = facts.equipment
        modality = facts.modality
        regions = facts.image?.regions ?? []
        timing = facts.image?.timing
        anatomicRegion = facts.image?.anatomicRegion
        isLossy = pixels?.isLossy
        lossyRatio = pixels?.lossyRatio
        hasBurnedInAnnotation = facts.image?.hasBurnedInAnnotation
    }
}
