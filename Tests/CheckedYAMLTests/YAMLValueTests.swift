import CheckedYAML
import TestSupport
import Testing

@Suite("YAML with places")
struct YAMLValueTests {
    private func problem(_ text: String, _ check: (YAMLValue) throws -> Void = { _ in }) -> YAMLProblem? {
        do {
            try check(try YAMLValue(parsing: text, file: "site.yaml"))
            return nil
        } catch {
            return error as? YAMLProblem
        }
    }

    @Test("an unknown member is refused with its line and path")
    func unknownMember() throws {
        let found = problem("site:\n  id: x\n  colour: red\n") { document in
            _ = try document.members(["site"]).required("site").members(["id"])
        }
        let expected = YAMLProblem(
            file: "site.yaml",
            line: 3,
            field: "site.colour",
            explanation: "is not known here; known are id"
        )
        #expect(found == expected)
        #expect(found?.description == "site.yaml, line 3, site.colour: is not known here; known are id")
    }

    @Test("a value of the wrong kind is refused with its line and path")
    func wrongKind() {
        let found = problem("a:\n  - 1\n  - two\n") { document in
            for item in try document.members(["a"]).required("a").items() { _ = try item.integer(in: 0...9) }
        }
        #expect(found?.line == 3)
        #expect(found?.field == "a[1]")
        #expect(found?.explanation == "must be a whole number from 0 to 9")
    }

    @Test("a missing member is named")
    func missing() {
        let found = problem("a: {b: 1}\n") {
            _ = try $0.members(["a"]).required("a").members(["b", "c"]).required("c")
        }
        #expect(found?.field == "a")
        #expect(found?.explanation == "needs c")
    }

    @Test("a member given twice is refused")
    func duplicate() {
        #expect(problem("a: 1\na: 2\n") { _ = try $0.members(["a"]) } != nil)
    }

    @Test(
        "anchors and aliases are refused, so nothing can grow without bound",
        .tags(.law8),
        arguments: [
            "a: &x 1\n", "a: &x [1]\nb: *x\n",
            "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
        ]
    )
    func aliases(text: String) {
        #expect(problem(text)?.explanation.contains("write the value out") == true)
    }

    @Test(
        "aliases that share a collection as a key end at once, not after it is hashed",
        .tags(.law8),
        .timeLimit(.minutes(20))
    )
    func aliasedKey() {
        var text = "a: &a [1,1,1,1,1,1,1,1,1]\n"
        for (name, before) in zip("bcdefghijkl", "abcdefghijk") {
            text += "\(name): &\(name) [" + [String](repeating: "*\(before)", count: 9).joined(separator: ",") + "]\n"
        }
        let found = problem(text + "? *l\n: 1\n")
        #expect(found?.line == 1)
        #expect(found?.explanation.contains("write the value out") == true)
    }

    @Test("nesting is bounded", .tags(.law8), arguments: [33, 900])
    func depth(levels: Int) {
        let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(problem(text)?.explanation.contains("nested") == true)
        #expect(problem("[[[1]]]") == nil)
    }

    @Test("nesting as deep as the longest document ends in a refusal, not in a full stack", .tags(.law8))
    func deepest() {
        #expect(problem(String(repeating: "[", count: 1 << 20)) != nil)
        #expect(problem(String(repeating: "- ", count: 1 << 19)) != nil)
    }

    @Test("length is bounded", .tags(.law8))
    func length() {
        #expect(problem("# " + String(repeating: "x", count: 1 << 20))?.explanation == "is longer than 1 MiB")
    }

    @Test("broken or empty YAML is refused", arguments: ["a: [1", "\t- x: {", "", "a: b: c"])
    func broken(text: String) {
        #expect(problem(text) != nil)
    }
}
