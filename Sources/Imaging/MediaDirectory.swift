package import Identifiers

/// What a media directory lists (PS3.3 annex F; PS3.10 section 8).
package struct MediaDirectory: Hashable, Sendable {
    /// One instance of a study.
    package struct Object: Hashable, Sendable {
        /// (0004,1510), Referenced SOP Class UID in File.
        package var sopClassUID: DICOMUID
        /// (0004,1511), Referenced SOP Instance UID in File.
        package var sopInstanceUID: DICOMUID

        package init(sopClassUID: DICOMUID, sopInstanceUID: DICOMUID) {
            self.sopClassUID = sopClassUID
            self.sopInstanceUID = sopInstanceUID
        }
    }

    /// One record, as it is written.
    struct Record: Hashable, Sendable {
        /// Where its item begins in the file.
        var offset: UInt64
        /// (0004,1400); 0 for none.
        var next: UInt64 = 0
        /// (0004,1420); 0 for none.
        var lower: UInt64 = 0
        /// (0004,1410) is FFFFH.
        var isInUse = true
        /// (0020,000D) of a STUDY record.
        var study: DICOMUID?
        var object: Object?
    }

    /// The file's own (0002,0003), if it has a legal one.
    package var sopInstanceUID: DICOMUID?
    /// The objects of each study that it lists.
    package var studies: [DICOMUID: [Object]]

    /// Follows the offsets from record to record, as a reader of the medium would.
    ///
    /// - Parameters:
    ///   - records: all there are.
    ///   - root: (0004,1200), where the first begins; 0 for none.
    /// - Returns: nil when a link leads to no record, or to one that was passed before: who follows it misses files.
    static func studies(_ records: [Record], root: UInt64) -> [DICOMUID: [Object]]? {
        let byOffset = Dictionary(records.map { ($0.offset, $0) }, uniquingKeysWith: { first, _ in first })
        var passed: Set<UInt64> = []
        var studies: [DICOMUID: [Object]] = [:]
        var ahead: [(offset: UInt64, study: DICOMUID?, isInUse: Bool)] = [(root, nil, true)]
        while let (offset, study, isInUse) = ahead.popLast() {
            guard offset != 0 else { continue }
            guard let record = byOffset[offset], passed.insert(offset).inserted else { return nil }
            ahead.append((record.next, study, isInUse))
            let within = record.study ?? study
            let counts = isInUse && record.isInUse
            ahead.append((record.lower, within, counts))
            if counts, let within, let object = record.object, studies[within]?.contains(object) != true {
                studies[within, default: []].append(object)
            }
        }
        return studies
    }
}

extension DataSet {
    /// Records that are followed. DCMTK counts its way to an item, so that many cost their square.
    private static let recordLimit = 8192

    /// What this media directory lists.
    ///
    /// - Returns: no studies when its records don't hang together.
    /// - Throws: `ImagingError` of `tooManyElements`, or that a value can't be read.
    package borrowing func mediaDirectory() throws(ImagingError) -> MediaDirectory {
        let count = try itemCount(.directoryRecordSequence)
        guard count <= Self.recordLimit else {
            throw ImagingError(.tooManyElements, "the media directory has more than \(Self.recordLimit) records")
        }
        var records: [MediaDirectory.Record] = []
        if count == directoryRecordOffsets.count {
            for (item, offset) in directoryRecordOffsets.enumerated() {
                records.append(try record(item: item, offset: offset))
            }
        }
        let root: UInt64 = try integer(.offsetOfFirstRecord) ?? 0
        return MediaDirectory(
            sopInstanceUID: mediaStorageSOPInstanceUID.flatMap { DICOMUID($0) },
            studies: MediaDirectory.studies(records, root: root) ?? [:]
        )
    }

    private borrowing func record(item: Int, offset: UInt64) throws(ImagingError) -> MediaDirectory.Record {
        let path = [DataSetStep(.directoryRecordSequence, item: item)]
        var record = MediaDirectory.Record(offset: offset)
        record.next = try integer(.offsetOfNextRecord, in: path) ?? 0
        record.lower = try integer(.offsetOfLowerRecord, in: path) ?? 0
        record.isInUse = try integer(.recordInUseFlag, in: path) != UInt16(0)
        if try text(.directoryRecordType, in: path) == "STUDY", let uid = try text(.studyInstanceUID, in: path) {
            record.study = DICOMUID(uid)
        }
        if let instance = try text(.referencedSOPInstanceUIDInFile, in: path),
            let sopClass = try text(.referencedSOPClassUIDInFile, in: path),
            let instance = DICOMUID(instance), let sopClass = DICOMUID(sopClass)
        {
            record.object = MediaDirectory.Object(sopClassUID: sopClass, sopInstanceUID: instance)
        }
        return record
    }
}

extension DataSetAttribute {
    fileprivate static let offsetOfFirstRecord = Self(
        0x0004_1200,
        "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity"
    )
    fileprivate static let directoryRecordSequence = Self(0x0004_1220, "DirectoryRecordSequence")
    fileprivate static let offsetOfNextRecord = Self(0x0004_1400, "OffsetOfTheNextDirectoryRecord")
    fileprivate static let recordInUseFlag = Self(0x0004_1410, "RecordInUseFlag")
    fileprivate static let offsetOfLowerRecord = Self(0x0004_1420, "OffsetOfReferencedLowerLevelDirectoryEntity")
    fileprivate static let directoryRecordType = Self(0x0004_1430, "DirectoryRecordType")
    fileprivate static let referencedSOPClassUIDInFile = Self(0x0004_1510, "ReferencedSOPClassUIDInFile")
    fileprivate static let referencedSOPInstanceUIDInFile = Self(0x0004_1511, "ReferencedSOPInstanceUIDInFile")
}
