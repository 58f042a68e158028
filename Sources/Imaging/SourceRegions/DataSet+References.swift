internal import Identifiers

/// What segmentations, presentation states and reports say of the images that they are about.
extension DataSetAttribute {
    static let referencedSeriesSequence = Self(0x0008_1115, "ReferencedSeriesSequence")
    static let referencedImageSequence = Self(0x0008_1140, "ReferencedImageSequence")
    static let referencedInstanceSequence = Self(0x0008_114A, "ReferencedInstanceSequence")
    static let referencedSOPInstanceUID = Self(0x0008_1155, "ReferencedSOPInstanceUID")
    static let referencedFrameNumber = Self(0x0008_1160, "ReferencedFrameNumber")
    static let referencedSOPSequence = Self(0x0008_1199, "ReferencedSOPSequence")
}

extension DataSet {
    /// The image that an item of the SOP Instance Reference or Image SOP Instance Reference macro names (PS3.3 tables 10-11 and 10-3);
    /// nil where it names none or names frames that can't be.
    borrowing func referencedImage(in path: [DataSetStep], limit: Int) throws(ImagingError) -> ReferencedImage? {
        guard let uid = try text(.referencedSOPInstanceUID, in: path).flatMap({ DICOMUID($0) }) else { return nil }
        let frames = try optionalNumbers(.referencedFrameNumber, in: path)
        let numbers = frames.compactMap { $0.flatMap { Int(exactly: $0) } }
        guard numbers.count == frames.count, numbers.count <= limit, numbers.allSatisfy({ $0 > 0 }) else { return nil }
        return ReferencedImage(imageUID: uid, frames: numbers)
    }

    /// The images that the items of a sequence name, without repetition; nil where one of them can't be read.
    borrowing func referencedImages(
        _ sequence: DataSetAttribute,
        in path: [DataSetStep],
        limit: Int
    ) throws(ImagingError) -> [ReferencedImage]? {
        let count = try itemCount(sequence, in: path)
        guard count <= limit else { return nil }
        var images: [ReferencedImage] = []
        for item in 0..<count {
            guard let image = try referencedImage(in: path + [DataSetStep(sequence, item: item)], limit: limit) else {
                return nil
            }
            images.append(image)
        }
        return ReferencedImage.merged(images)
    }
}

extension ReferencedImage {
    /// One entry an image, in order; frames that follow one another are joined.
    static func merged(_ images: [ReferencedImage]) -> [ReferencedImage] {
        var order: [DICOMUID] = []
        var frames: [DICOMUID: [Int]] = [:]
        for image in images {
            if let known = frames[image.imageUID] {
                // No frames means all of them.
                frames[image.imageUID] = known.isEmpty || image.frames.isEmpty ? [] : known + image.frames
            } else {
                order.append(image.imageUID)
                frames[image.imageUID] = image.frames
            }
        }
        return order.map { uid in
            var seen: Set<Int> = []
            return ReferencedImage(imageUID: uid, frames: (frames[uid] ?? []).filter { seen.insert($0).inserted })
        }
    }
}
