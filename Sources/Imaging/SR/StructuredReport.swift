private import CDCMTK
package import Foundation
private import Identifiers

/// A Comprehensive SR document (PS3.3 A.35.3) that is being written. It holds exactly what it is given: no date, UID or name is
/// made up here, so equal input gives equal bytes.
///
/// Text is written in the least repertoire that holds it: the default one, ISO_IR 100, ISO_IR 192. Older readers know no Unicode, and
/// DCMTK's own check of values ends with a warning there.
@safe package struct StructuredReport: ~Copyable {
    /// Bytes of an element whose length field has 16 bits: the list of frames (IS) and of coordinates (FL).
    package static let shortElementBytes = 65_534

    private let handle: OpaquePointer

    /// An empty document.
    ///
    /// - Throws: when DCMTK's data dictionary is not installed.
    package init() throws(ImagingError) {
        guard let handle = unsafe cdcmtk_report_create() else {
            throw ImagingError(.unreadable, "DCMTK's data dictionary is not installed (package libdcmtk17)")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe cdcmtk_report_free(handle) }

    /// The Part 10 file, explicit VR little endian, of a header and a content tree.
    ///
    /// - Parameters:
    ///   - header: of the data set, SOP Class UID and SOP Instance UID included, Specific Character Set left out.
    ///   - root: a container.
    /// - Returns: equal bytes for equal input.
    /// - Throws: `illegalAttribute` where DCMTK's strict reader refuses the document.
    package consuming func encoded(header: [HeaderElement], root: ContentItem) throws(ImagingError) -> Data {
        let repertoire = DICOMText.Repertoire(of: header.flatMap(\.texts) + root.texts)
        if repertoire != .ascii { try put(.value(0x0008_0005, "ISO_IR 192")) }
        for element in header { try put(element) }
        try add(root, as: CDCMTK_SR_ROOT)
        var error = cdcmtk_error()
        var count = 0
        guard let bytes = unsafe cdcmtk_report_write(handle, repertoire == .latin1, &count, &error) else {
            throw Self.refusal("the document", error)
        }
        defer { unsafe cdcmtk_report_free_bytes(bytes) }
        return unsafe Data(bytes: bytes, count: count)
    }

    private borrowing func put(_ element: HeaderElement) throws(ImagingError) {
        switch element {
        case .value(let tag, let value):
            try check(Self.name(of: tag)) { error in unsafe cdcmtk_report_put(handle, tag, value, &error) }
        case .sequence(let tag, let items):
            if items.isEmpty {
                try check(Self.name(of: tag)) { error in unsafe cdcmtk_report_put(handle, tag, "", &error) }
            }
            for item in items {
                try check(Self.name(of: tag)) { error in unsafe cdcmtk_report_open_item(handle, tag, &error) }
                for element in item { try put(element) }
                try check(Self.name(of: tag)) { error in unsafe cdcmtk_report_close_item(handle, &error) }
            }
        }
    }

    private borrowing func add(_ item: ContentItem, as relationship: cdcmtk_relationship) throws(ImagingError) {
        let subject =
            item.concept.map { "content item \($0.meaning)" } ?? "a content item of type \(item.value.typeName)"
        try check(subject) { error in
            unsafe Self.withCode(item.concept) { concept in
                unsafe cdcmtk_report_begin(handle, relationship, item.value.type, concept, &error)
            }
        }
        try check(subject) { error in setValue(item.value, &error) }
        for child in item.children { try add(child, as: child.relationship.imported) }
        try check(subject) { error in unsafe cdcmtk_report_end(handle, &error) }
    }

    private borrowing func setValue(
        _ value: ContentItem.Value,
        _ error: inout cdcmtk_error
    ) -> Bool {
        switch value {
        case .container(nil): true
        case .container(let template?): unsafe cdcmtk_report_set_template(handle, template, &error)
        case .text(let text), .personName(let text): unsafe cdcmtk_report_set_string(handle, text, &error)
        case .uid(let uid): unsafe cdcmtk_report_set_string(handle, uid.value, &error)
        case .code(let code):
            unsafe Self.withCode(code) { code in unsafe cdcmtk_report_set_code(handle, code, &error) }
        case .number(let number, unit: let unit):
            unsafe Self.withCode(unit) { unit in unsafe cdcmtk_report_set_number(handle, number, unit, &error) }
        case .polyline(let coordinates):
            unsafe cdcmtk_report_set_polyline(handle, coordinates, coordinates.count / 2, &error)
        case .image(sopClassUID: let sopClass, sopInstanceUID: let sopInstance, let frames):
            unsafe cdcmtk_report_set_image(handle, sopClass.value, sopInstance.value, frames, frames.count, &error)
        case .composite(sopClassUID: let sopClass, sopInstanceUID: let sopInstance):
            unsafe cdcmtk_report_set_composite(handle, sopClass.value, sopInstance.value, &error)
        }
    }

    private func check(
        _ subject: @autoclosure () -> String,
        _ call: (inout cdcmtk_error) -> Bool
    ) throws(ImagingError) {
        var error = cdcmtk_error()
        guard call(&error) else { throw Self.refusal(subject(), error) }
    }

    private static func refusal(_ subject: String, _ error: cdcmtk_error) -> ImagingError {
        let reason = unsafe withUnsafeBytes(of: error.text) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return ImagingError(.illegalAttribute, "DCMTK refuses \(subject) of the report: \(reason)")
    }

    private static func name(of tag: UInt32) -> String {
        "(" + String(0x1_0000 | tag >> 16, radix: 16).dropFirst() + ","
            + String(0x1_0000 | tag & 0xFFFF, radix: 16).dropFirst() + ")"
    }

    private static func withCode(_ code: CodedConcept?, _ body: (cdcmtk_code) -> Bool) -> Bool {
        guard let code else { return unsafe body(cdcmtk_code()) }
        return unsafe code.value.withCString { value in
            unsafe code.scheme.withCString { scheme in
                unsafe code.meaning.withCString { meaning in
                    unsafe body(cdcmtk_code(value: value, scheme: scheme, meaning: meaning))
                }
            }
        }
    }
}

extension ContentItem.Relationship {
    fileprivate var imported: cdcmtk_relationship {
        switch self {
        case .contains: CDCMTK_SR_CONTAINS
        case .hasObservationContext: CDCMTK_SR_HAS_OBSERVATION_CONTEXT
        case .hasAcquisitionContext: CDCMTK_SR_HAS_ACQUISITION_CONTEXT
        case .hasConceptModifier: CDCMTK_SR_HAS_CONCEPT_MODIFIER
        case .hasProperties: CDCMTK_SR_HAS_PROPERTIES
        case .selectedFrom: CDCMTK_SR_SELECTED_FROM
        }
    }
}

extension ContentItem.Value {
    /// PS3.3 table C.17.3-7.
    fileprivate var typeName: String {
        switch self {
        case .container: "CONTAINER"
        case .text: "TEXT"
        case .code: "CODE"
        case .number: "NUM"
        case .uid: "UIDREF"
        case .personName: "PNAME"
        case .polyline: "SCOORD"
        case .image: "IMAGE"
        case .composite: "COMPOSITE"
        }
    }

    fileprivate var type: cdcmtk_sr_value_type {
        switch self {
        case .container: CDCMTK_SR_CONTAINER
        case .text: CDCMTK_SR_TEXT
        case .code: CDCMTK_SR_CODE
        case .number: CDCMTK_SR_NUMBER
        case .uid: CDCMTK_SR_UID
        case .personName: CDCMTK_PERSON_NAME
        case .polyline: CDCMTK_SR_COORDINATES
        case .image: CDCMTK_SR_IMAGE
        case .composite: CDCMTK_SR_COMPOSITE
        }
    }
}
