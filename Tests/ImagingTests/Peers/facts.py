"""Prints what pydicom reads of each file named in the arguments: one JSON line a file."""

import json
import math
import sys

import pydicom




def value(element):
    if element is None or element.value is None or element.value == "":
        return None
    if element.VR in ("IS", "US", "SS", "UL", "SL"):
        many = element.VM > 1
        return [int(v) for v in element.value] if many else int(element.value)
    if element.VR in ("DS", "FD", "FL"):
        numbers = [float(v) for v in element.value] if element.VM > 1 else [float(element.value)]
        if not all(math.isfinite(n) for n in numbers):
            return None
        return numbers if element.VM > 1 else numbers[0]
    return "\\".join(str(v) for v in element.value) if element.VM > 1 else str(element.value)


def facts(path):
    data = pydicom.dcmread(path, stop_before_pixels=True, force=True)

    def get(keyword):
        return value(data[keyword]) if keyword in data else None

    regions = [{e.keyword: value(e) for e in item} for item in data.get("SequenceOfUltrasoundRegions", [])]
    keywords = """SOPClassUID SOPInstanceUID StudyInstanceUID SeriesInstanceUID Modality Rows Columns NumberOfFrames
        SamplesPerPixel PhotometricInterpretation BitsAllocated BitsStored HighBit FrameTime HeartRate PatientID
        PatientName StudyDate AccessionNumber Manufacturer ManufacturerModelName ReferringPhysicianName StudyDescription
        SeriesNumber InstanceNumber""".split()
    return {"values": {k: v for k in keywords if (v := get(k)) is not None}, "regions": regions}


for path in sys.argv[1:]:
    print(json.dumps({"path": path, **facts(path)}))
