internal import Foundation
internal import Identifiers
internal import Imaging
internal import TestSupport
internal import Testing

@Suite("Regions and numbers of other systems", .timeLimit(.minutes(20)))
struct SourceRegionTests {
    @Test(
        "segmentations, presentation states and reports made by highdicom and pydicom are read as they were made",
        .enabled(if: Repository.python != nil, "run scripts/python")
    )
    func madeByPeers() throws {
        let made = try SourceObjects()
        #expect(made.objects.count == 11)
        for object in made.objects {
            let read = try SourceRegions(path: made.path(of: object))
            #expect(read.faults.count == object.faults, "\(object.file): \(read.faults)")
            try #require(read.regions.count == object.regions.count, "\(object.file)")
            // The order of frames in a segmentation is the maker's.
            let ours = object.file.hasPrefix("seg") ? read.regions.sorted(by: Self.precedes) : read.regions
            let theirs =
                object.file.hasPrefix("seg")
                ? object.regions.sorted {
                    ($0.frames.first ?? 0, $0.number ?? 0) < ($1.frames.first ?? 0, $1.number ?? 0)
                }
                : object.regions
            for (region, peer) in zip(ours, theirs) { Self.compare(region, peer, in: object) }
        }
    }

    @Test(
        "every number of a report is read, with its unit, site and images, and stiffness is told from the rest",
        .enabled(if: Repository.python != nil, "run scripts/python")
    )
    func numbers() throws {
        let made = try SourceObjects()
        for object in made.objects where object.file.hasPrefix("sr") {
            let read = try ReportedMeasurements(path: made.path(of: object))
            #expect(read.objectUID.value == object.uid)
            #expect(read.faults.isEmpty)
            try #require(read.measurements.count == object.numbers.count, "\(object.file)")
            for (ours, peer) in zip(read.measurements, object.numbers) {
                #expect(ours.concept.value == peer.concept)
                #expect(ours.value == peer.value)
                #expect(ours.unit?.value == peer.unit)
                #expect(ours.qualifier?.value == peer.qualifier)
                #expect(ours.derivation?.value == peer.derivation)
                #expect(ours.site?.value == peer.site)
                #expect(ours.label == peer.label)
                #expect(ours.tracking?.value == peer.tracking)
                #expect(ours.images.map(\.imageUID.value) == peer.images ?? [])
                #expect(ours.stiffness?.quantity.rawValue == peer.stiffness?.quantity, "\(peer.concept)")
                #expect(ours.stiffness?.value == peer.stiffness?.value, "\(peer.concept)")
            }
        }
        let vendor = try #require(made.objects.first { $0.file == "sr-vendor.dcm" })
        let speed = try #require(ReportedMeasurements(path: made.path(of: vendor)).measurements.first)
        #expect(speed.path.map(\.value) == ["125000", "SWE-1"])
    }

    @Test(
        "limits stop a reader with a reason, not with a crash",
        .tags(.law8),
        .enabled(if: Repository.python != nil, "run scripts/python")
    )
    func limits() throws {
        let made = try SourceObjects()
        func path(_ file: String) throws -> String {
            made.path(of: try #require(made.objects.first { $0.file == file }))
        }
        var few = SourceLimits()
        few.regions = 2
        for file in ["seg-binary.dcm", "gsps-shapes.dcm", "sr-1500.dcm"] {
            #expect(try SourceRegions(path: path(file), limits: few).regions.count == 2)
        }
        var short = SourceLimits()
        short.runs = 10
        let masks = try SourceRegions(path: path("seg-binary.dcm"), limits: short)
        #expect(masks.regions.isEmpty)
        #expect(masks.faults.count == 1)
        short = SourceLimits()
        short.points = 80
        let outlines = try SourceRegions(path: path("gsps-shapes.dcm"), limits: short)
        #expect(outlines.regions.count == 2)
        #expect(outlines.faults.contains { $0.contains("more than 80 points") })
        short = SourceLimits()
        short.contentItems = 12
        #expect(try SourceRegions(path: path("sr-1500.dcm"), limits: short).faults.count == 1)
        #expect(try ReportedMeasurements(path: path("sr-1500.dcm"), limits: short).faults.count == 1)
        short = SourceLimits()
        short.segmentationFrames = 2
        #expect(throws: ImagingError(.tooLarge, "the segmentation has more than 2 frames")) {
            try SourceRegions(path: path("seg-binary.dcm"), limits: short)
        }
        short = SourceLimits()
        short.segmentationPixels = 13 * 11 * 5 - 1
        #expect(throws: ImagingError(.tooLarge, "the segmentation has more than 714 pixels")) {
            try SourceRegions(path: path("seg-binary.dcm"), limits: short)
        }
    }

    @Test(
        "the objects, mutated or cut short anywhere, are read or refused and never crash",
        .tags(.law3, .law8),
        .enabled(if: Repository.python != nil, "run scripts/python")
    )
    func mutations() throws {
        let made = try SourceObjects()
        let url = made.folder.url.appending(path: "mutated.dcm")
        var read = 0
        for object in made.objects {
            let whole = Array(try Data(contentsOf: URL(filePath: made.path(of: object))))
            for seed in 0..<100 as Range<UInt64> {
                var bytes = whole
                var random = SeededMutation(state: seed)
                if seed.isMultiple(of: 4) { random.mutate(&bytes) } else { random.scratch(&bytes) }
                try Data(bytes).write(to: url)
                if Self.isRead(url.path) { read += 1 }
            }
            for cut in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
                try Data(whole[..<cut]).write(to: url)
                #expect(!Self.isRead(url.path) || cut > 132)
            }
        }
        // Else the mutations reach no reader.
        #expect(read > 300)
    }

    /// Without a place to go on from, each item would be counted from the first: a thousand million steps.
    @Test(
        "a report of very many items is read in time that grows with their number",
        .tags(.law8),
        .timeLimit(.minutes(20))
    )
    func longReport() throws {
        let count = 45_000
        var items = DataSetBytes()
        for _ in 0..<count {
            var item = DataSetBytes()
            item.text(0x0040_A010, "CS", "CONTAINS")
            item.text(0x0040_A040, "CS", "TEXT")
            items.element(0xFFFE_E000, "", item.bytes)
        }
        var report = DataSetBytes()
        report.identity(sopClass: "1.2.840.10008.5.1.4.1.1.88.33")
        report.element(0x0040_A730, "SQ", items.bytes)
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "long.dcm")
        try report.file().write(to: url)
        #expect(try SourceRegions(path: url.path).faults.isEmpty)
        #expect(try ReportedMeasurements(path: url.path).measurements.isEmpty)
        var few = SourceLimits()
        few.contentItems = 1000
        #expect(try SourceRegions(path: url.path, limits: few).faults.count == 1)
    }

    @Test("the shared files are read or refused", .enabled(if: Repository.sharedTestData != nil))
    func sharedFiles() throws {
        let root = try #require(Repository.sharedTestData)
        let liver = try SourceRegions(path: root.path + "/other/seg-liver.dcm")
        // pydicom's liver_1frame.dcm: one segment of one frame of 512 x 512, whose set bits are counted here from the file's end.
        let mask = try #require(liver.regions.first)
        guard case .mask(let pixels) = mask.shape else {
            Issue.record("no mask")
            return
        }
        #expect((pixels.rows, pixels.columns) == (512, 512))
        let file = try Data(contentsOf: root.appending(path: "other/seg-liver.dcm"))
        let bits = file.suffix(512 * 512 / 8).reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(pixels.pixelCount == bits)
        for folder in ["other", "malformed", "us"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: root.path + "/" + folder).sorted() {
                _ = Self.isRead(root.path + "/" + folder + "/" + name)
            }
        }
        #expect(try SourceRegions(path: root.path + "/other/sr-comprehensive.dcm").regions.isEmpty)
        #expect(try !ReportedMeasurements(path: root.path + "/other/sr-comprehensive.dcm").measurements.isEmpty)
    }

    @Test("classes that hold regions are known")
    func classes() throws {
        let storage = "1.2.840.10008.5.1.4.1.1."
        for suffix in ["66.4", "66.7", "11.1", "11.2", "88.11", "88.33", "88.34"] {
            #expect(SourceRegions.mayStand(in: try #require(DICOMUID(storage + suffix))))
        }
        for suffix in ["6.1", "88.59", "66.5", "104.1"] {
            #expect(!SourceRegions.mayStand(in: try #require(DICOMUID(storage + suffix))))
        }
    }

    // MARK: Comparison

    private static func precedes(_ left: SourceRegion, _ right: SourceRegion) -> Bool {
        (left.frames.first ?? 0, number(left) ?? 0) < (right.frames.first ?? 0, number(right) ?? 0)
    }

    private static func number(_ region: SourceRegion) -> Int? {
        if case .segmentation(let segment) = region.origin { segment } else { nil }
    }

    private static func compare(_ region: SourceRegion, _ peer: SourceObjects.Region, in object: SourceObjects.Object) {
        let name: Comment = "\(object.file), \(peer.label)"
        #expect(region.objectUID.value == object.uid, name)
        #expect(region.imageUID.value == peer.image, name)
        #expect(region.label == peer.label, name)
        #expect(region.frames == peer.frames, name)
        #expect(number(region) == peer.number, name)
        #expect(region.site?.value == peer.site, name)
        if let finding = peer.finding { #expect(region.finding?.value == finding, name) }
        if let tracking = peer.tracking {
            #expect(region.origin == .structuredReport(tracking: DICOMUID(tracking)), name)
        }
        #expect((region.remark != nil) == (peer.remark ?? false), name)
        switch region.shape {
        case .mask(let mask):
            var text = [Character](repeating: "0", count: mask.rows * mask.columns)
            for run in mask.runs {
                for offset in 0..<run.length {
                    text[Int(run.row) * mask.columns + Int(run.column + offset)] = "1"
                }
            }
            #expect(String(text) == peer.mask, name)
        case .polygon(let corners):
            if let polygon = peer.polygon {
                #expect(corners == polygon, name)
            } else if let ellipse = peer.ellipse {
                compare(corners, ellipse: ellipse, name)
            } else {
                Issue.record(name)
            }
        case .point(let x, let y): #expect([x, y] == peer.point, name)
        }
    }

    /// 72 corners, each on the ellipse, at equal steps of its angle. Points are stored as FL, and the formula has few roundings.
    private static func compare(_ corners: [Double], ellipse: [Double], _ name: Comment) {
        #expect(corners.count == 144, name)
        let (major, minor) =
            ellipse.count == 6
            ? ((ellipse[2], ellipse[3]), (ellipse[4], ellipse[5])) : ((ellipse[2], 0), (0, ellipse[3]))
        // In the frame of its axes an ellipse is the unit circle.
        let unit = stride(from: 0, to: corners.count, by: 2).map { place in
            let (x, y) = (corners[place] - ellipse[0], corners[place + 1] - ellipse[1])
            return (
                (x * major.0 + y * major.1) / (major.0 * major.0 + major.1 * major.1),
                (x * minor.0 + y * minor.1) / (minor.0 * minor.0 + minor.1 * minor.1)
            )
        }
        for (index, point) in unit.enumerated() {
            let next = unit[(index + 1) % unit.count]
            #expect(abs(hypot(point.0, point.1) - 1) < 1e-6, name)
            // The cosine of the step between neighbours.
            #expect(abs(point.0 * next.0 + point.1 * next.1 - cos(2 * Double.pi / 72)) < 1e-6, name)
        }
    }

    private static func isRead(_ path: String) -> Bool {
        var isRead = false
        do throws(ImagingError) {
            let regions = try SourceRegions(path: path)
            isRead = !regions.regions.isEmpty
            for fault in regions.faults { #expect(!fault.isEmpty) }
        } catch {
            #expect(!error.explanation.isEmpty)
        }
        do throws(ImagingError) {
            _ = try ReportedMeasurements(path: path).measurements.map(\.stiffness)
        } catch {
            #expect(!error.explanation.isEmpty)
        }
        return isRead
    }
}
