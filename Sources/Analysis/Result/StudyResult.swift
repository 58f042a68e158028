package import Identifiers
package import Imaging

/// What was measured in one revision of a study: the content of `result.json`. Everything that later stages need stands
/// here; nothing of it is looked up in pixels again. Documented in docs/result-json.md.
package struct StudyResult: Hashable, Codable, Sendable {
    /// The version of this schema.
    package static let schema = "org.sonoquant.result.v1"

    /// As written in the file.
    package var schema = StudyResult.schema
    /// Names the result: of the instances, the pipeline with its files, and the versions (law 2).
    package var digest: ContentDigest
    /// Which program measured.
    package var program: ProgramVersion
    /// Library name to version: dcmtk, libjpeg-turbo, openjpeg.
    package var decoders: [String: String]
    /// The pipeline file that said what to measure.
    package var pipeline: PipelineIdentity
    /// How the analysis ended, for the study as a whole.
    package var outcome: Outcome
    /// Patient and study, from the instances.
    package var study: StudyHeader
    /// In the order of SOP Instance UID, then digest.
    package var instances: [InstanceRecord]
    /// Contents that can't be read at all, in the order of digest.
    package var unreadable: [UnreadableContent]
    /// In the order of instance, then region, then ROI as the pipeline lists them.
    package var groups: [MeasurementGroup]

    package init(
        digest: ContentDigest,
        program: ProgramVersion,
        decoders: [String: String],
        pipeline: PipelineIdentity,
        outcome: Outcome,
        study: StudyHeader,
        instances: [InstanceRecord],
        unreadable: [UnreadableContent] = [],
        groups: [MeasurementGroup]
    ) {
        self.digest = digest
        self.program = program
        self.decoders = decoders
        self.pipeline = pipeline
        self.outcome = outcome
        self.study = study
        self.instances = instances
        self.unreadable = unreadable
        self.groups = groups
    }
}

extension StudyResult {
    /// How the analysis ended.
    package enum Outcome: Hashable, Sendable {
        /// There is at least one measurement group.
        case measured
        /// No instance could be measured; each reason once.
        case nothingToMeasure([String])
        /// Contents under one SOP Instance UID disagree: a person must pick. Each inner list is one UID's contents.
        case conflictingInstances([[ContentDigest]])
    }

    /// The program that made a result, as reports name it (PS3.16 TID 4019).
    package struct ProgramVersion: Hashable, Codable, Sendable {
        /// Algorithm Name (111001, DCM) in reports.
        package var name: String
        /// Algorithm Version (111003, DCM) in reports.
        package var version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// Which pipeline file was used, and with what content.
    package struct PipelineIdentity: Hashable, Codable, Sendable {
        /// As the file says.
        package var name: String
        /// As the file says.
        package var version: String
        /// Of the pipeline file and every file that it names.
        package var digest: ContentDigest

        /// The service that a signed report may support, for example 0689T; nil for none.
        package var service: String?

        package init(name: String, version: String, digest: ContentDigest, service: String? = nil) {
            self.service = service
            self.name = name
            self.version = version
            self.digest = digest
        }
    }

    /// A source attribute whose value is illegal in DICOM: it is left empty, not copied (UIDs excepted).
    package struct EmptiedAttribute: Hashable, Codable, Sendable {
        /// For example PatientBirthDate.
        package var keyword: String
        /// What is illegal about the value, without the value.
        package var reason: String

        package init(keyword: String, reason: String) {
            self.keyword = keyword
            self.reason = reason
        }
    }

    /// Patient and study as reports must repeat them: legal values, or nil.
    package struct StudyHeader: Hashable, Codable, Sendable {
        /// (0020,000D).
        package var studyInstanceUID: DICOMUID
        /// (0010,0020).
        package var patientID: String?
        /// (0010,0021).
        package var issuerOfPatientID: String?
        /// In DICOM's form, UTF-8.
        package var patientName: String?
        /// YYYYMMDD.
        package var patientBirthDate: String?
        /// M, F or O.
        package var patientSex: String?
        /// YYYYMMDD.
        package var studyDate: String?
        /// HHMMSS with an optional fraction.
        package var studyTime: String?
        /// (0020,0010).
        package var studyID: String?
        /// (0008,0050).
        package var accessionNumber: String?
        /// (0008,0090), in DICOM's form.
        package var referringPhysicianName: String?
        /// For example -0500.
        package var timezoneOffsetFromUTC: String?
        /// (0040,1001).
        package var requestedProcedureID: String?
        /// (0008,0070), of the scanner.
        package var manufacturer: String?
        /// (0008,1090), of the scanner.
        package var model: String?
        /// What else the source says of patient and study, with legal values; illegal ones are empty, absent ones are not here. Issuer
        /// and study description are among them, so that a report tells empty from absent.
        package var repeated: [RepeatedAttribute] = []
        /// What is nil or empty here though the source has a value, in the order of finding.
        package var emptied: [EmptiedAttribute]

        package init(studyInstanceUID: DICOMUID, emptied: [EmptiedAttribute] = []) {
            self.studyInstanceUID = studyInstanceUID
            self.emptied = emptied
        }
    }

    /// One instance that the analysis was given.
    package struct InstanceRecord: Hashable, Codable, Sendable {
        /// What the analysis did with an instance.
        package enum Disposition: Hashable, Sendable {
            /// At least one measurement group is of this instance.
            case measured
            /// Kept with the study, not an image that is measured.
            case supporting
            /// An image without anything that the pipeline measures; why.
            case notMeasured(String)
            /// The pixels can't be read; why.
            case undecodable(ImagingError)
            /// Another content of the same SOP Instance UID with equal pixels and attributes was taken.
            case duplicateContent
        }

        /// (0008,0018).
        package var sopInstanceUID: DICOMUID
        /// (0008,0016).
        package var sopClassUID: DICOMUID
        /// (0020,000E).
        package var seriesInstanceUID: DICOMUID
        /// Of the bytes as received.
        package var digest: ContentDigest
        /// (0002,0010), or what the bytes were read by where that is missing or plainly false.
        package var transferSyntaxUID: String
        /// (0028,0010), pixels; nil where the instance has no readable pixels.
        package var rows: Int?
        /// (0028,0011), pixels; nil as `rows`.
        package var columns: Int?
        /// (0028,0008); nil as `rows`.
        package var frames: Int?
        /// Whether it was measured, and if not, why.
        package var disposition: Disposition
        /// What the pipeline asks for and this image can't give, each with its reason: an ROI that can't be placed, a region
        /// that can't be used (law 6).
        package var omissions: [String]

        package init(
            sopInstanceUID: DICOMUID,
            sopClassUID: DICOMUID,
            seriesInstanceUID: DICOMUID,
            digest: ContentDigest,
            transferSyntaxUID: String,
            rows: Int?,
            columns: Int?,
            frames: Int?,
            disposition: Disposition,
            omissions: [String] = []
        ) {
            self.omissions = omissions
            self.sopInstanceUID = sopInstanceUID
            self.sopClassUID = sopClassUID
            self.seriesInstanceUID = seriesInstanceUID
            self.digest = digest
            self.transferSyntaxUID = transferSyntaxUID
            self.rows = rows
            self.columns = columns
            self.frames = frames
            self.disposition = disposition
        }
    }

    /// A content that the analysis was given and could not read. Intake quarantines such; one that reaches the analysis
    /// is counted here, not lost.
    package struct UnreadableContent: Hashable, Codable, Sendable {
        /// Of the bytes as received.
        package var digest: ContentDigest
        /// Why it can't be read.
        package var error: ImagingError

        package init(digest: ContentDigest, error: ImagingError) {
            self.digest = digest
            self.error = error
        }
    }

    /// A region of interest as it was used.
    package struct RegionOfInterest: Hashable, Codable, Sendable {
        /// The pipeline's name for it.
        package var name: String
        /// Where it comes from: "pipeline", "automatic", or the object of the study that draws it.
        package var source: String
        /// The ultrasound region's index in its sequence, from 0; nil where the image has none.
        package var regionIndex: Int?
        /// x0, y0, x1, y1, … in image coordinates of PS3.3 C.18.6: 0\0 is the outer corner of the first pixel. Not closed.
        package var outline: [Double]
        /// Pixels whose centre is inside, before exclusions.
        package var pixels: Int
        /// Why the place was chosen, where the program chose it, or what its source says of it.
        package var choice: String?

        package init(
            name: String,
            source: String,
            regionIndex: Int?,
            outline: [Double],
            pixels: Int,
            choice: String? = nil
        ) {
            self.choice = choice
            self.name = name
            self.source = source
            self.regionIndex = regionIndex
            self.outline = outline
            self.pixels = pixels
        }
    }

    /// The measurements of one ROI on one instance.
    package struct MeasurementGroup: Hashable, Codable, Sendable {
        /// Stable: of the study, the instance and the ROI's name and region.
        package var trackingUID: DICOMUID
        /// (0008,0018) of the instance that was measured.
        package var sopInstanceUID: DICOMUID
        /// (0008,0016) of that instance.
        package var sopClassUID: DICOMUID
        /// Frames that were measured, from 1; nil for an instance that is no multi-frame image.
        package var frames: [Int]?
        /// Where it was measured.
        package var roi: RegionOfInterest
        /// What the image or the pipeline says that is shown.
        package var anatomy: InstanceFacts.Code?
        /// One for each metric that the pipeline asks for, in its order.
        package var measurements: [Measurement]
        /// Metrics that were drawn pixel by pixel as well; nil for none.
        package var maps: [MapRecord]?
        /// The ROIs that the measurements compare, in the order of their roles; nil for a group of one ROI.
        package var compared: [RegionOfInterest]?

        package init(
            trackingUID: DICOMUID,
            sopInstanceUID: DICOMUID,
            sopClassUID: DICOMUID,
            frames: [Int]?,
            roi: RegionOfInterest,
            anatomy: InstanceFacts.Code?,
            measurements: [Measurement]
        ) {
            self.trackingUID = trackingUID
            self.sopInstanceUID = sopInstanceUID
            self.sopClassUID = sopClassUID
            self.frames = frames
            self.roi = roi
            self.anatomy = anatomy
            self.measurements = measurements
        }
    }

    /// A metric that was drawn pixel by pixel: pictures and DICOM objects of this name stand beside the result.
    package struct MapRecord: Hashable, Codable, Sendable {
        /// Of the files, without what follows the point.
        package var name: String
        /// The identifier in the metric catalogue.
        package var metric: String
        /// From 1.
        package var frame: Int
        /// The side of the window, pixels.
        package var windowPixels: Int

        package init(name: String, metric: String, frame: Int, windowPixels: Int) {
            self.name = name
            self.metric = metric
            self.frame = frame
            self.windowPixels = windowPixels
        }

        /// The name of a map.
        ///
        /// - Parameters:
        ///   - image: the place of the image among the measured ones, from 0.
        ///   - map: the place of the map among the image's, from 0.
        /// - Returns: without what follows the point.
        package static func name(image: Int, map: Int) -> String { "map-\(image + 1)-\(map + 1)" }
    }

    /// One metric's answer: a value, or why there is none (law 6).
    package struct Measurement: Hashable, Codable, Sendable {
        /// A number or a reason, never both.
        package enum Answer: Hashable, Sendable {
            /// A finite number. Over several frames: the median of the frames' values.
            case value(Double)
            /// Why the metric is not available.
            case notAvailable(String)
        }

        /// The identifier in the metric catalogue, for example `grey-mean`.
        package var metric: String
        /// Of the metric's definition; a changed number changes it.
        package var metricVersion: Int
        /// The value, or why there is none.
        package var answer: Answer
        /// UCUM.
        package var unit: String
        /// How it was computed, for a reader: the estimator and its parameters.
        package var method: String
        /// What holds for the value: "uncalibrated grey levels".
        package var conditions: [String]
        /// Quality flags, each with its number.
        package var flags: [String]
        /// Frames with a value, and the interquartile range of their values; nil for one frame.
        package var frameCount: Int?
        /// In `unit`; nil for one frame.
        package var interquartileRange: Double?

        package init(
            metric: String,
            metricVersion: Int,
            answer: Answer,
            unit: String,
            method: String,
            conditions: [String],
            flags: [String],
            frameCount: Int?,
            interquartileRange: Double?
        ) {
            self.metric = metric
            self.metricVersion = metricVersion
            self.answer = answer
            self.unit = unit
            self.method = method
            self.conditions = conditions
            self.flags = flags
            self.frameCount = frameCount
            self.interquartileRange = interquartileRange
        }
    }
}
