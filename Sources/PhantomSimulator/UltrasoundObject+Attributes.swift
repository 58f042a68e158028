internal import Imaging

extension UltrasoundObject {
    /// Patient, General Study, General Series and SOP Common modules.
    func putIdentity(_ builder: inout DataSetBuilder) throws(WritingError) {
        let values: [(DataSetBuilder.Tag, String)] = [
            (.specificCharacterSet, "ISO_IR 192"), (.sopClassUID, sopClassUID), (.sopInstanceUID, sopInstanceUID),
            (.studyInstanceUID, subject.studyInstanceUID), (.seriesInstanceUID, subject.seriesInstanceUID),
            (.patientName, subject.patientName), (.patientID, subject.patientID),
            (.issuerOfPatientID, subject.issuerOfPatientID), (.patientBirthDate, subject.patientBirthDate),
            (.patientSex, subject.patientSex), (.studyDate, subject.studyDate), (.studyTime, subject.studyTime),
            (.seriesDate, subject.studyDate), (.seriesTime, subject.studyTime),
            (.contentDate, subject.studyDate), (.contentTime, subject.studyTime), (.studyID, subject.studyID),
            (.accessionNumber, subject.accessionNumber), (.studyDescription, subject.studyDescription),
            (.referringPhysicianName, subject.referringPhysicianName), (.modality, "US"),
            (.seriesNumber, String(seriesNumber)), (.instanceNumber, String(instanceNumber)),
        ]
        for (tag, value) in values { try builder.put(tag, value) }
        if let laterality = subject.laterality { try builder.put(.laterality, laterality) }
        guard let anatomy = subject.anatomicRegion else { return }
        try builder.putItem(of: .anatomicRegionSequence) { item throws(WritingError) in
            try item.put(.codeValue, anatomy.rawValue)
            try item.put(.codingSchemeDesignator, "SCT")
            try item.put(.codeMeaning, anatomy.meaning)
        }
    }

    /// General Equipment module: the simulator says what it is.
    func putEquipment(_ builder: inout DataSetBuilder) throws(WritingError) {
        try builder.put(.manufacturer, "SonoQuant")
        try builder.put(.manufacturerModelName, "Phantom simulator")
        try builder.put(.deviceSerialNumber, "SIM-1")
        try builder.put(.softwareVersions, "simulator 1")
        try builder.put(.stationName, "SIMULATOR")
    }

    /// General Image, US Image, Cine and Multi-frame modules.
    func putImage(_ builder: inout DataSetBuilder) throws(WritingError) {
        // Value 3 is the examined area, value 4 the kinds of picture: 1 is 2-D, 10 colour (PS3.3 C.8.5.6.1.1).
        try builder.put(
            .imageType,
            isColour ? "ORIGINAL\\PRIMARY\\ABDOMINAL\\0011" : "ORIGINAL\\PRIMARY\\ABDOMINAL\\0001"
        )
        try builder.put(.patientOrientation, "")
        try builder.put(.burnedInAnnotation, "NO")
        try builder.put(.lossyImageCompression, "00")
        try builder.put(.ultrasoundColorDataPresent, unsigned: isColour ? 1 : 0)
        if let transducerType { try builder.put(.transducerType, transducerType) }
        guard frames > 1 else { return }
        try builder.put(.numberOfFrames, String(frames))
        try builder.put(.frameTime, String(frameTime))
        try builder.put(.frameIncrementPointer, unsigned: DataSetBuilder.Tag.frameTime.number)
    }

    /// Image Pixel module.
    func putPixels(_ builder: inout DataSetBuilder) throws(WritingError) {
        let bits: UInt32 = if case .grey16 = samples { 16 } else { 8 }
        try builder.put(.samplesPerPixel, unsigned: isColour ? 3 : 1)
        try builder.put(.photometricInterpretation, isColour ? "RGB" : "MONOCHROME2")
        if isColour { try builder.put(.planarConfiguration, unsigned: 0) }
        try builder.put(.rows, unsigned: UInt32(clamping: height))
        try builder.put(.columns, unsigned: UInt32(clamping: width))
        try builder.put(.bitsAllocated, unsigned: bits)
        try builder.put(.bitsStored, unsigned: bits)
        try builder.put(.highBit, unsigned: bits - 1)
        try builder.put(.pixelRepresentation, unsigned: 0)
        switch samples {
        case .grey8(let bytes), .rgb8(let bytes): try builder.put(.pixelData, bytes: bytes)
        case .grey16(let words): try builder.put(.pixelData, words: words)
        }
    }

    private var isColour: Bool {
        if case .rgb8 = samples { true } else { false }
    }
}
