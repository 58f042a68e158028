/// Tissue of known echogenicity, seen by one machine: what the simulator draws.
package struct Phantom: Sendable {
    /// An ellipse of another echogenicity.
    package struct Inclusion: Hashable, Sendable {
        /// The centre and the half axes, in pixels.
        package var centreX: Double
        /// Pixels from the region's top.
        package var centreY: Double
        /// Pixels.
        package var halfWidth: Double
        /// Pixels.
        package var halfHeight: Double
        /// The mean intensity in dB, in place of the background's.
        package var echogenicity: Double

        package init(centreX: Double, centreY: Double, halfWidth: Double, halfHeight: Double, echogenicity: Double) {
            self.centreX = centreX
            self.centreY = centreY
            self.halfWidth = halfWidth
            self.halfHeight = halfHeight
            self.echogenicity = echogenicity
        }

        /// Whether a pixel's centre lies in it.
        package func contains(x: Int, y: Int) -> Bool {
            let across = (Double(x) - centreX) / halfWidth
            let down = (Double(y) - centreY) / halfHeight
            return across * across + down * down <= 1
        }
    }

    /// What the transducer sees of the picture; pixels outside are black.
    package enum Field: Hashable, Sendable {
        /// The whole region, as of a linear transducer.
        case linear
        /// A fan from a virtual apex, as of a curved transducer: pixels from the top edge up to the apex, the radii of its first
        /// and last row from the apex, and the tangent of half its angle. The point spread stays the same over the fan, which
        /// a real one's doesn't: the statistics are to be known.
        case sector(apexHeight: Double, nearRadius: Double, farRadius: Double, tangent: Double)
    }

    /// Pixels in a row, and rows, of the region.
    package var width: Int
    /// Rows.
    package var height: Int
    /// What the transducer sees.
    package var field: Field
    /// Centimetres from pixel to pixel, both ways.
    package var spacing: Double
    /// In pixels.
    package var pointSpread: SpeckleField.PointSpread
    /// The background's mean intensity in dB.
    package var echogenicity: Double
    /// What is lost on the way there and back, after the machine's depth gain: dB for each cm of depth.
    package var depthLoss: Double
    /// Later ones cover earlier ones.
    package var inclusions: [Inclusion]
    /// From the envelope to 8-bit grey levels.
    package var greyMap: GreyMap

    package init(
        width: Int,
        height: Int,
        field: Field = .linear,
        spacing: Double = 0.04,
        pointSpread: SpeckleField.PointSpread = .init(lateral: 1.2, axial: 0.7),
        echogenicity: Double = -10,
        depthLoss: Double = 0,
        inclusions: [Inclusion] = [],
        greyMap: GreyMap = GreyMap()
    ) {
        self.width = width
        self.height = height
        self.field = field
        self.spacing = spacing
        self.pointSpread = pointSpread
        self.echogenicity = echogenicity
        self.depthLoss = depthLoss
        self.inclusions = inclusions
        self.greyMap = greyMap
    }

    /// Draws the scatterers.
    package func speckle(random: inout SplitMix64) -> SpeckleField {
        SpeckleField(width: width, height: height, pointSpread: pointSpread, random: &random)
    }

    /// The picture of scatterers, row by row, 8 bits.
    ///
    /// - Parameters:
    ///   - speckle: a field of the phantom's size.
    ///   - shift: how far the inclusions have moved down, in pixels.
    /// - Returns: as many levels as the region has pixels.
    package func picture(of speckle: SpeckleField, shift: Double = 0) -> [UInt8] {
        precondition(speckle.width == width && speckle.height == height, "a field of the phantom's size")
        var placed = inclusions
        for index in placed.indices { placed[index].centreY += shift }
        let envelope = speckle.envelope
        var pixels = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width where isSeen(x: x, y: y) {
                let level = placed.last { $0.contains(x: x, y: y) }?.echogenicity ?? echogenicity
                let gain = level - depthLoss * Double(y) * spacing
                pixels[y * width + x] = greyMap.grey(envelope: envelope[y * width + x], gain: gain)
            }
        }
        return pixels
    }

    /// Whether the transducer sees a pixel.
    package func isSeen(x: Int, y: Int) -> Bool {
        guard case .sector(let apexHeight, let nearRadius, let farRadius, let tangent) = field else { return true }
        let across = Double(x) - Double(width - 1) / 2
        let down = Double(y) + apexHeight
        let radius = (across * across + down * down).squareRoot()
        return radius >= nearRadius && radius <= farRadius && abs(across) <= tangent * down
    }
}
