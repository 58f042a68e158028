internal import Identifiers

extension InstanceFacts {
    /// Reads the facts of an open data set.
    ///
    /// - Throws: when a UID is missing or illegal, or a value is over the limits. Faulty pixels don't throw: they are told in
    ///   `image.pixelsFault`.
    package init(_ dataSet: borrowing DataSet) throws(ImagingError) {
        let sopClass = try dataSet.sopClassUID()
        self.init(
            sopClassUID: sopClass,
            sopInstanceUID: try dataSet.sopInstanceUID(),
            seriesInstanceUID: try dataSet.uid(.seriesInstanceUID),
            studyInstanceUID: try dataSet.uid(.studyInstanceUID),
            transferSyntaxUID: dataSet.transferSyntaxUID,
            modality: try dataSet.text(.modality),
            seriesNumber: try dataSet.integer(.seriesNumber),
            instanceNumber: try dataSet.integer(.instanceNumber),
            subject: try Subject(dataSet),
            equipment: try Equipment(dataSet),
            image: try Image.isExpected(in: dataSet, of: sopClass) ? try Image(dataSet) : nil
        )
        dataSetOffset = dataSet.dataSetOffset
    }
}

extension InstanceFacts.Subject {
    init(_ dataSet: borrowing DataSet) throws(ImagingError) {
        self.init()
        patientID = try dataSet.text(.patientID)
        issuerOfPatientID = try dataSet.text(.issuerOfPatientID)
        patientName = try dataSet.text(.patientName)
        patientBirthDate = try dataSet.text(.patientBirthDate)
        patientSex = try dataSet.text(.patientSex)
        studyDate = try dataSet.text(.studyDate)
        studyTime = try dataSet.text(.studyTime)
        studyID = try dataSet.text(.studyID)
        accessionNumber = try dataSet.text(.accessionNumber)
        referringPhysicianName = try dataSet.text(.referringPhysicianName)
        studyDescription = try dataSet.text(.studyDescription)
        timezoneOffsetFromUTC = try dataSet.text(.timezoneOffsetFromUTC)
        requestedProcedureID = try dataSet.text(.requestedProcedureID, in: [DataSetStep(.requestAttributesSequence)])
        if requestedProcedureID == nil { requestedProcedureID = try dataSet.text(.requestedProcedureID) }
        repeated = RepeatedAttribute.present(in: dataSet)
    }
}

extension InstanceFacts.Equipment {
    init(_ dataSet: borrowing DataSet) throws(ImagingError) {
        self.init()
        manufacturer = try dataSet.text(.manufacturer)
        model = try dataSet.text(.manufacturerModelName)
        softwareVersions = try dataSet.text(.softwareVersions)
        stationName = try dataSet.text(.stationName)
        transducerData = try dataSet.text(.transducerData)
        focusDepths = try dataSet.numbers(.focusDepth)
        depthOfScanField = try dataSet.number(.depthOfScanField)
        dynamicRangeDecibels = try dataSet.number(.dynamicRange)
    }
}

extension InstanceFacts.Code {
    /// The code of the item at the end of `path`; nil where it has no value or no scheme.
    init?(_ dataSet: borrowing DataSet, in path: [DataSetStep]) throws(ImagingError) {
        var value = try dataSet.text(.codeValue, in: path)
        if value == nil { value = try dataSet.text(.longCodeValue, in: path) }
        guard let value, let scheme = try dataSet.text(.codingSchemeDesignator, in: path) else { return nil }
        self.init(value: value, scheme: scheme, meaning: try dataSet.text(.codeMeaning, in: path) ?? "")
    }
}

extension InstanceFacts.Image {
    /// Whether an instance is an image: it has rows or pixel data, or its SOP Class says that it should.
    static func isExpected(in dataSet: borrowing DataSet, of sopClass: DICOMUID) throws(ImagingError) -> Bool {
        if SOPClassRole(sopClass) == .ultrasound || dataSet.pixelData != nil { return true }
        return try dataSet.has(.rows)
    }

    init(_ dataSet: borrowing DataSet) throws(ImagingError) {
        var pixels: PixelDescription?
        var pixelsFault: ImagingError?
        do throws(ImagingError) {
            pixels = try PixelDescription(dataSet)
        } catch {
            pixelsFault = error
        }
        let burnedIn = try dataSet.text(.burnedInAnnotation)
        self.init(
            pixels: pixels,
            pixelsFault: pixelsFault,
            regions: try UltrasoundRegion.all(of: dataSet),
            timing: try FrameTiming(dataSet, frames: pixels?.frames),
            imageType: try dataSet.texts(.imageType),
            anatomicRegion: try InstanceFacts.Code(dataSet, in: [DataSetStep(.anatomicRegionSequence)]),
            hasBurnedInAnnotation: burnedIn == "YES" ? true : burnedIn == "NO" ? false : nil
        )
    }
}
