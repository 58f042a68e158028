package import Identifiers
package import Imaging

/// A metric over one frame of an image: a value for each pixel, or none.
package struct MapObject: Hashable, Sendable {
    /// What the map was made from.
    package struct Source: Hashable, Sendable {
        /// SOP Class of the image.
        package var sopClassUID: DICOMUID
        /// SOP Instance of the image.
        package var sopInstanceUID: DICOMUID
        /// From 1; nil for an image of one frame.
        package var frame: Int?
        /// Whether lossy compression has touched its pixels, which the map then says of itself (PS3.3 C.7.6.1.1.5).
        package var isLossy: Bool

        package init(sopClassUID: DICOMUID, sopInstanceUID: DICOMUID, frame: Int?, isLossy: Bool) {
            self.sopClassUID = sopClassUID
            self.sopInstanceUID = sopInstanceUID
            self.frame = frame
            self.isLossy = isLossy
        }
    }

    /// Those of the source: a pixel of the map lies on a pixel of the image.
    package var rows: Int
    /// Those of the source.
    package var columns: Int
    /// Row by row, in `unit`; what stands where `isValid` is false doesn't matter.
    package var values: [Float]
    /// Row by row: whether there is a value.
    package var isValid: [Bool]
    /// mm between rows and between columns; nil where the image tells none.
    package var spacing: (row: Double, column: Double)? {
        get { rowSpacing.flatMap { row in columnSpacing.map { (row, $0) } } }
        set { (rowSpacing, columnSpacing) = (newValue?.row, newValue?.column) }
    }
    private var rowSpacing: Double?
    private var columnSpacing: Double?
    /// The catalogue's identifier of the metric.
    package var metric: String
    /// What is mapped.
    package var quantity: CodedConcept
    /// UCUM.
    package var unit: CodedConcept
    /// How it was computed and what it can't tell: a sentence.
    package var explanation: String
    /// Where in the body; nil where that is unknown.
    package var anatomy: CodedConcept?
    /// What it was made from.
    package var source: Source

    /// - Parameters:
    ///   - rows: of the source, 1 to 65,535.
    ///   - columns: of the source, 1 to 65,535.
    ///   - values: `rows * columns` of them.
    ///   - isValid: as many.
    ///   - spacing: mm between rows and between columns, both positive.
    ///   - metric: the catalogue's identifier.
    ///   - quantity: what is mapped.
    ///   - unit: UCUM.
    ///   - explanation: a sentence.
    ///   - anatomy: where in the body.
    ///   - source: what it was made from.
    package init(
        rows: Int,
        columns: Int,
        values: [Float],
        isValid: [Bool],
        spacing: (row: Double, column: Double)?,
        metric: String,
        quantity: CodedConcept,
        unit: CodedConcept,
        explanation: String,
        anatomy: CodedConcept?,
        source: Source
    ) {
        precondition((1...65_535).contains(rows) && (1...65_535).contains(columns), "rows and columns are US")
        precondition(values.count == rows * columns && isValid.count == values.count, "a value for each pixel")
        self.rows = rows
        self.columns = columns
        self.values = values
        self.isValid = isValid
        self.metric = metric
        self.quantity = quantity
        self.unit = unit
        self.explanation = explanation
        self.anatomy = anatomy
        self.source = source
        self.spacing = spacing
    }
}
