import Analysis
import Foundation
import Identifiers
import Imaging
import Reporting
import TestSupport
import Testing

@Suite("Our reports, read as those of another system")
struct OwnRegionsTests {
    @Test("every outline and number of a report is found again")
    func roundTrip() throws {
        let fixture = ReportFixture("regions", result: .made(images: 2, cineFrames: 5, groupsPerImage: 2))
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "report.dcm")
        try fixture.encoded().write(to: file)
        let read = try SourceRegions(path: file.path)
        #expect(read.faults.isEmpty)
        try #require(read.regions.count == fixture.result.groups.count)
        for (region, group) in zip(read.regions, fixture.result.groups) {
            #expect(region.imageUID == group.sopInstanceUID)
            #expect(region.frames == group.frames ?? [])
            #expect(region.shape == .polygon(group.roi.outline))
            #expect(region.site?.value == group.anatomy?.value)
            #expect(region.origin == .structuredReport(tracking: group.trackingUID))
        }
        // Beside them stand the numbers of rows and columns in the image library.
        let numbers = try ReportedMeasurements(path: file.path).measurements.filter { number in
            number.path.contains { $0.value == "126010" }
        }
        #expect(numbers.count == fixture.result.groups.reduce(0) { $0 + $1.measurements.count })
        #expect(numbers.allSatisfy { $0.stiffness == nil })
    }
}
