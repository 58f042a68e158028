"""Makes segmentations, presentation states and reports with highdicom and pydicom, in the folder named by the argument, and
prints as JSON what regions and numbers stand in each."""

import json
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
from highdicom.sr.coding import CodedConcept
from pydicom import Dataset, uid
from pydicom.dataset import FileMetaDataset
from pydicom.sr.codedict import codes

FOLDER = Path(sys.argv[1])
ROWS, COLUMNS, FRAMES = 13, 11, 3
RANDOM = np.random.default_rng(20261123)
STILL, CINE = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"
DEVICE = dict(manufacturer="Peer", manufacturer_model_name="Peer", software_versions="1", device_serial_number="1")


def code(value, scheme, meaning):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def image(number, frames=None):
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    data.SOPClassUID, data.SOPInstanceUID = (CINE if frames else STILL), f"1.2.3.100.{number}"
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.3.1", "1.2.3.2"
    data.PatientID, data.PatientName, data.PatientBirthDate, data.PatientSex = "P1", "A^B", "", ""
    data.StudyDate, data.StudyTime, data.StudyID, data.AccessionNumber = "20261120", "101500", "1", ""
    data.ReferringPhysicianName, data.Modality, data.SeriesNumber, data.InstanceNumber = "", "US", 1, number
    data.Rows, data.Columns, data.SamplesPerPixel, data.PhotometricInterpretation = ROWS, COLUMNS, 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 8, 8, 7, 0
    if frames:
        data.NumberOfFrames = frames
    data.PixelData = bytes(ROWS * COLUMNS * (frames or 1)) + (b"\0" if ROWS * COLUMNS * (frames or 1) % 2 else b"")
    return data


def placed(data):
    """highdicom segments several frames only where they lie somewhere in the patient."""
    data.FrameOfReferenceUID, data.PositionReferenceIndicator = "1.2.3.9", ""
    shared, measures, plane = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness, measures.SpacingBetweenSlices = [0.1, 0.1], 1, 1
    plane.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [plane]
    data.SharedFunctionalGroupsSequence, data.PerFrameFunctionalGroupsSequence = [shared], []
    for frame in range(FRAMES):
        groups, position = Dataset(), Dataset()
        position.ImagePositionPatient = [0, 0, frame]
        groups.PlanePositionSequence = [position]
        data.PerFrameFunctionalGroupsSequence.append(groups)
    return data


# --- segmentations


def segment(number, label, type_code, site=None):
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=label,
        segmented_property_category=codes.SCT.Tissue,
        segmented_property_type=type_code,
        algorithm_type="MANUAL",
        anatomic_regions=[site] if site else None,
    )


def mask_text(mask):
    return "".join("1" if v else "0" for v in np.asarray(mask).ravel())


def segmentation(name, sources, pixels, kind, segments, expected, syntax=uid.ExplicitVRLittleEndian, **more):
    made = hd.seg.Segmentation(
        source_images=sources,
        pixel_array=pixels,
        segmentation_type=kind,
        segment_descriptions=segments,
        series_instance_uid="1.2.3.3",
        series_number=9,
        sop_instance_uid=f"1.2.3.200.{len(OBJECTS)}",
        instance_number=1,
        omit_empty_frames=True,
        transfer_syntax_uid=syntax,
        **DEVICE,
        **more,
    )
    save(name, made, expected)


OBJECTS = []


def save(name, data, regions, faults=0, numbers=None):
    data.save_as(FOLDER / name, enforce_file_format=True)
    OBJECTS.append(
        {
            "file": name,
            "uid": str(data.SOPInstanceUID),
            "regions": regions,
            "faults": faults,
            "numbers": numbers or [],
        }
    )


def region(image_uid, label, frames=(), **shape):
    return {"image": image_uid, "label": label, "frames": list(frames), **shape}


LIVER = code("10200004", "SCT", "Liver")
KIDNEY = code("64033007", "SCT", "Kidney")
still, other, cine = image(1), image(2), placed(image(3, FRAMES))

masks = RANDOM.random((FRAMES, ROWS, COLUMNS, 2)) < 0.4
masks[1, :, :, 1] = False
SEGMENTS = [segment(1, "Liver ROI", codes.SCT.Liver, codes.SCT.Abdomen), segment(2, "Kidney ROI", codes.SCT.Kidney)]


def frames_of(stack):
    """By segment, then frame, as highdicom orders them; empty frames are left out."""
    found = []
    for number, label, site in ((0, "Liver ROI", codes.SCT.Abdomen.value), (1, "Kidney ROI", None)):
        for frame in range(FRAMES):
            mask = stack[frame, :, :, number]
            if mask.any():
                found.append((number, label, site, frame, mask))
    return found


def seg_regions(stack, uids, in_frames):
    return [
        region(
            uids[frame],
            label,
            [frame + 1] if in_frames else [],
            mask=mask_text(mask),
            number=number + 1,
            site=site,
            finding="10200004" if number == 0 else "64033007",
        )
        for number, label, site, frame, mask in frames_of(stack)
    ]


cine_uids = [str(cine.SOPInstanceUID)] * FRAMES
segmentation("seg-binary.dcm", [cine], masks, "BINARY", SEGMENTS, seg_regions(masks, cine_uids, True))

fractions = RANDOM.random((FRAMES, ROWS, COLUMNS, 2))
fractions[RANDOM.random(fractions.shape) < 0.3] = 0
halves = np.round(fractions * 200) / 200
for name, syntax in (("seg-fractional.dcm", uid.ExplicitVRLittleEndian), ("seg-fractional-rle.dcm", uid.RLELossless)):
    segmentation(
        name,
        [cine],
        halves,
        "FRACTIONAL",
        SEGMENTS,
        seg_regions(np.round(halves * 200) >= 100, cine_uids, True),
        syntax=syntax,
        max_fractional_value=200,
    )

labels = np.where(masks[..., 0], 1, np.where(masks[..., 1], 2, 0)).astype(np.uint8)
exclusive = np.stack([labels == 1, labels == 2], axis=-1)
by_frame = sorted(seg_regions(exclusive, cine_uids, True), key=lambda r: (r["frames"], r["number"]))
segmentation("seg-labelmap.dcm", [cine], labels, "LABELMAP", SEGMENTS, by_frame)

one = masks[:1, :, :, :1]
segmentation(
    "seg-still.dcm",
    [still],
    one,
    "BINARY",
    SEGMENTS[:1],
    [
        region(
            str(still.SOPInstanceUID),
            "Liver ROI",
            mask=mask_text(one),
            number=1,
            site=codes.SCT.Abdomen.value,
            finding="10200004",
        )
    ],
)


# --- presentation states


def graphic(kind, points, units="PIXEL"):
    item = Dataset()
    item.GraphicAnnotationUnits, item.GraphicDimensions = units, 2
    item.NumberOfGraphicPoints, item.GraphicData = len(points), [c for p in points for c in p]
    item.GraphicType, item.GraphicFilled = kind, "N"
    return item


def text(words, anchor=None):
    item = Dataset()
    item.UnformattedTextValue = words
    if anchor:
        item.AnchorPointAnnotationUnits, item.AnchorPoint, item.AnchorPointVisibility = "PIXEL", anchor, "N"
    else:
        item.BoundingBoxAnnotationUnits = "DISPLAY"
        item.BoundingBoxTopLeftHandCorner, item.BoundingBoxBottomRightHandCorner = [0.1, 0.1], [0.5, 0.2]
        item.BoundingBoxTextHorizontalJustification = "LEFT"
    return item


def reference(source, frames=None):
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = source.SOPClassUID, source.SOPInstanceUID
    if frames:
        item.ReferencedFrameNumber = frames
    return item


def annotation(layer, graphics, texts=(), references=()):
    item = Dataset()
    item.GraphicLayer = layer
    item.GraphicObjectSequence = list(graphics)
    if texts:
        item.TextObjectSequence = list(texts)
    if references:
        item.ReferencedImageSequence = list(references)
    return item


def presentation(name, annotations, expected, faults=0, first=(1, 1), last=(COLUMNS, ROWS), rotation=None):
    data = image(10 + len(OBJECTS))
    for keyword in ("Rows", "Columns", "PixelData", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
        del data[keyword]
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.11.1"
    data.Modality, data.SeriesInstanceUID = "PR", "1.2.3.4"
    series = Dataset()
    series.SeriesInstanceUID = still.SeriesInstanceUID
    series.ReferencedImageSequence = [reference(still), reference(other)]
    data.ReferencedSeriesSequence = [series]
    data.GraphicAnnotationSequence = annotations
    area = Dataset()
    area.DisplayedAreaTopLeftHandCorner, area.DisplayedAreaBottomRightHandCorner = list(first), list(last)
    area.PresentationSizeMode = "SCALE TO FIT"
    data.DisplayedAreaSelectionSequence = [area]
    if rotation is not None:
        data.ImageRotation, data.ImageHorizontalFlip = rotation, "N"
    save(name, data, expected, faults)


TRIANGLE = [(1, 1), (8.5, 2), (3, 9.25), (1, 1)]
FLAT = [c for p in TRIANGLE[:-1] for c in p]
STILL_UID, OTHER_UID, CINE_UID = (str(i.SOPInstanceUID) for i in (still, other, cine))
presentation(
    "gsps-shapes.dcm",
    [
        annotation("LIVER", [graphic("POLYLINE", TRIANGLE)], [text("ROI one")], [reference(still)]),
        annotation(
            "BOTH",
            [
                graphic("CIRCLE", [(5, 6), (5, 8.5)]),
                graphic("ELLIPSE", [(1, 4), (9, 4), (5, 3), (5, 5)]),
                graphic("POLYLINE", [(0, 0), (5, 5)]),
                graphic("INTERPOLATED", TRIANGLE),
            ],
        ),
        annotation("CINE", [graphic("POLYLINE", TRIANGLE)], references=[reference(cine, [2, 3])]),
        annotation(
            "TWO",
            [graphic("CIRCLE", [(2, 2), (3, 2)]), graphic("CIRCLE", [(9, 10), (10, 10)])],
            [text("far", [9.0, 12.0]), text("near", [2.0, 4.0])],
            [reference(other)],
        ),
    ],
    [
        region(STILL_UID, "ROI one", polygon=FLAT),
        region(STILL_UID, "BOTH", ellipse=[5, 6, 2.5, 2.5]),
        region(OTHER_UID, "BOTH", ellipse=[5, 6, 2.5, 2.5]),
        region(STILL_UID, "BOTH", ellipse=[5, 4, 4, 1]),
        region(OTHER_UID, "BOTH", ellipse=[5, 4, 4, 1]),
        region(STILL_UID, "BOTH", polygon=FLAT, remark=True),
        region(OTHER_UID, "BOTH", polygon=FLAT, remark=True),
        region(CINE_UID, "CINE", [2, 3], polygon=FLAT),
        region(OTHER_UID, "near", ellipse=[2, 2, 1, 1]),
        region(OTHER_UID, "far", ellipse=[9, 10, 1, 1]),
    ],
    faults=1,
)
FRACTIONS = [(0.25, 0.5), (0.75, 0.5), (0.5, 1.0), (0.25, 0.5)]
# The area of pixels 3 to 10 by 5 to 12 is 2 to 10 by 4 to 12 in coordinates.
presentation(
    "gsps-display.dcm",
    [annotation("D", [graphic("POLYLINE", FRACTIONS, "DISPLAY")], references=[reference(still)])],
    [region(STILL_UID, "D", polygon=[4, 8, 8, 8, 6, 12])],
    first=(3, 5),
    last=(10, 12),
)
presentation(
    "gsps-turned.dcm",
    [
        annotation("D", [graphic("POLYLINE", FRACTIONS, "DISPLAY")], references=[reference(still)]),
        annotation("P", [graphic("POLYLINE", TRIANGLE)], references=[reference(still)]),
    ],
    [region(STILL_UID, "P", polygon=FLAT)],
    faults=1,
    rotation=90,
)

NAN = float("nan")
presentation(
    "gsps-faults.dcm",
    [
        annotation(
            "BAD",
            [
                graphic("POLYLINE", [(1, 1), (5, 5), (1, 1)]),
                graphic("CIRCLE", [(5, 5), (6, 6), (7, 7)]),
                graphic("CIRCLE", [(5, 5), (5, 5)]),
                graphic("ELLIPSE", [(1, 4), (9, 4), (5, 3)]),
                graphic("ELLIPSE", [(1, 4), (9, 4), (1, 2), (1, 6)]),
                graphic("ELLIPSE", [(1, 4), (9, 4), (2, 1), (8, 7)]),
                graphic("ELLIPSE", [(1, 4), (1, 4), (1, 4), (1, 4)]),
                graphic("POINT", [(1, 1), (2, 2)]),
                graphic("MULTIPOINT", [(1, 1), (2, 2)]),
                graphic("RECTANGLE", [(1, 1), (2, 2)]),
                graphic("POLYLINE", [(1, 1), (NAN, 5), (5, 5), (1, 1)]),
                graphic("POLYLINE", [(1, 1), (1e30, 5), (5, 5), (1, 1)]),
                graphic("POLYLINE", TRIANGLE, "MATRIX"),
                graphic("ELLIPSE", [(2, 3), (6, 6), (2.5, 6.5), (5.5, 2.5)]),
                graphic("POINT", [(2, 3)]),
            ],
            references=[reference(still)],
        ),
    ],
    [
        region(STILL_UID, "BAD", ellipse=[4, 4.5, 2, 1.5, 1.5, -2]),
        region(STILL_UID, "BAD", point=[2, 3]),
    ],
    faults=13,
)


# --- reports


def roi(kind, points, source, frames, label, tracking, site, measurements=()):
    return hd.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=hd.sr.TrackingIdentifier(uid=tracking, identifier=label),
        referenced_region=hd.sr.ImageRegion(
            graphic_type=kind,
            graphic_data=np.array(points, dtype=float),
            source_image=hd.sr.SourceImageForRegion(source.SOPClassUID, source.SOPInstanceUID, frames),
        ),
        finding_type=codes.SCT.Mass,
        finding_sites=[hd.sr.FindingSite(anatomic_location=site)],
        measurements=list(measurements),
    )


KPA = CodedConcept("kPa", "UCUM", "kPa")
elasticity = hd.sr.Measurement(
    name=CodedConcept("110830", "DCM", "Elasticity"),
    value=5.25,
    unit=KPA,
    derivation=codes.SCT.Median,
)
spread = hd.sr.Measurement(
    name=CodedConcept("110830", "DCM", "Elasticity"),
    value=1.5,
    unit=KPA,
    derivation=codes.SCT.StandardDeviation,
)
GT = hd.sr.GraphicTypeValues
observer = hd.sr.DeviceObserverIdentifyingAttributes(uid="1.2.3.77")
report = hd.sr.MeasurementReport(
    observation_context=hd.sr.ObservationContext(
        observer_device_context=hd.sr.ObserverContext(codes.DCM.Device, observer)
    ),
    procedure_reported=CodedConcept("45036003", "SCT", "Ultrasonography procedure"),
    imaging_measurements=[
        roi(GT.POLYLINE, TRIANGLE, still, None, "lesion A", "1.2.3.301", codes.SCT.Liver, [elasticity, spread]),
        roi(GT.CIRCLE, [(5, 6), (8, 10)], cine, [1, 3], "lesion B", "1.2.3.302", codes.SCT.Kidney),
        roi(GT.ELLIPSE, [(1, 4), (9, 4), (5, 3), (5, 5)], other, None, "lesion C", "1.2.3.303", codes.SCT.Liver),
        roi(GT.POINT, [(2.5, 3.5)], still, None, "seed", "1.2.3.304", codes.SCT.Liver),
    ],
)
NUMBER = {"concept": "110830", "unit": "kPa", "site": "10200004", "label": "lesion A", "tracking": "1.2.3.301"}
save(
    "sr-1500.dcm",
    hd.sr.ComprehensiveSR(
        evidence=[still, other, cine],
        content=report[0],
        series_instance_uid="1.2.3.5",
        series_number=10,
        sop_instance_uid="1.2.3.300",
        instance_number=1,
        manufacturer="Peer",
        is_complete=True,
    ),
    [
        region(STILL_UID, "lesion A", polygon=FLAT, site="10200004", tracking="1.2.3.301"),
        region(CINE_UID, "lesion B", [1, 3], ellipse=[5, 6, 5, 5], site="64033007", tracking="1.2.3.302"),
        region(OTHER_UID, "lesion C", ellipse=[5, 4, 4, 1], site="10200004", tracking="1.2.3.303"),
        region(STILL_UID, "seed", point=[2.5, 3.5], site="10200004", tracking="1.2.3.304"),
    ],
    numbers=[
        {**NUMBER, "value": 5.25, "derivation": "373099004", "stiffness": ["elasticity", 5.25]},
        {**NUMBER, "value": 1.5, "derivation": "386136009"},
    ],
)


def item(relationship, kind, name=None, children=(), **values):
    made = Dataset()
    made.RelationshipType, made.ValueType = relationship, kind
    if name is not None:
        made.ConceptNameCodeSequence = [name]
    for keyword, value in values.items():
        setattr(made, keyword, value)
    if children:
        made.ContentSequence = list(children)
    return made


def number(name, value, unit, children=(), floating=None):
    measured = Dataset()
    if value is not None:
        measured.NumericValue = value
    if floating is not None:
        measured.FloatingPointValue = floating
    measured.MeasurementUnitsCodeSequence = [unit]
    return item("CONTAINS", "NUM", name, children, MeasuredValueSequence=[measured] if value is not None else [])


def image_item(source, relationship="SELECTED FROM", frames=None):
    return item(relationship, "IMAGE", ReferencedSOPSequence=[reference(source, frames)])


def scoord(kind, points, children):
    made = item("INFERRED FROM", "SCOORD", children=children)
    made.GraphicType, made.GraphicData = kind, [c for p in points for c in p]
    return made


def by_reference(place):
    made = Dataset()
    made.RelationshipType, made.ReferencedContentItemIdentifier = "SELECTED FROM", place
    return made


SPEED, CMS = CodedConcept("m/s", "UCUM", "m/s"), CodedConcept("cm/s", "UCUM", "cm/s")
SITE = item("HAS CONCEPT MOD", "CODE", code("G-C0E3", "SRT", "Finding Site"), ConceptCodeSequence=[code("T-62000", "SRT", "Liver")])
no_value = number(code("110830", "DCM", "Elasticity"), None, KPA)
no_value.NumericValueQualifierCodeSequence = [code("114006", "DCM", "Measurement failure")]
group = item(
    "CONTAINS",
    "CONTAINER",
    code("SWE-1", "99VENDOR", "Elastography liver"),
    [
        SITE,
        number(code("130611", "DCM", "Shear Wave Speed"), "145.5", CMS, [image_item(still, "INFERRED FROM")]),
        number(code("V1", "99VENDOR", "Velocity"), "1.75", SPEED),
        number(code("V2", "99VENDOR", "Shear modulus"), "2500", CodedConcept("Pa", "UCUM", "Pa")),
        number(code("V3", "99VENDOR", "IQR"), "1.1", KPA),
        number(code("130615", "DCM", "Interquartile Range to Median Ratio of population"), "0.2", code("1", "UCUM", "no units")),
        no_value,
        number(code("D1", "99VENDOR", "Depth"), "3.5", code("cm", "UCUM", "cm"), [scoord("POLYLINE", TRIANGLE, [by_reference([1, 1])])]),
    ],
    ContinuityOfContent="SEPARATE",
)
doppler = item(
    "CONTAINS",
    "CONTAINER",
    code("121070", "DCM", "Findings"),
    [
        number(code("11726-7", "LN", "Peak Systolic Velocity"), "85.25", CMS),
        number(code("P1", "99VENDOR", "Aortic stiffness, pulse wave velocity"), "7.5", SPEED),
        number(code("P2", "99VENDOR", "Systolic Blood Pressure"), "16", KPA),
        number(code("P3", "99VENDOR", "Stiffness"), "6.5", KPA, floating=6.515625),
        number(code("110830", "DCM", "Elasticity"), "0", KPA),
        number(code("110830", "DCM", "Elasticity"), "9", code("%", "UCUM", "percent")),
    ],
    ContinuityOfContent="SEPARATE",
)
vendor = image(40)
for keyword in ("Rows", "Columns", "PixelData", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
    del vendor[keyword]
vendor.SOPClassUID, vendor.Modality, vendor.SeriesInstanceUID = "1.2.840.10008.5.1.4.1.1.88.33", "SR", "1.2.3.6"
vendor.ValueType, vendor.ContinuityOfContent = "CONTAINER", "SEPARATE"
vendor.ConceptNameCodeSequence = [code("125000", "DCM", "OB-GYN Ultrasound Procedure Report")]
vendor.ContentSequence = [image_item(still, "CONTAINS"), group, doppler]
IN = {"site": "T-62000"}
save(
    "sr-vendor.dcm",
    vendor,
    [region(STILL_UID, "Depth", polygon=FLAT, site="T-62000")],
    numbers=[
        {**IN, "concept": "130611", "value": 145.5, "unit": "cm/s", "stiffness": ["shearWaveSpeed", 1.455], "images": [STILL_UID]},
        {**IN, "concept": "V1", "value": 1.75, "unit": "m/s", "stiffness": ["shearWaveSpeed", 1.75]},
        {**IN, "concept": "V2", "value": 2500, "unit": "Pa", "stiffness": ["shearModulus", 2.5]},
        {**IN, "concept": "V3", "value": 1.1, "unit": "kPa"},
        {**IN, "concept": "130615", "value": 0.2, "unit": "1"},
        {**IN, "concept": "110830", "qualifier": "114006"},
        {**IN, "concept": "D1", "value": 3.5, "unit": "cm", "images": [STILL_UID]},
        {"concept": "11726-7", "value": 85.25, "unit": "cm/s"},
        {"concept": "P1", "value": 7.5, "unit": "m/s"},
        {"concept": "P2", "value": 16, "unit": "kPa"},
        {"concept": "P3", "value": 6.515625, "unit": "kPa", "stiffness": ["elasticity", 6.515625]},
        {"concept": "110830", "value": 0, "unit": "kPa"},
        {"concept": "110830", "value": 9, "unit": "%"},
    ],
)
print(json.dumps(OBJECTS))
