#!/usr/bin/env python3
"""read_back.py SR - the measurement groups of a report as highdicom reads them, as JSON in the report's order."""
import json
import sys

from highdicom.sr import srread


def group(g):
    region = g.roi
    source = region.ContentSequence[0].ReferencedSOPSequence[0]
    frames = source.get("ReferencedFrameNumber", [])
    return {
        "tracking": str(g.tracking_uid),
        "site": g.finding_sites[0].value.value,
        "outline": [float(x) for x in region.GraphicData],
        "image": str(source.ReferencedSOPInstanceUID),
        "frames": [int(f) for f in (frames if hasattr(frames, "__iter__") else [frames])],
        "numbers": [{"concept": m.name.value, "value": float(m.value), "unit": m.unit.value} for m in g.get_measurements()],
    }


def main(path):
    report = srread(path)
    print(json.dumps([group(g) for g in report.content.get_planar_roi_measurement_groups()]))


if __name__ == "__main__":
    main(sys.argv[1])
