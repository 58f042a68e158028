private import Foundation

/// A graphic as presentation states (PS3.3 C.10.5) and structured reports (C.18.6) draw it: both put 0\0 on the outer corner of the
/// first pixel, and both give a circle and an ellipse by the same points.
enum DrawnShape {
    /// Why a graphic encloses no region, as a clause about it.
    struct Fault: Error {
        let clause: String
    }

    /// Corners of the polygon that a circle or an ellipse becomes, as TissueMetrics' `RegionOutline` has it.
    static let ellipseCorners = 72
    /// Pixels from 0\0; farther out lies no image that is read.
    private static let farthest = 65_536.0
    /// Pixels that the ends of an ellipse's axes may be off: they are often rounded to whole ones.
    private static let tolerance = 1.0

    /// The region that a graphic encloses.
    ///
    /// - Parameters:
    ///   - type: Graphic Type (0070,0023).
    ///   - coordinates: x0, y0, x1, y1, … in pixels.
    /// - Returns: a polygon, or a point.
    /// - Throws: why there is none.
    static func shape(type: String, coordinates: [Double]) throws(Fault) -> SourceRegion.Shape {
        guard !coordinates.isEmpty, coordinates.count.isMultiple(of: 2) else {
            throw Fault(clause: "has no whole number of points")
        }
        guard coordinates.allSatisfy({ abs($0) <= farthest }) else {
            throw Fault(clause: "has a point that lies on no image")
        }
        let count = coordinates.count / 2
        switch type {
        case "POLYLINE", "INTERPOLATED": return .polygon(try closed(coordinates))
        case "CIRCLE":
            guard count == 2 else { throw Fault(clause: "is a circle that is not given by two points") }
            let (x, y) = (coordinates[0], coordinates[1])
            let radius = hypot(coordinates[2] - x, coordinates[3] - y)
            guard radius > 0 else { throw Fault(clause: "is a circle without extent") }
            return .polygon(ellipse(x, y, (radius, 0), (0, radius)))
        case "ELLIPSE":
            guard count == 4 else { throw Fault(clause: "is an ellipse that is not given by four points") }
            return .polygon(try ellipse(coordinates))
        case "POINT":
            guard count == 1 else { throw Fault(clause: "is a point that is not given by one point") }
            return .point(x: coordinates[0], y: coordinates[1])
        case "MULTIPOINT": throw Fault(clause: "is a set of points, which encloses nothing")
        default: throw Fault(clause: "is of a graphic type that DICOM doesn't know")
        }
    }

    /// Closed means that the last point repeats the first.
    private static func closed(_ coordinates: [Double]) throws(Fault) -> [Double] {
        let end = coordinates.count - 2
        guard end >= 2, coordinates[0] == coordinates[end], coordinates[1] == coordinates[end + 1] else {
            throw Fault(clause: "is an open line, which encloses nothing")
        }
        guard end >= 6 else { throw Fault(clause: "has less than three corners") }
        return Array(coordinates[..<end])
    }

    /// The first two points end the major axis, the others the minor one.
    private static func ellipse(_ ends: [Double]) throws(Fault) -> [Double] {
        let major = ((ends[2] - ends[0]) / 2, (ends[3] - ends[1]) / 2)
        let minor = ((ends[6] - ends[4]) / 2, (ends[7] - ends[5]) / 2)
        let (x, y) = ((ends[0] + ends[2]) / 2, (ends[1] + ends[3]) / 2)
        let lengths = (hypot(major.0, major.1), hypot(minor.0, minor.1))
        guard lengths.0 > 0, lengths.1 > 0 else { throw Fault(clause: "is an ellipse without extent") }
        guard hypot((ends[4] + ends[6]) / 2 - x, (ends[5] + ends[7]) / 2 - y) <= tolerance else {
            throw Fault(clause: "is an ellipse whose axes don't bisect each other")
        }
        // How far the minor axis' end lies beside the normal of the major one, and the other way round.
        let product = abs(major.0 * minor.0 + major.1 * minor.1)
        guard product / max(lengths.0, lengths.1) <= tolerance else {
            throw Fault(clause: "is an ellipse whose axes are not at right angles")
        }
        return ellipse(x, y, major, minor)
    }

    private static func ellipse(
        _ x: Double,
        _ y: Double,
        _ major: (Double, Double),
        _ minor: (Double, Double)
    ) -> [Double] {
        (0..<ellipseCorners).flatMap { step in
            let angle = Double(step) * 2 * Double.pi / Double(ellipseCorners)
            let (cosine, sine) = (cos(angle), sin(angle))
            return [x + major.0 * cosine + minor.0 * sine, y + major.1 * cosine + minor.1 * sine]
        }
    }
}
