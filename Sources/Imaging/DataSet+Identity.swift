package import Identifiers

extension DataSet {
    /// The SOP Class, which can be asked before anything else is required of the file.
    ///
    /// Where the data set lacks it, the meta information is asked: PS3.10 section 7.1 has both agree, and a media directory has it
    /// there alone. Where both have it, the data set's counts.
    ///
    /// - Throws: when it is missing or no UID.
    package borrowing func sopClassUID() throws(ImagingError) -> DICOMUID {
        if let uid = try optionalUID(.sopClassUID) { return uid }
        return try Self.uid(.sopClassUID, mediaStorageSOPClassUID)
    }

    /// The SOP Instance, from the data set, else from the meta information. Some converters of real scans leave it out of the data
    /// set, and the instance has no other name.
    ///
    /// - Throws: when it is missing or no UID.
    package borrowing func sopInstanceUID() throws(ImagingError) -> DICOMUID {
        if let uid = try optionalUID(.sopInstanceUID) { return uid }
        return try Self.uid(.sopInstanceUID, mediaStorageSOPInstanceUID)
    }

    /// A UID that has to be there.
    ///
    /// - Throws: when it is missing or breaks PS3.5 section 9.1.
    borrowing func uid(_ attribute: DataSetAttribute) throws(ImagingError) -> DICOMUID {
        try Self.uid(attribute, text(attribute))
    }

    private borrowing func optionalUID(_ attribute: DataSetAttribute) throws(ImagingError) -> DICOMUID? {
        let text = try text(attribute)
        return text == nil ? nil : try Self.uid(attribute, text)
    }

    private static func uid(_ attribute: DataSetAttribute, _ text: String?) throws(ImagingError) -> DICOMUID {
        guard let text else { throw missing(attribute) }
        guard let uid = DICOMUID(text) else { throw illegal(attribute) }
        return uid
    }

    static func missing(_ attribute: DataSetAttribute) -> ImagingError {
        ImagingError(.missingAttribute, "\(attribute) is missing or empty")
    }

    static func illegal(_ attribute: DataSetAttribute) -> ImagingError {
        ImagingError(.illegalAttribute, "\(attribute) has an illegal value")
    }
}
