import Foundation
import TestSupport
import Testing

/// A PNG as Pillow reads it, which is not the library that wrote it.
struct PicturePixels {
    let width: Int
    let height: Int
    /// Pillow's name of the pixel format, such as "RGB" or "P" for a palette.
    let mode: String
    /// Row by row: three bytes a pixel for RGB, the index for a palette.
    let bytes: [UInt8]

    init(_ png: Data) async throws {
        let temporary = try TemporaryFolder()
        let picture = temporary.url.appending(path: "picture.png")
        let raw = temporary.url.appending(path: "picture.raw")
        try png.write(to: picture)
        let python = try #require(Repository.python, "run scripts/python first")
        let script = """
            import sys; from PIL import Image
            p = Image.open(sys.argv[1]); open(sys.argv[2], "wb").write(p.tobytes()); print(p.mode, *p.size)
            """
        let answer = try await Judge.run(
            python.path,
            ["-W", "ignore", "-c", script, picture.path, raw.path],
            in: temporary
        )
        let words = answer.output.split(whereSeparator: \.isWhitespace)
        try #require(words.count == 3, "\(answer.output)")
        mode = String(words[0])
        width = try #require(Int(words[1]))
        height = try #require(Int(words[2]))
        bytes = [UInt8](try Data(contentsOf: raw))
    }

    /// Red, green and blue of a pixel of an RGB picture.
    subscript(x: Int, y: Int) -> [UInt8] {
        let start = 3 * (y * width + x)
        return Array(bytes[start..<start + 3])
    }

    /// Relative luminance (WCAG 2) of a pixel of an RGB picture.
    func luminance(x: Int, y: Int) -> Double {
        let linear = self[x, y].map { byte in
            let share = Double(byte) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
