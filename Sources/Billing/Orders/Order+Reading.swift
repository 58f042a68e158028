internal import Configuration
package import Foundation
internal import Identifiers

extension Order {
    /// The longest order file that is read, bytes.
    package static let longestFile = 1 << 20
    /// The most diagnoses that a claim can carry (837P).
    private static let mostDiagnoses = 12

    /// Reads an order file's bytes.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its name, for messages.
    /// - Throws: line, field, and what would be right.
    package init(reading bytes: Data, file: String) throws(OrderProblem) {
        guard bytes.count <= Self.longestFile else {
            throw OrderProblem(file: file, explanation: "is longer than 1 MiB")
        }
        let document = try JSONReader.read(Array(bytes), file: file)
        let members = try document.members([
            "schema", "accession", "placer", "filler", "requestedProcedure", "patient", "service", "anatomy", "side",
            "diagnosticUltrasoundSameDay", "ordering", "referring", "payer", "placeOfService", "diagnoses", "cancelled",
        ])
        guard let schema = members["schema"] else { throw document.problem("needs schema: \"\(Self.schema)\"") }
        guard try schema.text() == Self.schema else { throw schema.problem("must be \"\(Self.schema)\"") }
        guard let accession = try members["accession"]?.text() else { throw document.problem("needs accession") }
        self.accession = accession
        placer = try members["placer"]?.reportText(atMost: 64)
        filler = try members["filler"]?.reportText(atMost: 64)
        requestedProcedure = try members["requestedProcedure"]?.reportText(atMost: 16)
        if let value = members["patient"] { patient = try Patient(value) }
        if let text = try members["service"]?.text() {
            service = text == "quantitativeUltrasound" ? .quantitativeUltrasound : .other(text)
        }
        if let value = members["anatomy"] { anatomy = try Anatomy(value) }
        if let value = members["side"] {
            guard let known = Side(rawValue: try value.text()) else {
                throw value.problem("must be \"left\", \"right\" or \"both\"")
            }
            side = known
        }
        diagnosticUltrasoundSameDay = try members["diagnosticUltrasoundSameDay"]?.flag()
        if let value = members["ordering"] { ordering = try Provider(value) }
        if let value = members["referring"] { referring = try Provider(value) }
        if let value = members["payer"] { payer = try Payer(value) }
        placeOfService = try members["placeOfService"]?.shaped(PlaceOfService.self)
        diagnoses = []
        if let value = members["diagnoses"] { diagnoses = try Self.diagnoses(value) }
        isCancelled = try members["cancelled"]?.flag() ?? false
        digest = ContentDigest(of: bytes)
        json = String(decoding: bytes, as: UTF8.self)
    }

    private static func diagnoses(_ value: JSONValue) throws(OrderProblem) -> [DiagnosisCode] {
        let items = try value.items()
        guard items.count <= mostDiagnoses else { throw value.problem("has more than \(mostDiagnoses) diagnoses") }
        var codes: [DiagnosisCode] = []
        for item in items {
            guard let code = try item.members(["code"])["code"] else { throw item.problem("needs code") }
            let diagnosis = try code.shaped(DiagnosisCode.self)
            guard !codes.contains(diagnosis) else { throw code.problem("is there twice") }
            codes.append(diagnosis)
        }
        return codes
    }
}

extension Order.Patient {
    fileprivate init(_ value: JSONValue) throws(OrderProblem) {
        let members = try value.members(["id", "assigner"])
        id = try members["id"]?.text()
        assigner = try members["assigner"]?.text()
    }
}

extension Order.Anatomy {
    fileprivate init(_ value: JSONValue) throws(OrderProblem) {
        let members = try value.members(["code", "scheme", "meaning"])
        guard let code = try members["code"]?.text(), let scheme = try members["scheme"]?.text(),
            let meaning = try members["meaning"]?.text()
        else { throw value.problem("needs code, scheme and meaning") }
        self.code = code
        self.scheme = scheme
        self.meaning = meaning
    }
}

extension Order.Provider {
    fileprivate init(_ value: JSONValue) throws(OrderProblem) {
        let members = try value.members(["npi", "name"])
        npi = try members["npi"]?.shaped(NPI.self)
        name = try members["name"]?.text()
    }
}

extension Order.Payer {
    fileprivate init(_ value: JSONValue) throws(OrderProblem) {
        let members = try value.members(["id", "plan", "authorisation"])
        id = try members["id"]?.text()
        plan = try members["plan"]?.text()
        authorisation = try members["authorisation"]?.text()
    }
}
