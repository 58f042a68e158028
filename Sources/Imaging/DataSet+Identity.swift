package import Identifiers

extension DataSet {
    /// The SOP Class, from the data set, else from the meta information: a media directory has it there alone. It is what can be asked
    /// before anything else is required of the file.
    ///
    /// - Throws: when it is missing or no UID.
    package borrowing func sopClassUID() throws(ImagingError) -> DICOMUID {
        if let uid = try optionalUID(.sopClassUID) { return uid }
        guard let text = mediaStorageSOPClassUID else { throw Self.missing(.sopClassUID) }
        guard let uid = DICOMUID(text) else {
            throw Self.illegal(DataSetAttribute(0x0002_0002, "MediaStorageSOPClassUID"))
        }
        return uid
    }

    /// A UID that has to be there.
    ///
    /// - Throws: when it is missing or breaks PS3.5 section 9.1.
    borrowing func uid(_ attribute: DataSetAttribute) throws(ImagingError) -> DICOMUID {
        guard let uid = try optionalUID(attribute) else { throw Self.missing(attribute) }
        return uid
    }

    private borrowing func optionalUID(_ attribute: DataSetAttribute) throws(ImagingError) -> DICOMUID? {
        guard let text = try text(attribute) else { return nil }
        guard let uid = DICOMUID(text) else { throw Self.illegal(attribute) }
        return uid
    }

    static func missing(_ attribute: DataSetAttribute) -> ImagingError {
        ImagingError(.missingAttribute, "\(attribute) is missing or empty")
    }

    static func illegal(_ attribute: DataSetAttribute) -> ImagingError {
        ImagingError(.illegalAttribute, "\(attribute) has an illegal value")
    }
}
