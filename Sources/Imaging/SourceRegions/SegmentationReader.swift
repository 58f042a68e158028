internal import Identifiers

extension DataSetAttribute {
    static let sharedFunctionalGroupsSequence = Self(0x5200_9229, "SharedFunctionalGroupsSequence")
    static let perFrameFunctionalGroupsSequence = Self(0x5200_9230, "PerFrameFunctionalGroupsSequence")
    fileprivate static let sourceImageSequence = Self(0x0008_2112, "SourceImageSequence")
    fileprivate static let derivationImageSequence = Self(0x0008_9124, "DerivationImageSequence")
    fileprivate static let pixelPaddingValue = Self(0x0028_0120, "PixelPaddingValue")
    fileprivate static let segmentationType = Self(0x0062_0001, "SegmentationType")
    fileprivate static let segmentSequence = Self(0x0062_0002, "SegmentSequence")
    fileprivate static let segmentNumber = Self(0x0062_0004, "SegmentNumber")
    fileprivate static let segmentLabel = Self(0x0062_0005, "SegmentLabel")
    fileprivate static let segmentIdentificationSequence = Self(0x0062_000A, "SegmentIdentificationSequence")
    fileprivate static let referencedSegmentNumber = Self(0x0062_000B, "ReferencedSegmentNumber")
    fileprivate static let maximumFractionalValue = Self(0x0062_000E, "MaximumFractionalValue")
    fileprivate static let segmentedPropertyTypeCodeSequence = Self(0x0062_000F, "SegmentedPropertyTypeCodeSequence")
}

/// Reads a Segmentation or a Label Map Segmentation (PS3.3 A.51, C.8.20): a region for each segment of each frame, on each image that
/// the frame was derived from.
///
/// Of a fractional segmentation, pixels from half of Maximum Fractional Value on belong to the segment.
struct SegmentationReader {
    private struct Segment {
        var label: String?
        var type: InstanceFacts.Code?
        var site: InstanceFacts.Code?
        var isBackground: Bool
    }

    private let limits: SourceLimits
    private let type: String
    private let frames: Int
    private let segments: [Int: Segment]
    /// What all frames share, else the one image that the whole object refers to.
    private let sharedImages: [ReferencedImage]
    private let sharedSegment: Int?

    init(_ dataSet: borrowing DataSet, limits: SourceLimits) throws(ImagingError) {
        self.limits = limits
        guard let type = try dataSet.text(.segmentationType) else { throw DataSet.missing(.segmentationType) }
        guard ["BINARY", "FRACTIONAL", "LABELMAP"].contains(type) else { throw DataSet.illegal(.segmentationType) }
        self.type = type
        frames = try dataSet.integer(.numberOfFrames) ?? 1
        guard frames > 0 else { throw DataSet.illegal(.numberOfFrames) }
        guard frames <= limits.segmentationFrames else {
            throw ImagingError(.tooLarge, "the segmentation has more than \(limits.segmentationFrames) frames")
        }
        segments = try Self.segments(dataSet)
        let shared = DataSetStep(.sharedFunctionalGroupsSequence)
        let images = try Self.images(dataSet, shared, limits)
        sharedImages = images.isEmpty ? try Self.onlyImage(dataSet, limits) : images
        sharedSegment = try Self.segmentNumber(dataSet, shared)
    }

    /// Adds the regions of every frame. The data set is used up, since its pixels are read from it.
    func read(_ dataSet: consuming DataSet, into collector: inout RegionCollector) throws(ImagingError) {
        var targets: [(segment: Int?, images: [ReferencedImage])] = []
        for frame in 0..<frames {
            let group = DataSetStep(.perFrameFunctionalGroupsSequence, item: frame)
            let images = try Self.images(dataSet, group, limits)
            targets.append(
                (try Self.segmentNumber(dataSet, group) ?? sharedSegment, images.isEmpty ? sharedImages : images)
            )
        }
        let maximum: UInt16 = try dataSet.integer(.maximumFractionalValue) ?? 255
        let background: UInt16? = type == "LABELMAP" ? try dataSet.integer(.pixelPaddingValue) : nil
        var pixels = try SegmentationPixels(dataSet, frames: frames, limits: limits)
        for (frame, target) in targets.enumerated() {
            guard !collector.isFull else { return collector.fault("it holds more regions than are read") }
            guard !target.images.isEmpty else {
                collector.fault("frame \(frame + 1) of the segmentation names no image")
                continue
            }
            let coding: SegmentationPixels.Coding
            switch (type, target.segment) {
            case ("LABELMAP", _): coding = .labels(background: background ?? 0)
            case (_, nil):
                collector.fault("frame \(frame + 1) of the segmentation names no segment")
                continue
            case ("BINARY", let segment?): coding = .threshold(1, segment: segment)
            // Half of the maximum, rounded up, so that half itself belongs to the segment.
            case (_, let segment?): coding = .threshold(max(1, maximum / 2 + maximum % 2), segment: segment)
            }
            guard let masks = try pixels.masks(of: frame, coding, runsLeft: collector.runsLeft) else {
                return collector.fault("its masks have more than \(limits.runs) runs of pixels; the rest is not read")
            }
            for (number, mask) in masks {
                guard let segment = segments[number] else {
                    collector.fault("frame \(frame + 1) has a segment that the segmentation doesn't describe")
                    continue
                }
                guard !segment.isBackground else { continue }
                collector.add(
                    .mask(mask),
                    on: target.images,
                    origin: .segmentation(segment: number),
                    label: segment.label,
                    finding: segment.type,
                    site: segment.site
                )
            }
        }
    }

    // MARK: Segments

    private static func segments(_ dataSet: borrowing DataSet) throws(ImagingError) -> [Int: Segment] {
        var segments: [Int: Segment] = [:]
        for item in 0..<(try dataSet.itemCount(.segmentSequence)) {
            let path = [DataSetStep(.segmentSequence, item: item)]
            guard let number: Int = try dataSet.integer(.segmentNumber, in: path) else { continue }
            let type = try InstanceFacts.Code(
                dataSet,
                in: path + [DataSetStep(.segmentedPropertyTypeCodeSequence)]
            )
            segments[number] = Segment(
                label: try dataSet.text(.segmentLabel, in: path),
                type: type,
                site: try InstanceFacts.Code(dataSet, in: path + [DataSetStep(.anatomicRegionSequence)]),
                // (125040, DCM, Background): in a label map, what is no segment may have a number too.
                isBackground: type?.scheme == "DCM" && type?.value == "125040"
            )
        }
        return segments
    }

    private static func segmentNumber(_ dataSet: borrowing DataSet, _ group: DataSetStep) throws(ImagingError) -> Int? {
        try dataSet.integer(.referencedSegmentNumber, in: [group, DataSetStep(.segmentIdentificationSequence)])
    }

    // MARK: Images

    private static func images(
        _ dataSet: borrowing DataSet,
        _ group: DataSetStep,
        _ limits: SourceLimits
    ) throws(ImagingError) -> [ReferencedImage] {
        var images: [ReferencedImage] = []
        for item in 0..<min(try dataSet.itemCount(.derivationImageSequence, in: [group]), limits.references) {
            let path = [group, DataSetStep(.derivationImageSequence, item: item)]
            images += try dataSet.referencedImages(.sourceImageSequence, in: path, limit: limits.references) ?? []
        }
        return ReferencedImage.merged(images)
    }

    private static func onlyImage(
        _ dataSet: borrowing DataSet,
        _ limits: SourceLimits
    ) throws(ImagingError) -> [ReferencedImage] {
        var images: [ReferencedImage] = []
        for series in 0..<min(try dataSet.itemCount(.referencedSeriesSequence), limits.references) {
            let path = [DataSetStep(.referencedSeriesSequence, item: series)]
            images +=
                try dataSet.referencedImages(.referencedInstanceSequence, in: path, limit: limits.references) ?? []
            guard images.count <= 1 else { return [] }
        }
        return images
    }
}
