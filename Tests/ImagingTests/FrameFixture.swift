import Foundation
import TestSupport

@testable import Imaging

/// Writes small explicit little-endian DICOM files, so that a test can choose each byte of the pixel data.
struct FrameFixture {
    var pixels: PixelDescription
    /// Native pixel data; without effect where there are fragments.
    var native: [UInt8] = []
    /// The Basic Offset Table and the fragments.
    var offsets: [Int] = []
    var fragments: [[UInt8]]?
    /// A palette of 16-bit entries: first stored value, then entries of each channel.
    var palette: (first: Int, entries: [[UInt16]])?

    init(_ pixels: PixelDescription) { self.pixels = pixels }

    /// The decoder of the file written into a folder.
    func decoder(in folder: TemporaryFolder) throws -> FrameDecoder {
        let file = folder.url.appending(path: UUID().uuidString)
        try Data(bytes).write(to: file)
        return try FrameDecoder(DataSet(path: file.path), pixels: pixels)
    }

    /// All frames, decoded.
    func frames(as channels: FrameChannels) throws -> [FrameBuffer] {
        let folder = try TemporaryFolder()
        var decoder = try decoder(in: folder)
        var frames: [FrameBuffer] = []
        for frame in 0..<pixels.frames {
            var buffer = FrameBuffer()
            try decoder.decode(frame: frame, as: channels, into: &buffer)
            frames.append(buffer)
        }
        return frames
    }

    private var bytes: [UInt8] {
        var meta = element(0x0002, 0x0010, "UI", padded(pixels.transferSyntaxUID, with: 0))
        meta = element(0x0002, 0x0000, "UL", little(meta.count, 4)) + meta
        var file = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta
        file += element(0x0028, 0x0002, "US", little(pixels.samplesPerPixel, 2))
        file += element(0x0028, 0x0004, "CS", padded(pixels.photometric.rawValue, with: 32))
        if pixels.samplesPerPixel == 3 { file += element(0x0028, 0x0006, "US", little(pixels.isPlanar ? 1 : 0, 2)) }
        file += element(0x0028, 0x0008, "IS", padded(String(pixels.frames), with: 32))
        let numbers = [
            (0x0010, pixels.rows), (0x0011, pixels.columns), (0x0100, pixels.bitsAllocated),
            (0x0101, pixels.bitsStored), (0x0102, pixels.highBit), (0x0103, pixels.isSigned ? 1 : 0),
        ]
        for (number, value) in numbers { file += element(0x0028, number, "US", little(value, 2)) }
        if let palette {
            for (channel, entries) in palette.entries.enumerated() {
                let values = [entries.count % 65536, palette.first, 16].flatMap { little($0, 2) }
                file += element(0x0028, 0x1101 + channel, "US", values)
            }
            for (channel, entries) in palette.entries.enumerated() {
                file += element(0x0028, 0x1201 + channel, "OW", entries.flatMap { little(Int($0), 2) })
            }
        }
        guard let fragments else {
            return file + element(0x7FE0, 0x0010, pixels.bitsAllocated == 16 ? "OW" : "OB", native)
        }
        file += little(0x7FE0, 2) + little(0x0010, 2) + Array("OB".utf8) + [0, 0, 255, 255, 255, 255]
        for item in [offsets.flatMap { little($0, 4) }] + fragments {
            file += [0xFE, 0xFF, 0x00, 0xE0] + little(item.count, 4) + item
        }
        return file + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    }

    private func element(_ group: Int, _ number: Int, _ vr: String, _ value: [UInt8]) -> [UInt8] {
        let isLong = vr == "OB" || vr == "OW"
        return little(group, 2) + little(number, 2) + Array(vr.utf8) + (isLong ? [0, 0] : [])
            + little(value.count, isLong ? 4 : 2) + value
    }

    private func padded(_ text: String, with pad: UInt8) -> [UInt8] {
        Array(text.utf8) + (text.utf8.count.isMultiple(of: 2) ? [] : [pad])
    }

    private func little(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

extension PixelDescription {
    /// Native MONOCHROME2 of eight bits, to be changed by the test.
    static func grey(rows: Int, columns: Int, frames: Int = 1) -> PixelDescription {
        PixelDescription(
            rows: rows,
            columns: columns,
            frames: frames,
            samplesPerPixel: 1,
            photometric: .monochrome2,
            isPlanar: false,
            bitsAllocated: 8,
            bitsStored: 8,
            highBit: 7,
            isSigned: false,
            transferSyntaxUID: "1.2.840.10008.1.2.1",
            isLossy: false,
            lossyRatio: nil,
            pixelSpacing: nil
        )
    }

    /// With another value of one member.
    func with<Value>(_ member: WritableKeyPath<PixelDescription, Value>, _ value: Value) -> PixelDescription {
        var copy = self
        copy[keyPath: member] = value
        return copy
    }

    /// Three samples of eight bits.
    func coloured(_ photometric: Photometric) -> PixelDescription {
        with(\.samplesPerPixel, 3).with(\.photometric, photometric)
    }
}
