#!/usr/bin/env python3
"""frame_peer.py FILE PASSES: the same work as FrameBenchmark by pydicom with pylibjpeg, and by numpy; one JSON line."""
import json
import sys
import time

import numpy
import pydicom
from pydicom.pixels import get_decoder


def least(passes, frames, body):
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        for index in range(frames):
            body(index)
        best = min(best, time.perf_counter() - start)
    return best * 1000 / frames


def first_order(grey):
    counts = numpy.bincount(grey.ravel(), minlength=256)
    levels = numpy.arange(256)
    total = counts.sum()
    mean = (counts * levels).sum() / total
    moments = [(counts * (levels - mean) ** power).sum() / total for power in (2, 3, 4)]
    cumulated = numpy.cumsum(counts)
    for quantile in (0.1, 0.5, 0.9):
        numpy.searchsorted(cumulated, quantile * total)
    part = counts[counts > 0] / total
    entropy = -(part * numpy.log2(part)).sum()
    return mean, moments[0] ** 0.5, moments, entropy


def main(path, passes):
    data = pydicom.dcmread(path)
    decoder = get_decoder(data.file_meta.TransferSyntaxUID)
    frames = int(data.get("NumberOfFrames", 1))

    def decode(index, raw):
        return decoder.as_array(data, index=index, raw=raw)[0]

    stored = [decode(index, True) for index in range(frames)]
    # Y of YBR is the luma that sonoquant measures; other photometric interpretations are not compared.
    ybr = data.PhotometricInterpretation.startswith("YBR")
    grey = [numpy.ascontiguousarray(frame[..., 0] if frame.ndim == 3 else frame) for frame in stored] if ybr or stored[0].ndim == 2 else []
    result = {
        "decodeColour": least(passes, frames, lambda index: decode(index, False)),
        "decodeRaw": least(passes, frames, lambda index: decode(index, True)),
        "plainSum": least(passes, len(grey), lambda index: grey[index].sum()) if grey else None,
        "firstOrder": least(passes, len(grey), lambda index: first_order(grey[index])) if grey else None,
        "means": [first_order(frame)[0] for frame in grey],
        "deviations": [first_order(frame)[1] for frame in grey],
    }
    print(json.dumps(result))


main(sys.argv[1], int(sys.argv[2]))
