internal import Foundation

/// A closed polygon in image coordinates. It is the one truth about a region of interest: what the report draws is what was
/// counted. An ellipse is a polygon of 72 points.
package struct RegionOutline: Hashable, Sendable {
    /// The corners in order, not closed.
    package let points: [ImagePoint]

    /// - Parameter points: finite.
    package init(_ points: [ImagePoint]) {
        self.points = points
    }

    /// All pixels of a rectangle.
    package init(_ rectangle: PixelRectangle) {
        points = rectangle.corners
    }

    /// An ellipse with its axes along the image's.
    ///
    /// - Parameters:
    ///   - centre: in image coordinates.
    ///   - radiusX: half of the width, pixels.
    ///   - radiusY: half of the height, pixels.
    package init(ellipseAt centre: ImagePoint, radiusX: Double, radiusY: Double) {
        points = (0..<72).map { step in
            let angle = Double(step) * 2 * Double.pi / 72
            return ImagePoint(x: centre.x + radiusX * cos(angle), y: centre.y + radiusY * sin(angle))
        }
    }

    /// The part inside a rectangle (Sutherland and Hodgman, 1974). A hollow outline keeps edges along the rectangle's border
    /// that enclose nothing, which even-odd counting is blind to.
    package func clipped(to bounds: PixelRectangle) -> RegionOutline {
        var corners = points
        let (left, right) = (Double(bounds.left), Double(bounds.right))
        let (top, bottom) = (Double(bounds.top), Double(bounds.bottom))
        corners = Self.clip(corners, inside: { $0.x >= left }, crossing: { Self.crossing($0, $1, x: left) })
        corners = Self.clip(corners, inside: { $0.x <= right }, crossing: { Self.crossing($0, $1, x: right) })
        corners = Self.clip(corners, inside: { $0.y >= top }, crossing: { Self.crossing($0, $1, y: top) })
        corners = Self.clip(corners, inside: { $0.y <= bottom }, crossing: { Self.crossing($0, $1, y: bottom) })
        var distinct: [ImagePoint] = []
        for corner in corners where corner != distinct.last { distinct.append(corner) }
        if distinct.count > 1, distinct.first == distinct.last { distinct.removeLast() }
        return RegionOutline(distinct)
    }

    private static func clip(
        _ corners: [ImagePoint],
        inside: (ImagePoint) -> Bool,
        crossing: (ImagePoint, ImagePoint) -> ImagePoint
    ) -> [ImagePoint] {
        guard var previous = corners.last else { return [] }
        var kept: [ImagePoint] = []
        for corner in corners {
            if inside(corner) != inside(previous) { kept.append(crossing(previous, corner)) }
            if inside(corner) { kept.append(corner) }
            previous = corner
        }
        return kept
    }

    private static func crossing(_ a: ImagePoint, _ b: ImagePoint, x: Double) -> ImagePoint {
        ImagePoint(x: x, y: a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x)))
    }

    private static func crossing(_ a: ImagePoint, _ b: ImagePoint, y: Double) -> ImagePoint {
        ImagePoint(x: a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y: y)
    }
}
