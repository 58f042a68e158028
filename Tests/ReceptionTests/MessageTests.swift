import Foundation
import Reception
import Testing

@Suite("Reception messages")
struct MessageTests {
    @Test("an order is one line of JSON and comes back the same")
    func order() throws {
        let order = ReceptionOrder.answer(file: 7, .notUnderstood("line\nbreak"))
        let line = try JSONEncoder().encode(order)
        #expect(!line.contains(10))
        let back = try JSONDecoder().decode(ReceptionOrder.self, from: line)
        #expect(back == order)
    }
}
