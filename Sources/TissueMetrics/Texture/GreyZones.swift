/// What the zones of a slice tell: both families are of the same zones.
package struct ZoneFeatures: Hashable, Sendable {
    /// By size, in pixels.
    package let sizes: TextureFeatures<SizeZoneFeature>
    /// By distance from the border, in pixels.
    package let distances: TextureFeatures<DistanceZoneFeature>

    init(sizes: TextureFeatures<SizeZoneFeature>, distances: TextureFeatures<DistanceZoneFeature>) {
        self.sizes = sizes
        self.distances = distances
    }

    /// The same for all features.
    package init(all availability: Availability) {
        sizes = TextureFeatures(all: availability)
        distances = TextureFeatures(all: availability)
    }
}

/// Finds the zones of a region, groups of 8-connected pixels of one grey level, and counts them by size (GLSZM 9SAK)
/// and by distance from the border of the region (GLDZM VMDZ; IBSI reference manual, sections 3.8 and 3.9). A slice has
/// one matrix of each, so there is nothing to aggregate (8QNN). Its memory is reused from patch to patch.
///
/// A pixel's distance is the number of steps to its 4-neighbours that lead out of the region or the patch, and a zone's
/// is that of its nearest pixel. What `DiscretisedPatch` leaves out within the region counts as outside. IBSI would
/// measure from the outline as it was before pixels were left out (its morphological mask); ours says how far a zone is
/// from where the tissue is hidden.
package struct GreyZones: Sendable {
    private var bordered = BorderedLevels()
    private var stride = 0
    private var labels: [UInt32] = []
    private var distances: [UInt16] = []
    private var zones: [Zone] = []
    private var sizeMatrix = LevelCountMatrix()
    private var distanceMatrix = LevelCountMatrix()

    package init() {}

    /// The features of both families.
    ///
    /// - Parameter patch: the bins of a slice.
    /// - Returns: not available where no pixel is of the region.
    package mutating func features(of patch: DiscretisedPatch) -> ZoneFeatures {
        bordered.fill(patch, border: 1)
        let size = bordered.levels.count
        if labels.count != size || stride != bordered.stride {
            stride = bordered.stride
            labels = [UInt32](repeating: 0, count: size)
            // The border's distance is 0 and stays it.
            distances = [UInt16](repeating: 0, count: size)
        }
        // One for each pixel, one for what is not of the region, and one that is begun but not used.
        let most = patch.width * patch.height + 2
        if zones.count < most {
            zones = [Zone](repeating: Zone(parent: 0, size: 0, distance: 0, level: 0), count: most)
        }
        let parts = Self.label(bordered, labels: &labels, distances: &distances, zones: &zones)
        Self.measure(bordered, labels: labels, distances: &distances, zones: &zones)

        // No pixel is further from the border than half of the shorter side.
        let farthest = (min(patch.width, patch.height) + 1) / 2
        sizeMatrix.clear(levelCount: patch.levelCount, greatestCount: patch.pixelCount)
        distanceMatrix.clear(levelCount: patch.levelCount, greatestCount: farthest)
        Self.join(&zones, parts: parts, sizes: &sizeMatrix, distances: &distanceMatrix)
        return ZoneFeatures(
            sizes: TextureFeatures(sizeMatrix.features(places: patch.pixelCount)),
            distances: TextureFeatures(distanceMatrix.features(places: patch.pixelCount))
        )
    }
}

extension GreyZones {
    /// A part of a zone. Parts that touch are a tree; `parent` is never after its child, and the root is its own.
    private struct Zone {
        var parent: UInt32
        var size: UInt32
        var distance: UInt16
        let level: UInt16
    }

    /// From the top: gives each pixel the label of a neighbour of its level that came before, or a new one, notes which
    /// labels touch, and takes the steps out through the pixels above and to the left. Gives the number of labels.
    private static func label(
        _ bordered: BorderedLevels,
        labels labelArray: inout [UInt32],
        distances distanceArray: inout [UInt16],
        zones zoneArray: inout [Zone]
    ) -> Int {
        let stride = bordered.stride
        let levels = bordered.levels.span
        var labels = labelArray.mutableSpan
        var distances = distanceArray.mutableSpan
        var zones = zoneArray.mutableSpan
        // What is not of the region is a zone of level 0, which the border begins.
        zones[0] = Zone(parent: 0, size: 0, distance: 0, level: 0)
        var parts = 1
        let donors = donors(stride: stride)
        for row in 0..<bordered.height {
            let start = bordered.start(ofRow: row)
            var distance: UInt16 = 0
            for pixel in start..<(start + bordered.width) {
                let level = levels[pixel]
                let above = pixel - stride
                // At most the shorter side, and no memory holds a square of more than 65,535 rows.
                let further = min(distances[above], distance) &+ 1
                distance = level > 0 ? further : 0
                distances[pixel] = distance

                // A texture's equal neighbours can't be predicted, so there is no branch but for a union: each pixel
                // makes a new part, which the next pixel overwrites where this one has got an older label.
                var alike = levels[above] == level ? 1 : 0
                alike |= levels[above + 1] == level ? 2 : 0
                alike |= levels[above - 1] == level ? 4 : 0
                alike |= levels[pixel - 1] == level ? 8 : 0
                labels[pixel] = UInt32(truncatingIfNeeded: parts)
                zones[parts] = Zone(parent: labels[pixel], size: 0, distance: .max, level: level)
                parts += alike == 0 ? 1 : 0
                var label = labels[pixel + donors[alike]]
                // The pixel above touches the three others; without it, the one to its right touches neither.
                if alike & 3 == 2, alike > 3 {
                    let left = labels[alike & 4 > 0 ? above - 1 : pixel - 1]
                    if left != label { label = union(label, left, of: &zones) }
                }
                labels[pixel] = label
                zones[Int(label)].size &+= 1
            }
        }
        return parts
    }

    /// How far it is to the pixel that gives its label, by which neighbours are alike: 1 for the one above, 2 for that to
    /// its right, 4 for that to its left, 8 for the one to the left. A pixel without any keeps its own.
    private static func donors(stride: Int) -> InlineArray<16, Int> {
        InlineArray { alike in
            if alike & 1 > 0 { return -stride }
            if alike & 2 > 0 { return 1 - stride }
            if alike & 4 > 0 { return -stride - 1 }
            return alike & 8 > 0 ? -1 : 0
        }
    }

    private static func union(_ one: UInt32, _ other: UInt32, of zones: inout MutableSpan<Zone>) -> UInt32 {
        let (first, second) = (root(of: one, in: &zones), root(of: other, in: &zones))
        zones[Int(max(first, second))].parent = min(first, second)
        return min(first, second)
    }

    private static func root(of label: UInt32, in zones: inout MutableSpan<Zone>) -> UInt32 {
        var label = label
        while zones[Int(label)].parent != label {
            let parent = zones[Int(label)].parent
            zones[Int(label)].parent = zones[Int(parent)].parent
            label = zones[Int(label)].parent
        }
        return label
    }

    /// From the bottom: takes the steps out through the pixels below and to the right, and gives each part the least.
    private static func measure(
        _ bordered: BorderedLevels,
        labels labelArray: [UInt32],
        distances distanceArray: inout [UInt16],
        zones zoneArray: inout [Zone]
    ) {
        let stride = bordered.stride
        let labels = labelArray.span
        var distances = distanceArray.mutableSpan
        var zones = zoneArray.mutableSpan
        for row in (0..<bordered.height).reversed() {
            let start = bordered.start(ofRow: row)
            var distance: UInt16 = 0
            for pixel in (start..<(start + bordered.width)).reversed() {
                // 0 already where the pixel is not of the region.
                distance = min(distances[pixel], min(distances[pixel + stride], distance) &+ 1)
                distances[pixel] = distance
                let label = Int(labels[pixel])
                zones[label].distance = min(zones[label].distance, distance)
            }
        }
    }

    /// Gives each root its parts, the last first, and counts it.
    private static func join(
        _ zoneArray: inout [Zone],
        parts: Int,
        sizes: inout LevelCountMatrix,
        distances: inout LevelCountMatrix
    ) {
        var zones = zoneArray.mutableSpan
        for label in (0..<parts).reversed() {
            let zone = zones[label]
            let parent = Int(zone.parent)
            if parent == label {
                guard zone.level > 0 else { continue }
                sizes.add(level: Int(zone.level), count: Int(zone.size))
                distances.add(level: Int(zone.level), count: Int(zone.distance))
            } else {
                zones[parent].size += zone.size
                zones[parent].distance = min(zones[parent].distance, zone.distance)
            }
        }
    }
}
