package import Foundation
package import Imaging
package import PhantomSimulator
private import Identifiers

/// A small legal study made in code, to be varied: `StudyFixture(frames: 3).without(.pixelSpacing).write(into: folder)`.
///
/// Without more, it is one grey speckle still of 64 × 48 pixels with one tissue region. The same fixture makes the same bytes.
package struct StudyFixture: Sendable {
    /// A change to each object's data set after all else has been put.
    package typealias Change = @Sendable (inout DataSetBuilder) throws(WritingError) -> Void

    /// A written study.
    package struct Written: Sendable {
        /// The folder that holds the files.
        package let folder: URL
        /// In instance order.
        package let files: [URL]
        /// As the fixture says; a `with` may have put others into the files.
        package let studyInstanceUID: String
        package let seriesInstanceUID: String
        package let sopInstanceUIDs: [String]
    }

    /// Distinguishes the UIDs of one fixture from another's, and seeds the speckle.
    package var name: String
    /// Whom and what it is about; its UIDs follow from `name` unless they are set.
    package var subject: UltrasoundObject.Subject
    /// Objects in the one series.
    package var instances = 1
    /// Frames of each object; more than one makes it multi-frame.
    package var frames: Int
    /// Milliseconds from frame to frame, of multi-frame objects.
    package var frameTime = 33.3
    /// Pixels in a row, and rows.
    package var width = 64
    package var height = 48
    /// Nil is one tissue region over the whole picture, of 0.05 cm a pixel.
    package var regions: [UltrasoundRegion]?
    /// How the files are encoded.
    package var transferSyntax = DataSetBuilder.TransferSyntax.explicitVRLittleEndian
    private var samples: Pixels = .speckle
    private var changes: [Change] = []

    private enum Pixels: Sendable {
        case speckle
        case grey8(@Sendable (_ instance: Int, _ frame: Int, _ x: Int, _ y: Int) -> UInt8)
        case grey16(@Sendable (_ instance: Int, _ frame: Int, _ x: Int, _ y: Int) -> UInt16)
        case rgb8(@Sendable (_ instance: Int, _ frame: Int, _ x: Int, _ y: Int) -> ColourDoppler.Colour)
    }

    package init(name: String = "study", frames: Int = 1) {
        self.name = name
        self.frames = frames
        subject = UltrasoundObject.Subject()
        subject.studyInstanceUID = Self.uid("\(name)/study")
        subject.seriesInstanceUID = Self.uid("\(name)/series")
    }

    /// Changes any of the fixture's own fields.
    package func setting<Value>(_ field: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
        var copy = self
        copy[keyPath: field] = value
        return copy
    }

    /// 8-bit greys by instance, frame, column and row, each from 0.
    package func grey8(_ level: @escaping @Sendable (Int, Int, Int, Int) -> UInt8) -> Self {
        setting(\.samples, .grey8(level))
    }

    /// 16-bit greys by instance, frame, column and row, each from 0.
    package func grey16(_ level: @escaping @Sendable (Int, Int, Int, Int) -> UInt16) -> Self {
        setting(\.samples, .grey16(level))
    }

    /// RGB by instance, frame, column and row, each from 0.
    package func rgb8(_ colour: @escaping @Sendable (Int, Int, Int, Int) -> ColourDoppler.Colour) -> Self {
        setting(\.samples, .rgb8(colour))
    }

    /// 8-bit greys of one picture, row by row, the same in each frame of each object.
    package func grey8(picture: [UInt8]) -> Self {
        precondition(picture.count == width * height, "a level for each pixel")
        let width = width
        return grey8 { _, _, x, y in picture[y * width + x] }
    }

    /// Leaves an attribute out of each object.
    package func without(_ tag: DataSetBuilder.Tag) -> Self {
        with { builder throws(WritingError) in builder.remove(tag) }
    }

    /// Puts a text, legal or not, into each object; other kinds of value go through `with(_:)`.
    package func with(_ tag: DataSetBuilder.Tag, _ text: String) -> Self {
        with { builder throws(WritingError) in try builder.put(tag, text) }
    }

    /// Changes each object's data set last of all.
    package func with(_ change: @escaping Change) -> Self {
        setting(\.changes, changes + [change])
    }

    /// The SOP Instance UID of an object, by its number from 0.
    package func sopInstanceUID(_ instance: Int) -> String { Self.uid("\(name)/instance/\(instance)") }

    /// Writes `<name>-<n>.dcm`, n from 1, into a folder, which is made if need be.
    @discardableResult
    package func write(into folder: URL) throws -> Written {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var files: [URL] = []
        for instance in 0..<instances {
            var object = UltrasoundObject(
                sopInstanceUID: sopInstanceUID(instance),
                width: width,
                height: height,
                frames: frames,
                samples: pixels(of: instance),
                regions: regions ?? [wholePicture]
            )
            object.subject = subject
            object.instanceNumber = instance + 1
            object.frameTime = frameTime
            var dataSet = try object.dataSet()
            for change in changes { try change(&dataSet) }
            let file = folder.appending(path: "\(name)-\(instance + 1).dcm")
            try dataSet.write(to: file.path, transferSyntax: transferSyntax)
            files.append(file)
        }
        return Written(
            folder: folder,
            files: files,
            studyInstanceUID: subject.studyInstanceUID,
            seriesInstanceUID: subject.seriesInstanceUID,
            sopInstanceUIDs: (0..<instances).map(sopInstanceUID)
        )
    }

    private var wholePicture: UltrasoundRegion {
        .tissue(
            minX: 0,
            minY: 0,
            maxX: UInt32(clamping: width - 1),
            maxY: UInt32(clamping: height - 1),
            spacing: 0.05
        )
    }

    private func pixels(of instance: Int) -> UltrasoundObject.Samples {
        switch samples {
        case .speckle:
            var random = SplitMix64(
                seed: UInt64(name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }) &+ UInt64(instance)
            )
            let phantom = Phantom(width: width, height: height)
            return .grey8((0..<frames).flatMap { _ in phantom.picture(of: phantom.speckle(random: &random)) })
        case .grey8(let level): return .grey8(each(instance, level))
        case .grey16(let level): return .grey16(each(instance, level))
        case .rgb8(let colour):
            return .rgb8(each(instance, colour).flatMap { [$0.red, $0.green, $0.blue] })
        }
    }

    private func each<Sample>(_ instance: Int, _ sample: (Int, Int, Int, Int) -> Sample) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(frames * width * height)
        for frame in 0..<frames {
            for y in 0..<height {
                for x in 0..<width { samples.append(sample(instance, frame, x, y)) }
            }
        }
        return samples
    }

    private static func uid(_ name: String) -> String {
        DICOMUID(UUID(namespace: .sonoquant, name: "urn:sonoquant:fixture:\(name)")).value
    }
}
