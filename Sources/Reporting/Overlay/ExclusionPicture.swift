package import Foundation
private import TissueMetrics

/// The pixels that were left out of the measurements, kept for whoever measures again: a palette PNG whose indices are the causes.
package enum ExclusionPicture {
    /// The mask of one frame as PNG, as wide and as high as the frame. A pixel's index in the palette is the sum of its causes:
    /// 0 measured, 1 coloured, 2 text and graphics, 4 saturated, 8 outside the sector. The palette shows an index in the overlay's
    /// colour of its first cause, measured pixels in black.
    ///
    /// - Parameters:
    ///   - exclusions: row by row, of each pixel the bits of TissueMetrics' `ExclusionCauses`.
    ///   - width: pixels in a row.
    ///   - height: rows.
    /// - Returns: equal bytes for equal input on one machine.
    /// - Throws: `undrawable` for a mask without pixels or with more than libpng writes.
    package static func png(exclusions: [UInt8], width: Int, height: Int) throws(ReportingError) -> Data {
        try Canvas.png(values: exclusions, width: width, height: height, palette: palette)
    }

    private static let palette: [UInt8] = (0...UInt8.max).flatMap { bits -> [UInt8] in
        let causes = ExclusionCauses(rawValue: bits)
        return ExclusionShading.looks.first { !causes.isDisjoint(with: $0.cause) }?.colour ?? [0, 0, 0]
    }
}
