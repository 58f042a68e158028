extension RepeatedAttribute {
    /// The most items of a sequence that are read; with more it is unreadable (law 8). Real ones have one or two.
    static let mostItems = 64

    /// Those of `definitions` that are present, in that order. It throws nothing: a report can do without them.
    static func present(
        in dataSet: borrowing DataSet,
        _ definitions: [Definition] = Definition.all,
        path: [DataSetStep] = []
    ) -> [RepeatedAttribute] {
        var attributes: [RepeatedAttribute] = []
        for definition in definitions {
            guard let value = value(of: definition, in: dataSet, path: path) else { continue }
            attributes.append(
                RepeatedAttribute(tag: definition.tag, keyword: definition.attribute.keyword, value: value)
            )
        }
        return attributes
    }

    /// Nil where the attribute is absent.
    private static func value(
        of definition: Definition,
        in dataSet: borrowing DataSet,
        path: [DataSetStep]
    ) -> Value? {
        let attribute = definition.attribute
        do throws(ImagingError) {
            guard try dataSet.has(attribute, in: path) else { return nil }
            switch definition.form {
            case .one(.unsignedShort), .many(.unsignedShort), .one(.double), .many(.double):
                let numbers = try dataSet.optionalNumbers(attribute, in: path)
                let texts = numbers.compactMap { $0.map { Int(exactly: $0).map(String.init) ?? String($0) } }
                return texts.count == numbers.count ? .text(texts.joined(separator: "\\")) : .unreadable
            case .one, .many:
                return .text(try dataSet.text(attribute, in: path) ?? "")
            case .items(let members):
                return try items(attribute, members, in: dataSet, path: path)
            case .codes:
                return try items(attribute, Definition.code, in: dataSet, path: path)
            }
        } catch {
            return .unreadable
        }
    }

    private static func items(
        _ sequence: DataSetAttribute,
        _ members: [Definition],
        in dataSet: borrowing DataSet,
        path: [DataSetStep]
    ) throws(ImagingError) -> Value {
        let count = try dataSet.itemCount(sequence, in: path)
        guard count <= mostItems else { return .unreadable }
        var items: [[RepeatedAttribute]] = []
        for item in 0..<count {
            items.append(present(in: dataSet, members, path: path + [DataSetStep(sequence, item: item)]))
        }
        return .items(items)
    }
}
