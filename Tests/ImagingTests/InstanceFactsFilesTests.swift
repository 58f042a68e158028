internal import Foundation
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("InstanceFacts of the shared files", .enabled(if: Repository.sharedTestData != nil), .tags(.law8))
struct InstanceFactsFilesTests {
    /// How a file ends.
    enum Outcome: Hashable, CustomStringConvertible {
        case measurable
        /// Facts without an image.
        case noImage
        /// Facts, but pixels that can't be measured.
        case pixels(ImagingError.Code)
        /// No facts.
        case refused(ImagingError.Code)

        init(path: String) {
            do throws(ImagingError) {
                let dataSet = try DataSet(path: path)
                let facts = try InstanceFacts(dataSet)
                guard let image = facts.image else {
                    self = .noImage
                    return
                }
                self = if let fault = image.pixelsFault { .pixels(fault.code) } else { .measurable }
            } catch {
                self = .refused(error.code)
            }
        }

        var description: String {
            switch self {
            case .measurable: "measurable"
            case .noImage: "no image"
            case .pixels(let code): "pixels: \(code)"
            case .refused(let code): "refused: \(code)"
            }
        }
    }

    private func outcomes(_ folder: String) throws -> [String: Outcome] {
        let root = try #require(Repository.sharedTestData).appending(path: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: root.path)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, Outcome(path: root.path + "/" + $0)) })
    }

    @Test("every real ultrasound file is measurable")
    func ultrasound() throws {
        let outcomes = try outcomes("us")
        #expect(outcomes.count > 40)
        for (name, outcome) in outcomes { #expect(outcome == .measurable, "\(name)") }
    }

    @Test("other DICOM is told apart")
    func others() throws {
        let outcomes = try outcomes("other")
        let expected: [String: Outcome] = [
            // Its class is in the meta information, and it has no study.
            "DICOMDIR": .refused(.missingAttribute),
            // NumberOfFrames is 1A.
            "bad-vr.dcm": .pixels(.illegalAttribute),
            "charset-japanese.dcm": .measurable, "charset-korean.dcm": .measurable, "charset-russian.dcm": .measurable,
            "ct-small.dcm": .measurable, "encapsulated-pdf.dcm": .noImage,
            "meta-missing-tsyntax.dcm": .refused(.missingAttribute), "mr-jpegls.dcm": .measurable,
            "mr-small-implicit.dcm": .measurable, "nm-jpeg-extended.dcm": .measurable,
            // A stray byte stands before its first element.
            "no-meta.dcm": .refused(.notDICOM),
            "rtdose-1frame.dcm": .pixels(.unsupportedPixels), "rtplan.dcm": .noImage, "rtstruct.dcm": .noImage,
            // Encapsulated, yet in implicit VR.
            "sc-rgb-jpeg.dcm": .measurable,
            "seg-liver.dcm": .pixels(.unsupportedPixels), "sr-basic.dcm": .noImage, "sr-comprehensive.dcm": .noImage,
            "un-sequence.dcm": .refused(.missingAttribute), "waveform-ecg.dcm": .noImage,
        ]
        for (name, outcome) in outcomes { #expect(outcome == expected[name], "\(name)") }
    }

    /// What the notes of MANIFEST.tsv ask for, where that is not a readable file.
    private static let malformed: [String: Outcome] = [
        "bits-stored-over.dcm": .pixels(.illegalAttribute), "bits-zero.dcm": .pixels(.illegalAttribute),
        "bomb-deflate-256MiB.dcm": .refused(.inflatesTooFar), "bomb-frames-overflow.dcm": .pixels(.tooLarge),
        "bomb-product-wraps.dcm": .pixels(.tooLarge), "bomb-rows-cols-frames.dcm": .pixels(.tooLarge),
        // Its (0010,0010) was made shorter than its length says.
        "charset-invalid-utf8.dcm": .refused(.truncated),
        "encapsulated-empty-fragment.dcm": .pixels(.missingAttribute),
        "encapsulated-no-delimiter.dcm": .refused(.truncated),
        "encapsulated-no-fragment.dcm": .pixels(.missingAttribute),
        "frames-negative.dcm": .pixels(.illegalAttribute), "frames-text.dcm": .pixels(.illegalAttribute),
        "frames-zero.dcm": .pixels(.illegalAttribute), "length-overrun.dcm": .refused(.truncated),
        "length-undefined-on-string.dcm": .refused(.malformed), "missing-BitsAllocated.dcm": .pixels(.missingAttribute),
        "missing-PhotometricInterpretation.dcm": .pixels(.missingAttribute),
        "missing-PixelData.dcm": .pixels(.missingAttribute), "missing-Rows.dcm": .pixels(.missingAttribute),
        "missing-SeriesInstanceUID.dcm": .refused(.missingAttribute),
        "missing-StudyInstanceUID.dcm": .refused(.missingAttribute), "nested-1500.dcm": .refused(.tooDeep),
        "nested-200.dcm": .refused(.tooDeep), "nested-3000-defined.dcm": .refused(.tooDeep),
        "palette-lut-short.dcm": .pixels(.pixelDataMismatch), "palette-no-lut.dcm": .pixels(.missingAttribute),
        "pdf-renamed.dcm": .refused(.notDICOM), "photometric-bogus.dcm": .pixels(.unsupportedPixels),
        "pixels-empty.dcm": .pixels(.missingAttribute), "pixels-odd-length.dcm": .refused(.truncated),
        "pixels-short.dcm": .pixels(.pixelDataMismatch), "preamble-only.dcm": .refused(.truncated),
        "preamble-short.dcm": .refused(.notDICOM), "rows-zero.dcm": .pixels(.illegalAttribute),
        "samples-3-mono.dcm": .pixels(.illegalAttribute), "tags-out-of-order.dcm": .refused(.missingAttribute),
        "text-renamed.dcm": .refused(.notDICOM), "truncated-in-dataset.dcm": .refused(.truncated),
        "truncated-in-meta.dcm": .refused(.truncated), "truncated-in-pixels.dcm": .refused(.truncated),
        "truncated-real-acuson-sequoia-ybrfull-rle.dcm": .refused(.truncated),
        "truncated-real-ge-logiq700-j2k-lossless.dcm": .refused(.truncated),
        "truncated-real-philips-epiq7c-mono-jpegll.dcm": .refused(.truncated),
        "truncated-real-sonosite-turbo-cine-jpeg.dcm": .refused(.truncated),
        "ts-bigendian-but-little.dcm": .refused(.truncated), "ts-deflated-garbage.dcm": .refused(.malformed),
        "ts-jpeg-but-native.dcm": .pixels(.pixelDataMismatch),
        "ts-native-but-encapsulated.dcm": .pixels(.pixelDataMismatch),
        "ts-private-unknown.dcm": .pixels(.unsupportedTransferSyntax), "uid-empty.dcm": .refused(.missingAttribute),
        "uid-letters.dcm": .refused(.illegalAttribute), "uid-nul-inside.dcm": .refused(.illegalAttribute),
        "uid-overlong.dcm": .refused(.illegalAttribute), "uid-path-study.dcm": .refused(.illegalAttribute),
        "vr-unknown.dcm": .refused(.truncated), "wrong-magic.dcm": .refused(.notDICOM),
        "zero-byte.dcm": .refused(.notDICOM), "zip-renamed.dcm": .refused(.notDICOM),
    ]

    @Test("each malformed file ends as its note says, and the others are read")
    func malformed() throws {
        for (name, outcome) in try outcomes("malformed") where !name.hasPrefix("fuzz-") {
            let isPathAsUID = name.hasPrefix("uid-path-") && name != "uid-path-accession.dcm"
            let expected = Self.malformed[name] ?? (isPathAsUID ? .refused(.illegalAttribute) : .measurable)
            #expect(outcome == expected, "\(name)")
        }
    }

    @Test("no message carries what a file says", .tags(.law7))
    func messages() throws {
        let root = try #require(Repository.sharedTestData).appending(path: "malformed")
        for name in try FileManager.default.contentsOfDirectory(atPath: root.path) {
            do throws(ImagingError) {
                let dataSet = try DataSet(path: root.path + "/" + name)
                let facts = try InstanceFacts(dataSet)
                #expect(facts.image?.pixelsFault?.explanation.contains("ynthetic") != true, "\(name)")
            } catch {
                #expect(!error.explanation.contains("ynthetic") && !error.explanation.contains("/"), "\(name)")
            }
        }
    }
}
