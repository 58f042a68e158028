import Reception
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite("Places of associations")
struct PlacesTests {
    @Test("beyond those served some wait in order, the rest is refused", .tags(.law8))
    func order() {
        var places = Places(served: 1, waiting: 2)
        #expect(places.enter() == .served)
        #expect(places.enter() == .waits(ticket: 1))
        #expect(places.enter() == .waits(ticket: 2))
        #expect(places.enter() == .refused)
        let early = places.takePlace(ticket: 1)
        #expect(!early)
        places.leave()
        places.giveUp(ticket: 2)
        // A newcomer doesn't pass those who wait.
        #expect(places.enter() == .waits(ticket: 3))
        let third = places.takePlace(ticket: 3)
        #expect(!third)
        let first = places.takePlace(ticket: 1)
        #expect(first)
        #expect(places.queued == 1 && places.open == 1)
    }

    @Test("a step's end announces the instances of the study that its beginning named")
    func performedStep() throws {
        var scheduled = DataElements()
        scheduled.set(Tag.studyInstanceUID, text: "1.2")
        var begin = DataElements()
        begin[Tag.scheduledStepAttributesSequence] = .items([scheduled])
        var image = DataElements()
        image.set(Tag.referencedSOPInstanceUID, text: "1.2.3")
        var series = DataElements()
        series[Tag.referencedImageSequence] = .items([image])
        var end = DataElements()
        end.set(Tag.performedStepStatus, text: "COMPLETED", padding: 32)
        end[Tag.performedSeriesSequence] = .items([series])
        var steps = PerformedSteps()
        #expect(steps.change(step: "9", end) == nil)
        let isBegun = steps.begin(step: "9", begin)
        #expect(isBegun)
        #expect(steps.change(step: "9", DataElements()) == [])
        let announced = try #require(steps.change(step: "9", end)?.first)
        #expect(announced.studyInstanceUID == "1.2" && announced.instances == ["1.2.3"])
        #expect(announced.source == "mpps 9")
    }
}
