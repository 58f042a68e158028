import Analysis
import Testing

@Suite("Frame lanes")
struct FrameLanesTests {
    private struct BadFrame: Error, Equatable { let frame: Int }

    @Test("outputs are in frame order", arguments: [1, 2, 7], [0, 1, 5, 1000])
    func order(lanes: Int, frames: Int) async throws {
        let outputs = try await FrameLanes(lanes: lanes).measure(
            frames: frames,
            scratch: { () throws(BadFrame) -> Int in 0 },
            { (frame: Int, scratch: inout Int) throws(BadFrame) -> Int in
                scratch += 1
                return frame * 2
            }
        )
        #expect(outputs == (0..<frames).map { $0 * 2 })
    }

    @Test("the error is the first bad frame's, whichever lane met it when", arguments: [1, 2, 7])
    func firstError(lanes: Int) async {
        await #expect(throws: BadFrame(frame: 13)) {
            try await FrameLanes(lanes: lanes).measure(
                frames: 500,
                scratch: { () throws(BadFrame) -> Int in 0 },
                { (frame: Int, _: inout Int) throws(BadFrame) -> Int in
                    guard frame < 13 else { throw BadFrame(frame: frame) }
                    return frame
                }
            )
        }
    }

    @Test("a lane that can't start is an error", arguments: [1, 3])
    func badScratch(lanes: Int) async {
        await #expect(throws: BadFrame(frame: -1)) {
            try await FrameLanes(lanes: lanes).measure(
                frames: 5,
                scratch: { () throws(BadFrame) -> Int in throw BadFrame(frame: -1) },
                { (frame: Int, _: inout Int) throws(BadFrame) -> Int in frame }
            )
        }
    }
}
