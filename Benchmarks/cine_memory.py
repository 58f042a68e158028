#!/usr/bin/env python3
"""cine_memory.py PROGRAM FILE: peak memory of `sonoquant analyse` for cines of 500 and 5,000 frames; one JSON line.

The frames are those of FILE, a JPEG cine, again and again; the cines are written into a temporary folder.
"""
import copy
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pydicom
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import generate_uid


def write(source, frames, path):
    data = copy.deepcopy(source)
    streams = list(generate_frames(source.PixelData, number_of_frames=int(source.NumberOfFrames)))
    data.PixelData = encapsulate(list(itertools.islice(itertools.cycle(streams), frames)), has_bot=False)
    data.NumberOfFrames = frames
    # Values that belong to the frames of the source alone.
    for keyword in ("FrameTimeVector", "ReferencedImageSequence"):
        if keyword in data:
            del data[keyword]
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[str(frames)])
    data.save_as(path, enforce_file_format=True)


def main(program, file):
    source = pydicom.dcmread(file)
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for frames in (500, 5000):
            study = folder / str(frames)
            study.mkdir()
            write(source, frames, study / "cine.dcm")
            start = time.perf_counter()
            command = [program, "analyse", "--study", str(study), "--output", str(folder / f"result-{frames}")]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                sys.exit(f"{frames} frames: sonoquant ended with {process.returncode}")
            seconds = time.perf_counter() - start
            document = json.loads((folder / f"result-{frames}" / "result.json").read_text())
            text = json.dumps(document)
            if '"measured"' not in text:
                sys.exit(f"{frames} frames: the cine was not measured: {text[:300]}")
            result[str(frames)] = {"mebibytes": usage.ru_maxrss / 1024, "seconds": seconds}
    print(json.dumps(result))


main(*sys.argv[1:])
