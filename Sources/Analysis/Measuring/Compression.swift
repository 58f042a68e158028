internal import PipelineFile
internal import TissueMetrics

/// How grey levels stand for the envelope, or why that is not known.
enum Compression: Sendable {
    case known(LogCompression, DynamicRange)
    case unknown(String)

    init(_ choice: DynamicRange.Choice, topLevel: Int) {
        switch choice {
        case .known(let range):
            self = .known(LogCompression(dynamicRangeDecibels: range.decibels, topLevel: topLevel), range)
        case .unknown(let reason): self = .unknown(reason)
        }
    }

    /// Nil where it is not known.
    var value: LogCompression? {
        switch self {
        case .known(let compression, _): compression
        case .unknown: nil
        }
    }

    /// What holds beside a number that rests on it.
    var condition: String? {
        guard case .known(let compression, let range) = self else { return nil }
        let who =
            switch range.source {
            case .given: "as the pipeline gives it"
            case .stated: "as the image states it"
            case .estimated(let region): "estimated from the speckle of \(region)"
            }
        return "dynamic range \(Decimal.text(compression.dynamicRangeDecibels)) dB, \(who); assumed linear map"
    }
}

extension SpeckleConditions {
    /// As the pipeline's rules have them.
    init(_ rules: MeasuringRules) {
        self.init()
        mostClippedFraction = rules.envelopeClippedLimitPercent / 100
        leastSamplesForSNR = rules.leastSamplesSNR
        leastSamplesForNakagamiLikelihood = rules.leastSamplesNakagami
        leastSamplesForNakagamiMoment = rules.leastSamplesNakagamiMoment
        leastSamplesForK = rules.leastSamplesHomodynedK
        leastSamplesForHomodynedK = rules.leastSamplesHomodynedK
    }
}
