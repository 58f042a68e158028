internal import Foundation
internal import Identifiers
internal import Imaging
internal import PipelineFile
internal import TissueMetrics

/// What the pipeline's reference phantom shows in one ROI, or why that can't be told.
struct PhantomMeasurement: Sendable {
    let measurement: Result<ReferencePhantomAttenuation.Measurement, Fault>

    /// Why there is none.
    struct Fault: Error, Hashable {
        let reason: String
    }

    /// Measures the phantom's image where an ROI lies.
    ///
    /// - Parameters:
    ///   - phantom: the pipeline's.
    ///   - rule: the ROI, which must be given by its shape.
    ///   - pipeline: what is measured.
    init(_ phantom: ReferencePhantomRule, rule: RegionOfInterestRule, pipeline: PipelineFile) {
        do throws(Fault) {
            measurement = .success(try Self.measure(phantom, rule: rule, pipeline: pipeline))
        } catch {
            measurement = .failure(error)
        }
    }

    private static func measure(
        _ phantom: ReferencePhantomRule,
        rule: RegionOfInterestRule,
        pipeline: PipelineFile
    ) throws(Fault) -> ReferencePhantomAttenuation.Measurement {
        do {
            guard try ContentDigest(ofFile: URL(filePath: phantom.path)) == phantom.digest else {
                throw Fault(reason: "the reference phantom's file has changed since the pipeline was read")
            }
            let facts = try InstanceFacts(try DataSet(path: phantom.path))
            guard let image = facts.image, let pixels = image.pixels else {
                throw Fault(reason: "the reference phantom's file holds no image that can be read")
            }
            let (regions, _) = TissueRegion.regions(of: image, pixels: pixels, pipeline: pipeline)
            guard let region = regions.first(where: { $0.kind == rule.region }),
                let outline = try rule.shape.outline(in: region)
            else {
                throw Fault(reason: "the ROI can't be placed on the reference phantom's image")
            }
            let frame = try FrameSample(
                path: phantom.path,
                context: ImageContext(facts: facts, image: image, pixels: pixels, pipeline: pipeline)
            )
            try frame.survey([region])
            let sample = RegionSample(frame, region: try PlacedRegion(rule, in: region, outline: outline))
            sample.turn(to: sample.region)
            if let refusal = sample.quality.refusal { throw Fault(reason: "on the reference phantom: \(refusal)") }
            return sample.attenuationMeasurement(phantom)
        } catch let fault as Fault {
            throw fault
        } catch let fault as PlacementFault {
            throw Fault(reason: "on the reference phantom: \(fault.reason)")
        } catch let error as ImagingError {
            throw Fault(reason: "the reference phantom's file can't be read: \(error.explanation)")
        } catch {
            throw Fault(reason: "the reference phantom's file can't be read")
        }
    }
}

extension RegionSample {
    /// The ROI as the reference-phantom method takes it. What no attribute tells of the settings is what the pipeline's preset
    /// states of both images.
    func attenuationMeasurement(_ phantom: ReferencePhantomRule) -> ReferencePhantomAttenuation.Measurement {
        let equipment = context.facts.equipment
        var settings = AcquisitionSettings(
            transducer: [equipment.manufacturer, equipment.model, equipment.transducerData]
                .map { $0 ?? "" }.joined(separator: "|"),
            depthMillimetres: equipment.depthOfScanField,
            frequencyMegahertz: phantom.megahertz,
            focusMillimetres: 0,
            gain: 0,
            timeGain: phantom.preset
        )
        if settings.depthMillimetres == nil, let row = region.region.rowMillimetres {
            settings.depthMillimetres = row * Double(region.region.bounds.height)
        }
        if let kilohertz = region.region.declared?.transducerFrequency {
            settings.frequencyMegahertz = Double(kilohertz) / 1000
        }
        if let foci = equipment.focusDepths, foci.count == 1 { settings.focusMillimetres = foci[0] }
        var samples: Double?
        if let compression = compression.value {
            settings.dynamicRangeDecibels = compression.dynamicRangeDecibels
            samples = withPatch { SpeckleSize(underDepthTrend: $0, compression: compression) }.effectiveSamples.value
        }
        return ReferencePhantomAttenuation.Measurement(
            profile: depthProfile,
            scale: depthScale,
            effectiveSamples: samples,
            settings: settings
        )
    }

    /// The attenuation of the ROI by the pipeline's reference phantom.
    func referenceAttenuation(_ number: (ReferencePhantomAttenuation) -> Availability) -> Availability {
        guard let rule = context.pipeline.referencePhantom else {
            return .notAvailable("the pipeline names no image of a reference phantom")
        }
        guard let phantom = context.phantoms[region.rule.name] else {
            return .notAvailable("the ROI has no place on the reference phantom's image: it is drawn or automatic")
        }
        switch phantom.measurement {
        case .failure(let fault): return .notAvailable(fault.reason)
        case .success(let reference):
            if let known = envelope.attenuation { return number(known) }
            var limits = ReferencePhantomAttenuation.Limits()
            limits.leastPathCentimetres = context.rules.leastPathMillimetres / 10
            limits.mostPercentClipped = context.rules.envelopeClippedLimitPercent
            let attenuation = ReferencePhantomAttenuation(
                sample: attenuationMeasurement(rule),
                phantom: reference,
                certificate: .init(
                    decibelsPerCentimetre: rule.decibelsPerCentimetrePerMegahertz * rule.megahertz,
                    frequencyMegahertz: rule.megahertz
                ),
                limits: limits
            )
            envelope.attenuation = attenuation
            return number(attenuation)
        }
    }

    /// What the attenuation rests on and how far chance moves it, in words; nothing where there is none.
    var attenuationTrust: [String] {
        guard let rule = context.pipeline.referencePhantom,
            let error = referenceAttenuation({ $0.standardError }).value
        else { return [] }
        // A single focus that the image tells of was compared with the phantom's.
        let settings =
            context.facts.equipment.focusDepths?.count == 1 ? "gain and time gain" : "gain, time gain and focus"
        return [
            "\(settings) as stated by preset \(rule.preset), not verified; rows are taken as beams; the certificate is taken as linear "
                + "in frequency",
            "standard error \(Decimal.error(error)) dB/cm, \(Decimal.error(error / rule.megahertz)) dB/cm/MHz, from the "
                + "independent samples of both images\(ofWhichFrame)",
        ]
    }
}
