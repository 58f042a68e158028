package import Analysis
package import Foundation
internal import Identifiers
internal import Imaging

/// The result of a study as a Comprehensive SR by PS3.16 TID 1500: planar regions by TID 1410, what other systems
/// report by TID 1501, sources by TID 1600, algorithms by TID 4019.
///
/// A metric without a value stands as a comment, with its reason; a group without any value stands among the qualitative
/// evaluations, for a measurement group must measure.
package enum MeasurementReport {
    /// What kind of report is made.
    package enum Kind: Hashable, Sendable {
        /// Complete, unverified. The predecessor is the report of the study's prior revision.
        case preliminary(replacing: PredecessorReference?)
        /// Verified by a physician. The predecessor is the report that was signed.
        case final(ReportSignature, replacing: PredecessorReference)
    }

    /// Comprehensive SR Storage.
    package static let sopClassUID = "1.2.840.10008.5.1.4.1.1.88.33"

    /// The most points of an outline: with the closing one they fill the longest FL element.
    package static let outlinePoints = StructuredReport.shortElementBytes / 8 - 1

    /// The Part 10 file of a report.
    ///
    /// - Parameters:
    ///   - result: measured, or with nothing to measure.
    ///   - kind: who answers for it.
    ///   - identity: its UIDs, numbers, time and device.
    ///   - order: what is known of the request; it is written where the study has an accession number.
    ///   - catalogue: the definition of a metric's identifier.
    /// - Returns: equal bytes for equal input.
    /// - Throws: what keeps the result from being reported.
    package static func encode(
        _ result: StudyResult,
        kind: Kind,
        identity: ReportIdentity,
        order: OrderReference = OrderReference(),
        catalogue: (String) -> MetricDefinition?
    ) throws(ReportingError) -> Data {
        if case .conflictingInstances = result.outcome { throw ReportingError.conflictingInstances }
        let root = try document(of: result, kind: kind, identity: identity, catalogue: catalogue)
        let header = try header(of: result, kind: kind, identity: identity, order: order, root: root)
        do throws(ImagingError) {
            return try StructuredReport().encoded(header: header, root: root)
        } catch {
            throw .refused(error)
        }
    }

    private static func document(
        of result: StudyResult,
        kind: Kind,
        identity: ReportIdentity,
        catalogue: (String) -> MetricDefinition?
    ) throws(ReportingError) -> ContentItem {
        var children = try context(identity)
        if let library = imageLibrary(of: result) { children.append(library) }
        let body = try measurements(of: result, catalogue: catalogue)
        if !body.groups.isEmpty {
            children.append(
                ContentItem(.contains, .imagingMeasurements, .container(template: nil), children: body.groups)
            )
        }
        children.append(
            ContentItem(
                .contains,
                .qualitativeEvaluations,
                .container(template: nil),
                children: (remarks(on: result) + body.remarks).map(comment)
            )
        )
        if case .final(let signature, _) = kind { children.append(try impressions(signature)) }
        return ContentItem(.contains, .imagingMeasurementReport, .container(template: "1500"), children: children)
    }

    /// A sentence of ours beside a number or in the document.
    static func comment(_ text: String) -> ContentItem {
        ContentItem(.contains, .comment, .text(DICOMText.sentence(text)))
    }

    /// An outside text that must be legal as it is.
    static func checked(
        _ text: String,
        _ attribute: String,
        as representation: DICOMText.Representation
    ) throws(ReportingError) -> String {
        guard DICOMText.isLegal(text, as: representation) else { throw .illegalText(attribute: attribute) }
        return text
    }
}
