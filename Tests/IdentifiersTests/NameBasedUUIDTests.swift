import Foundation
import Identifiers
import Testing

@Suite("Name-based UUIDs")
struct NameBasedUUIDTests {
    @Test("RFC 9562, appendix A.4: www.example.com in the DNS namespace")
    func rfcVector() throws {
        let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(UUID(namespace: dns, name: "www.example.com").lowercased == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test("the namespace of charges never changes")
    func frozenNamespace() {
        // python3: uuid.uuid5(uuid.NAMESPACE_URL, "urn:sonoquant")
        #expect(UUID.sonoquant.lowercased == "eef5b972-f680-5c38-81e4-ed670c9f3d51")
    }
}
