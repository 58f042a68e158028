extension UltrasoundRegion {
    /// Regions of one image. Devices write a handful.
    static let limit = 1024

    /// All regions of a data set, in order.
    static func all(of dataSet: borrowing DataSet) throws(ImagingError) -> [UltrasoundRegion] {
        let count = try dataSet.itemCount(.sequenceOfUltrasoundRegions)
        guard count <= limit else { throw ImagingError(.tooLarge, "more than \(limit) ultrasound regions") }
        var regions: [UltrasoundRegion] = []
        for item in 0..<count {
            regions.append(try UltrasoundRegion(dataSet, in: [DataSetStep(.sequenceOfUltrasoundRegions, item: item)]))
        }
        return regions
    }

    private init(_ dataSet: borrowing DataSet, in path: [DataSetStep]) throws(ImagingError) {
        self.init()
        try readGeometry(dataSet, path)
        try readAcquisition(dataSet, path)
        try readPixelComponents(dataSet, path)
    }

    private mutating func readGeometry(_ dataSet: borrowing DataSet, _ path: [DataSetStep]) throws(ImagingError) {
        spatialFormat = try dataSet.integer(Self.attribute(0x6012, "RegionSpatialFormat"), in: path)
        dataType = try dataSet.integer(Self.attribute(0x6014, "RegionDataType"), in: path)
        flags = try dataSet.integer(Self.attribute(0x6016, "RegionFlags"), in: path)
        minX = try dataSet.integer(Self.attribute(0x6018, "RegionLocationMinX0"), in: path)
        minY = try dataSet.integer(Self.attribute(0x601A, "RegionLocationMinY0"), in: path)
        maxX = try dataSet.integer(Self.attribute(0x601C, "RegionLocationMaxX1"), in: path)
        maxY = try dataSet.integer(Self.attribute(0x601E, "RegionLocationMaxY1"), in: path)
        referencePixelX = try dataSet.integer(Self.attribute(0x6020, "ReferencePixelX0"), in: path)
        referencePixelY = try dataSet.integer(Self.attribute(0x6022, "ReferencePixelY0"), in: path)
        unitsX = try dataSet.integer(Self.attribute(0x6024, "PhysicalUnitsXDirection"), in: path)
        unitsY = try dataSet.integer(Self.attribute(0x6026, "PhysicalUnitsYDirection"), in: path)
        referencePixelValueX = try dataSet.number(Self.attribute(0x6028, "ReferencePixelPhysicalValueX"), in: path)
        referencePixelValueY = try dataSet.number(Self.attribute(0x602A, "ReferencePixelPhysicalValueY"), in: path)
        deltaX = try dataSet.number(Self.attribute(0x602C, "PhysicalDeltaX"), in: path)
        deltaY = try dataSet.number(Self.attribute(0x602E, "PhysicalDeltaY"), in: path)
    }

    private mutating func readAcquisition(_ dataSet: borrowing DataSet, _ path: [DataSetStep]) throws(ImagingError) {
        transducerFrequency = try dataSet.integer(Self.attribute(0x6030, "TransducerFrequency"), in: path)
        transducerType = try dataSet.text(Self.attribute(0x6031, "TransducerType"), in: path)
        pulseRepetitionFrequency = try dataSet.integer(Self.attribute(0x6032, "PulseRepetitionFrequency"), in: path)
        dopplerCorrectionAngle = try dataSet.number(Self.attribute(0x6034, "DopplerCorrectionAngle"), in: path)
        steeringAngle = try dataSet.number(Self.attribute(0x6036, "SteeringAngle"), in: path)
        dopplerSampleVolumeX = try dataSet.integer(Self.attribute(0x6039, "DopplerSampleVolumeXPosition"), in: path)
        dopplerSampleVolumeY = try dataSet.integer(Self.attribute(0x603B, "DopplerSampleVolumeYPosition"), in: path)
        tmLineX0 = try dataSet.integer(Self.attribute(0x603D, "TMLinePositionX0"), in: path)
        tmLineY0 = try dataSet.integer(Self.attribute(0x603F, "TMLinePositionY0"), in: path)
        tmLineX1 = try dataSet.integer(Self.attribute(0x6041, "TMLinePositionX1"), in: path)
        tmLineY1 = try dataSet.integer(Self.attribute(0x6043, "TMLinePositionY1"), in: path)
        rWaveTimeVector = try dataSet.numbers(Self.attribute(0x6060, "RWaveTimeVector"), in: path)
    }

    private mutating func readPixelComponents(_ dataSet: borrowing DataSet, _ path: [DataSetStep]) throws(ImagingError)
    {
        pixelComponentOrganization = try dataSet.integer(Self.attribute(0x6044, "PixelComponentOrganization"), in: path)
        pixelComponentMask = try dataSet.integer(Self.attribute(0x6046, "PixelComponentMask"), in: path)
        pixelComponentRangeStart = try dataSet.integer(Self.attribute(0x6048, "PixelComponentRangeStart"), in: path)
        pixelComponentRangeStop = try dataSet.integer(Self.attribute(0x604A, "PixelComponentRangeStop"), in: path)
        pixelComponentUnits = try dataSet.integer(Self.attribute(0x604C, "PixelComponentPhysicalUnits"), in: path)
        pixelComponentDataType = try dataSet.integer(Self.attribute(0x604E, "PixelComponentDataType"), in: path)
        numberOfTableBreakPoints = try dataSet.integer(Self.attribute(0x6050, "NumberOfTableBreakPoints"), in: path)
        tableOfXBreakPoints = try dataSet.integers(Self.attribute(0x6052, "TableOfXBreakPoints"), in: path)
        tableOfYBreakPoints = try dataSet.numbers(Self.attribute(0x6054, "TableOfYBreakPoints"), in: path)
        numberOfTableEntries = try dataSet.integer(Self.attribute(0x6056, "NumberOfTableEntries"), in: path)
        tableOfPixelValues = try dataSet.integers(Self.attribute(0x6058, "TableOfPixelValues"), in: path)
        tableOfParameterValues = try dataSet.numbers(Self.attribute(0x605A, "TableOfParameterValues"), in: path)
    }

    /// An attribute of group 0018.
    private static func attribute(_ element: UInt32, _ keyword: String) -> DataSetAttribute {
        DataSetAttribute(0x0018_0000 | element, keyword)
    }
}
