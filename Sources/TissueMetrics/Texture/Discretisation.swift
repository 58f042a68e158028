/// How grey levels become bins (IBSI reference manual, section 2.7).
///
/// Ng, on which NDRX and 1QCO depend, is the greatest bin that a pixel of the region has, as in MIRP and pyradiomics: with a
/// fixed bin number that is the number, with a fixed bin size it follows the region's brightest pixel.
package enum Discretisation: Hashable, Sendable {
    /// K15C: ⌊Ng·(p−min)/(max−min)⌋+1 with the region's own least and greatest level, the greatest in bin Ng. Hides gain. All
    /// pixels of an equal region are in bin 1 (MIRP takes the middle bin; the manual is silent).
    case fixedBinNumber(Int)
    /// Q3RU: ⌊(p−origin)/width⌋+1, in grey levels. Comparable from region to region; no pixel may be below the origin.
    case fixedBinSize(width: Double, origin: Double)
}

extension DiscretisedPatch {
    /// Takes the bins of a region of interest.
    ///
    /// - Parameters:
    ///   - patch: the region's grey levels.
    ///   - discretisation: of them.
    /// - Returns: Ng; or why there are no bins, and then the patch has no pixel.
    package mutating func discretise(_ patch: borrowing GreyPatch, by discretisation: Discretisation) -> Availability {
        (width, height, levelCount, pixelCount) = (patch.width, patch.height, 0, 0)
        guard patch.count > 0 else { return refuse(.emptyRegion) }
        let range = Self.range(of: patch)
        if let fault = makeTable(for: range, by: discretisation) { return refuse(.notAvailable(fault)) }
        look(up: patch)
        pixelCount = patch.count
        levelCount = Int(table[Int(range.upperBound)])
        return .value(Double(levelCount))
    }

    private mutating func refuse(_ reason: Availability) -> Availability {
        (width, height) = (0, 0)
        levels.removeAll(keepingCapacity: true)
        return reason
    }

    private static func range(of patch: borrowing GreyPatch) -> ClosedRange<UInt16> {
        let levels = patch.levels.span
        let included = patch.included.span
        var (least, greatest) = (UInt16.max, UInt16.min)
        for index in levels.indices {
            // All ones where the pixel is included, else 0, so that the loop has no branch.
            let mask = 0 &- UInt16(included[index])
            least = min(least, levels[index] | ~mask)
            greatest = max(greatest, levels[index] & mask)
        }
        return least...greatest
    }

    /// Fills the table from the least to the greatest level; returns the fault if that can't be.
    private mutating func makeTable(for range: ClosedRange<UInt16>, by discretisation: Discretisation) -> String? {
        let least = Int(range.lowerBound)
        let greatest = Int(range.upperBound)
        if table.count <= greatest { table.append(contentsOf: repeatElement(0, count: greatest + 1 - table.count)) }
        switch discretisation {
        case .fixedBinNumber(let bins):
            guard bins > 0 else { return "there is no bin" }
            guard bins <= Self.mostLevels else { return Self.tooMany }
            for level in least...greatest {
                let bin = least == greatest ? 1 : bins * (level - least) / (greatest - least) + 1
                table[level] = UInt16(min(bin, bins))
            }
        case .fixedBinSize(let width, let origin):
            guard width > 0, width.isFinite, origin.isFinite else { return "the bins have no width" }
            guard Double(least) >= origin else { return "a pixel is below the first bin" }
            guard (Double(greatest) - origin) / width < Double(Self.mostLevels) else { return Self.tooMany }
            for level in least...greatest {
                table[level] = UInt16(((Double(level) - origin) / width).rounded(.down)) + 1
            }
        }
        return nil
    }

    private static let tooMany = "the grey levels need more than \(mostLevels) bins"

    private mutating func look(up patch: borrowing GreyPatch) {
        let size = patch.width * patch.height
        if levels.count != size { levels = [UInt16](repeating: 0, count: size) }
        let source = patch.levels.span
        let included = patch.included.span
        let binOfLevel = table
        let bins = binOfLevel.span
        var target = levels.mutableSpan
        for index in 0..<size { target[index] = included[index] == 0 ? 0 : bins[Int(source[index])] }
    }
}
