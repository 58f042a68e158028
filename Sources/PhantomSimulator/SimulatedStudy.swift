private import Foundation
internal import Imaging
private import Identifiers

/// A study of TestDICOM: what it is called, and its objects by file name.
package struct SimulatedStudy: Sendable {
    /// The folder under TestDICOM.
    package let folder: String
    /// By file name.
    package let objects: [(file: String, object: UltrasoundObject)]

    /// The committed studies. TestDICOM/README.md tells what was planted.
    package static var all: [SimulatedStudy] {
        [
            liver(
                folder: "liver-prior",
                date: "20260512",
                accession: "SIM26051201",
                echogenicity: -14,
                seed: 20_260_512
            ),
            liver(
                folder: "liver-current",
                date: "20261110",
                accession: "SIM26111001",
                echogenicity: -8,
                seed: 20_261_110
            ),
            cine, doppler,
        ]
    }

    /// Writes the study's files into a folder that exists.
    ///
    /// - Throws: what can't be written.
    package func write(into parent: String) throws {
        let target = URL(filePath: parent).appending(path: folder)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for (file, object) in objects {
            var dataSet = try object.dataSet()
            try dataSet.write(to: target.appending(path: file).path)
        }
    }

    /// The liver of the planted echogenicity in a sector, with a vein, and 0.5 dB/cm more than the depth gain took back.
    package static func liverPhantom(echogenicity: Double) -> Phantom {
        Phantom(
            width: 256,
            height: 200,
            field: .sector(apexHeight: 60, nearRadius: 62, farRadius: 255, tangent: 0.62),
            spacing: 0.06,
            echogenicity: echogenicity,
            depthLoss: 0.5,
            inclusions: [
                Phantom.Inclusion(centreX: 160, centreY: 60, halfWidth: 10, halfHeight: 8, echogenicity: -60)
            ]
        )
    }

    /// The phantom of the cine: a bright and a dark inclusion, which move with the beat.
    package static let cinePhantom = Phantom(
        width: 192,
        height: 144,
        spacing: 0.03,
        echogenicity: -12,
        inclusions: [
            Phantom.Inclusion(centreX: 60, centreY: 72, halfWidth: 22, halfHeight: 18, echogenicity: -2),
            Phantom.Inclusion(centreX: 136, centreY: 80, halfWidth: 18, halfHeight: 18, echogenicity: -24),
        ]
    )

    /// The flow of the colour still.
    package static let vessel = ColourDoppler(
        box: ColourDoppler.Box(minX: 60, minY: 50, maxX: 179, maxY: 149),
        bar: ColourDoppler.Box(minX: 244, minY: 20, maxX: 251, maxY: 148),
        greatestVelocity: 40,
        peakVelocity: -32,
        wallFilter: 4,
        vesselLeftY: 80,
        vesselRightY: 116,
        vesselHalfWidth: 14
    )

    private static let neckPhantom = Phantom(
        width: 236,
        height: 200,
        spacing: 0.02,
        echogenicity: -12,
        inclusions: [Phantom.Inclusion(centreX: 40, centreY: 40, halfWidth: 14, halfHeight: 10, echogenicity: -22)]
    )

    private static func liver(folder: String, date: String, accession: String, echogenicity: Double, seed: UInt64)
        -> Self
    {
        var random = SplitMix64(seed: seed)
        let phantom = liverPhantom(echogenicity: echogenicity)
        var subject = subject(folder: folder, date: date, accession: accession)
        subject.patientName = "Phantom^Liver"
        subject.patientID = "SIM-0001"
        subject.anatomicRegion = .liver
        subject.studyDescription = "US liver, simulated"
        let objects = (1...2).map { number in
            var object = UltrasoundObject(
                sopInstanceUID: uid("\(folder)/\(number)"),
                width: phantom.width,
                height: phantom.height,
                samples: .grey8(phantom.picture(of: phantom.speckle(random: &random))),
                regions: [region(of: phantom)]
            )
            object.subject = subject
            object.transducerType = "CURVED LINEAR"
            object.instanceNumber = number
            return (file: "liver-\(number).dcm", object: object)
        }
        return Self(folder: folder, objects: objects)
    }

    private static var cine: Self {
        var random = SplitMix64(seed: 20_261_112)
        let frames = cinePhantom.cine(
            frames: 16,
            motion: Phantom.Motion(reach: 3, period: 8, correlation: 0.9),
            random: &random
        )
        var object = UltrasoundObject(
            sopInstanceUID: uid("cine/1"),
            width: cinePhantom.width,
            height: cinePhantom.height,
            frames: frames.count,
            samples: .grey8(Array(frames.joined())),
            regions: [region(of: cinePhantom)]
        )
        object.frameTime = 40
        object.subject = subject(folder: "cine", date: "20261112", accession: "SIM26111201")
        object.subject.patientName = "Phantom^Cine"
        object.subject.patientID = "SIM-0002"
        object.subject.anatomicRegion = .kidney
        object.subject.laterality = "L"
        object.transducerType = "LINEAR"
        object.subject.studyDescription = "US kidney cine, simulated"
        return Self(folder: "cine", objects: [(file: "cine.dcm", object: object)])
    }

    private static var doppler: Self {
        var random = SplitMix64(seed: 20_261_113)
        let phantom = neckPhantom
        let width = 256
        var subject = subject(folder: "doppler", date: "20261113", accession: "SIM26111301")
        subject.patientName = "Phantom^Doppler"
        subject.patientID = "SIM-0003"
        subject.anatomicRegion = .neck
        subject.studyDescription = "US neck, simulated"
        let grey = widened(phantom.picture(of: phantom.speckle(random: &random)), from: phantom.width, to: width)
        var still = UltrasoundObject(
            sopInstanceUID: uid("doppler/1"),
            width: width,
            height: phantom.height,
            samples: .grey8(grey),
            regions: [region(of: phantom)]
        )
        still.subject = subject
        still.transducerType = "LINEAR"
        var colour = UltrasoundObject(
            sopInstanceUID: uid("doppler/2"),
            width: width,
            height: phantom.height,
            samples: .rgb8(vessel.painted(on: grey, width: width)),
            regions: dopplerRegions(phantom)
        )
        colour.subject = subject
        colour.transducerType = "LINEAR"
        colour.instanceNumber = 2
        return Self(
            folder: "doppler",
            objects: [(file: "b-mode.dcm", object: still), (file: "colour.dcm", object: colour)]
        )
    }

    private static func dopplerRegions(_ phantom: Phantom) -> [UltrasoundRegion] {
        let tissue = region(of: phantom)
        let box = vessel.box
        var flow = UltrasoundRegion.tissue(
            minX: UInt32(box.minX),
            minY: UInt32(box.minY),
            maxX: UInt32(box.maxX),
            maxY: UInt32(box.maxY),
            spacing: phantom.spacing
        )
        flow.dataType = 2
        flow.pulseRepetitionFrequency = 2000
        var bar = UltrasoundRegion.tissue(
            minX: UInt32(vessel.bar.minX),
            minY: UInt32(vessel.bar.minY),
            maxX: UInt32(vessel.bar.maxX),
            maxY: UInt32(vessel.bar.maxY),
            spacing: 1
        )
        bar.spatialFormat = 5
        bar.dataType = 14
        bar.unitsX = 0
        bar.unitsY = 7
        bar.referencePixelValueY = vessel.greatestVelocity
        bar.deltaY = -2 * vessel.greatestVelocity / Double(vessel.bar.maxY - vessel.bar.minY)
        return [tissue, flow, bar]
    }

    private static func region(of phantom: Phantom) -> UltrasoundRegion {
        .tissue(
            minX: 0,
            minY: 0,
            maxX: UInt32(phantom.width - 1),
            maxY: UInt32(phantom.height - 1),
            spacing: phantom.spacing
        )
    }

    private static func widened(_ pixels: [UInt8], from width: Int, to newWidth: Int) -> [UInt8] {
        stride(from: 0, to: pixels.count, by: width).flatMap { start in
            pixels[start..<start + width] + [UInt8](repeating: 0, count: newWidth - width)
        }
    }

    private static func subject(folder: String, date: String, accession: String) -> UltrasoundObject.Subject {
        var subject = UltrasoundObject.Subject()
        subject.studyInstanceUID = uid(folder)
        subject.seriesInstanceUID = uid("\(folder)/series")
        subject.studyDate = date
        subject.accessionNumber = accession
        subject.studyID = "S\(date.suffix(6))"
        return subject
    }

    private static func uid(_ name: String) -> String {
        DICOMUID(UUID(namespace: .sonoquant, name: "urn:sonoquant:simulator:\(name)")).value
    }
}
