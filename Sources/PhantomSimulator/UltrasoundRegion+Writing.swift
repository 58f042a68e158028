package import Imaging

extension UltrasoundRegion {
    /// Two-dimensional tissue with pixels of the same size both ways: bounds in pixels from 0, inclusive, and the centimetres
    /// from pixel to pixel.
    package static func tissue(minX: UInt32, minY: UInt32, maxX: UInt32, maxY: UInt32, spacing: Double) -> Self {
        var region = Self()
        region.spatialFormat = 1
        region.dataType = 1
        region.flags = 0
        region.minX = minX
        region.minY = minY
        region.maxX = maxX
        region.maxY = maxY
        region.referencePixelX = 0
        region.referencePixelY = 0
        region.referencePixelValueX = 0
        region.referencePixelValueY = 0
        region.unitsX = 3
        region.unitsY = 3
        region.deltaX = spacing
        region.deltaY = spacing
        region.transducerFrequency = 5000
        return region
    }

    /// Puts what is not nil into an item of the Sequence of Ultrasound Regions.
    func put(into item: inout DataSetBuilder) throws(WritingError) {
        let codes: [(DataSetBuilder.Tag, Int?)] = [
            (.regionSpatialFormat, spatialFormat), (.regionDataType, dataType), (.physicalUnitsXDirection, unitsX),
            (.physicalUnitsYDirection, unitsY), (.pixelComponentOrganization, pixelComponentOrganization),
            (.pixelComponentPhysicalUnits, pixelComponentUnits), (.pixelComponentDataType, pixelComponentDataType),
        ]
        for case (let tag, let code?) in codes { try item.put(tag, unsigned: UInt32(clamping: code)) }
        let naturals: [(DataSetBuilder.Tag, UInt32?)] = [
            (.regionFlags, flags), (.regionLocationMinX0, minX), (.regionLocationMinY0, minY),
            (.regionLocationMaxX1, maxX), (.regionLocationMaxY1, maxY), (.transducerFrequency, transducerFrequency),
            (.pulseRepetitionFrequency, pulseRepetitionFrequency),
        ]
        for case (let tag, let number?) in naturals { try item.put(tag, unsigned: number) }
        if let referencePixelX { try item.put(.referencePixelX0, signed: referencePixelX) }
        if let referencePixelY { try item.put(.referencePixelY0, signed: referencePixelY) }
        let reals: [(DataSetBuilder.Tag, Double?)] = [
            (.referencePixelPhysicalValueX, referencePixelValueX),
            (.referencePixelPhysicalValueY, referencePixelValueY),
            (.physicalDeltaX, deltaX), (.physicalDeltaY, deltaY), (.dopplerCorrectionAngle, dopplerCorrectionAngle),
        ]
        for case (let tag, let real?) in reals { try item.put(tag, reals: real) }
        if let transducerType { try item.put(.transducerType, transducerType) }
    }
}
