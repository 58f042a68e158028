private import CYaml

/// The events of a YAML text, looked at before Yams builds values of them: it shares what an alias names, and hashes every key, which
/// with nested aliases takes for ever (law 8).
enum YAMLEvents {
    /// Why a text is not for Yams.
    struct Refusal: Error {
        /// From 1.
        let line: Int
        let explanation: String
    }

    /// Finds the first anchor, alias, or collection nested more than `deepest` deep. What is no YAML at all passes: Yams says why.
    ///
    /// - Parameters:
    ///   - text: the YAML.
    ///   - deepest: the most collections within each other.
    /// - Throws: the line and what is wrong there.
    static func check(_ text: String, deepest: Int) throws(Refusal) {
        let bytes = Array(text.utf8)
        var parser = unsafe yaml_parser_t()
        guard unsafe yaml_parser_initialize(&parser) == 1 else { return }
        defer { unsafe yaml_parser_delete(&parser) }
        let refusal = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return unsafe walk(&parser, deepest: deepest)
        }
        if let refusal { throw refusal }
    }

    private static func walk(_ parser: UnsafeMutablePointer<yaml_parser_t>, deepest: Int) -> Refusal? {
        var depth = 0
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { return nil }
            defer { unsafe yaml_event_delete(&event) }
            let line = unsafe Int(event.start_mark.line) + 1
            let anchor: UnsafeMutablePointer<yaml_char_t>?
            switch unsafe event.type {
            case YAML_STREAM_END_EVENT: return nil
            case YAML_ALIAS_EVENT:
                return Refusal(line: line, explanation: "uses an alias (*name); write the value out")
            case YAML_SCALAR_EVENT: unsafe anchor = event.data.scalar.anchor
            case YAML_SEQUENCE_START_EVENT:
                unsafe anchor = event.data.sequence_start.anchor
                depth += 1
            case YAML_MAPPING_START_EVENT:
                unsafe anchor = event.data.mapping_start.anchor
                depth += 1
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                unsafe anchor = nil
                depth -= 1
            default: unsafe anchor = nil
            }
            if unsafe anchor != nil {
                return Refusal(line: line, explanation: "uses an anchor (&name); write the value out")
            }
            if depth > deepest { return Refusal(line: line, explanation: "is nested more than \(deepest) deep") }
        }
    }
}
