private import Foundation
internal import Identifiers

extension DataSetAttribute {
    fileprivate static let graphicAnnotationSequence = Self(0x0070_0001, "GraphicAnnotationSequence")
    fileprivate static let graphicLayer = Self(0x0070_0002, "GraphicLayer")
    fileprivate static let boundingBoxAnnotationUnits = Self(0x0070_0003, "BoundingBoxAnnotationUnits")
    fileprivate static let anchorPointAnnotationUnits = Self(0x0070_0004, "AnchorPointAnnotationUnits")
    fileprivate static let graphicAnnotationUnits = Self(0x0070_0005, "GraphicAnnotationUnits")
    fileprivate static let unformattedTextValue = Self(0x0070_0006, "UnformattedTextValue")
    fileprivate static let textObjectSequence = Self(0x0070_0008, "TextObjectSequence")
    fileprivate static let graphicObjectSequence = Self(0x0070_0009, "GraphicObjectSequence")
    fileprivate static let boundingBoxTopLeft = Self(0x0070_0010, "BoundingBoxTopLeftHandCorner")
    fileprivate static let anchorPoint = Self(0x0070_0014, "AnchorPoint")
    fileprivate static let graphicDimensions = Self(0x0070_0020, "GraphicDimensions")
    fileprivate static let imageHorizontalFlip = Self(0x0070_0041, "ImageHorizontalFlip")
    fileprivate static let imageRotation = Self(0x0070_0042, "ImageRotation")
    fileprivate static let displayedAreaTopLeft = Self(0x0070_0052, "DisplayedAreaTopLeftHandCorner")
    fileprivate static let displayedAreaBottomRight = Self(0x0070_0053, "DisplayedAreaBottomRightHandCorner")
    fileprivate static let displayedAreaSelectionSequence = Self(0x0070_005A, "DisplayedAreaSelectionSequence")
}

/// Reads the Graphic Annotation module (PS3.3 C.10.5) of a softcopy presentation state.
///
/// PIXEL coordinates have their origin on the outer corner of the first pixel and end at Columns\Rows (table C.10-5), as C.18.6 has it,
/// whatever the rotation. DISPLAY coordinates are fractions of the displayed area (C.10.4), whose corners are pixels counted from 1; they
/// are taken where one area holds for the image and nothing is turned or flipped.
struct PresentationReader {
    private struct Label {
        var text: String
        /// Nil where the text doesn't say in pixels where it stands.
        var place: (x: Double, y: Double)?
    }

    /// Pixels that fractions of a displayed area are of.
    private struct DisplayedArea {
        var images: Set<DICOMUID>
        var left: Double
        var top: Double
        var width: Double
        var height: Double
        var holdsForFrames: Bool
    }

    private let limits: SourceLimits
    /// All that the presentation state applies to.
    private let images: [ReferencedImage]
    private let areas: [DisplayedArea]
    private let isTurned: Bool

    init(_ dataSet: borrowing DataSet, limits: SourceLimits) throws(ImagingError) {
        self.limits = limits
        var images: [ReferencedImage] = []
        for series in 0..<min(try dataSet.itemCount(.referencedSeriesSequence), limits.references) {
            let path = [DataSetStep(.referencedSeriesSequence, item: series)]
            images += try dataSet.referencedImages(.referencedImageSequence, in: path, limit: limits.references) ?? []
        }
        self.images = ReferencedImage.merged(Array(images.prefix(limits.references)))
        var areas: [DisplayedArea] = []
        for item in 0..<min(try dataSet.itemCount(.displayedAreaSelectionSequence), limits.references) {
            let path = [DataSetStep(.displayedAreaSelectionSequence, item: item)]
            if let area = try Self.area(dataSet, path, limits) { areas.append(area) }
        }
        self.areas = areas
        let rotation = try dataSet.number(.imageRotation) ?? 0
        let flip = try dataSet.text(.imageHorizontalFlip)
        isTurned = rotation != 0 || flip == "Y"
    }

    /// Adds the regions of every annotation.
    func read(_ dataSet: borrowing DataSet, into collector: inout RegionCollector) throws(ImagingError) {
        for item in 0..<(try dataSet.itemCount(.graphicAnnotationSequence)) {
            guard !collector.isFull else { return }
            let path = [DataSetStep(.graphicAnnotationSequence, item: item)]
            var targets: [ReferencedImage]? = images
            if try dataSet.itemCount(.referencedImageSequence, in: path) > 0 {
                targets = try dataSet.referencedImages(.referencedImageSequence, in: path, limit: limits.references)
            }
            let graphics = try dataSet.itemCount(.graphicObjectSequence, in: path)
            guard graphics > 0 else { continue }
            guard let targets, !targets.isEmpty else {
                collector.fault("annotation \(item + 1) names no image")
                continue
            }
            let layer = try dataSet.text(.graphicLayer, in: path).map { DICOMText.line($0) }
            let labels = try labels(dataSet, path)
            for graphic in 0..<graphics {
                guard !collector.isFull else { return }
                do throws(DrawnShape.Fault) {
                    try add(dataSet, path, graphic, on: targets, layer: layer, labels: labels, to: &collector)
                } catch {
                    collector.fault("graphic \(graphic + 1) of annotation \(item + 1) \(error.clause)")
                }
            }
        }
    }

    private func add(
        _ dataSet: borrowing DataSet,
        _ annotation: [DataSetStep],
        _ graphic: Int,
        on targets: [ReferencedImage],
        layer: String?,
        labels: [Label],
        to collector: inout RegionCollector
    ) throws(DrawnShape.Fault) {
        let path = annotation + [DataSetStep(.graphicObjectSequence, item: graphic)]
        let type: String
        let units: String?
        let coordinates: [Double]
        do throws(ImagingError) {
            type = try dataSet.text(.graphicType, in: path) ?? ""
            units = try dataSet.text(.graphicAnnotationUnits, in: path)
            coordinates = try dataSet.numbers(.graphicData, in: path) ?? []
            guard try dataSet.integer(.graphicDimensions, in: path) ?? 2 == 2 else {
                throw ImagingError(.unsupportedPixels, "has other than two dimensions")
            }
        } catch {
            throw DrawnShape.Fault(clause: error.explanation)
        }
        // DICOM leaves the curve through the points open.
        let remark =
            type == "INTERPOLATED"
            ? "drawn as a curve that DICOM does not define: its points are joined by straight lines" : nil
        let origin = SourceRegion.Origin.presentationState(layer: layer)
        switch units {
        case "PIXEL":
            let shape = try DrawnShape.shape(type: type, coordinates: coordinates)
            let label = label(of: shape, among: labels) ?? layer
            collector.add(shape, on: targets, origin: origin, label: label, remark: remark)
        case "DISPLAY":
            // A label's place says nothing here.
            let label = (labels.count == 1 ? labels[0].text : nil) ?? layer
            for target in targets {
                let area = try area(for: target)
                var pixels = coordinates
                for index in pixels.indices {
                    pixels[index] =
                        index.isMultiple(of: 2)
                        ? area.left + pixels[index] * area.width : area.top + pixels[index] * area.height
                }
                // A circle's radius is a fraction of what, where width and height differ, nobody says.
                guard type != "CIRCLE" || area.width == area.height else {
                    throw DrawnShape.Fault(clause: "is a circle in fractions of an area that is not square")
                }
                let shape = try DrawnShape.shape(type: type, coordinates: pixels)
                collector.add(shape, on: [target], origin: origin, label: label, remark: remark)
            }
        default: throw DrawnShape.Fault(clause: "is in units other than PIXEL and DISPLAY")
        }
    }

    // MARK: Displayed area

    private static func area(
        _ dataSet: borrowing DataSet,
        _ path: [DataSetStep],
        _ limits: SourceLimits
    ) throws(ImagingError) -> DisplayedArea? {
        guard let first = try dataSet.numbers(.displayedAreaTopLeft, in: path), first.count == 2,
            let last = try dataSet.numbers(.displayedAreaBottomRight, in: path), last.count == 2,
            last[0] >= first[0], last[1] >= first[1],
            let images = try dataSet.referencedImages(.referencedImageSequence, in: path, limit: limits.references)
        else { return nil }
        return DisplayedArea(
            images: Set(images.map(\.imageUID)),
            left: first[0] - 1,
            top: first[1] - 1,
            width: last[0] - first[0] + 1,
            height: last[1] - first[1] + 1,
            holdsForFrames: images.contains { !$0.frames.isEmpty }
        )
    }

    private func area(for image: ReferencedImage) throws(DrawnShape.Fault) -> DisplayedArea {
        guard !isTurned else {
            throw DrawnShape.Fault(clause: "is in fractions of a displayed area that is turned or flipped")
        }
        let fitting = areas.filter { $0.images.isEmpty || $0.images.contains(image.imageUID) }
        guard fitting.count == 1, let area = fitting.first, !area.holdsForFrames else {
            throw DrawnShape.Fault(clause: "is in fractions of a displayed area that is not one for its image")
        }
        return area
    }

    // MARK: Labels

    private func labels(_ dataSet: borrowing DataSet, _ annotation: [DataSetStep]) throws(ImagingError) -> [Label] {
        var labels: [Label] = []
        for item in 0..<min(try dataSet.itemCount(.textObjectSequence, in: annotation), 256) {
            let path = annotation + [DataSetStep(.textObjectSequence, item: item)]
            guard let text = try dataSet.text(.unformattedTextValue, in: path) else { continue }
            var place: [Double]?
            if try dataSet.text(.anchorPointAnnotationUnits, in: path) == "PIXEL" {
                place = try dataSet.numbers(.anchorPoint, in: path)
            } else if try dataSet.text(.boundingBoxAnnotationUnits, in: path) == "PIXEL" {
                place = try dataSet.numbers(.boundingBoxTopLeft, in: path)
            }
            labels.append(Label(text: text, place: place.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil }))
        }
        return labels
    }

    /// The annotation's one text, else the text that is nearest to a corner.
    private func label(of shape: SourceRegion.Shape, among labels: [Label]) -> String? {
        if labels.count == 1 { return labels[0].text }
        guard case .polygon(let corners) = shape else { return nil }
        var nearest: (distance: Double, text: String)?
        for label in labels {
            guard let place = label.place else { continue }
            for index in stride(from: 0, to: corners.count, by: 2) {
                let distance = hypot(corners[index] - place.x, corners[index + 1] - place.y)
                if distance < nearest?.distance ?? .infinity { nearest = (distance, label.text) }
            }
        }
        return nearest?.text
    }
}
