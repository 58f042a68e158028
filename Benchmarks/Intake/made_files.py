"""Studies made from one of TestDICOM's images: what the intake benchmark sends and drops."""
import copy

import numpy
import pydicom
from pydicom.uid import generate_uid


def uid(*words):
    return generate_uid(entropy_srcs=[str(word) for word in words])


def stills(source, folder, count, per_study=50, name="still", side=None):
    """Writes `count` stills of `per_study` a study into `folder`; smaller ones where `side` is given. Returns the files."""
    data = pydicom.dcmread(source)
    if side:
        data.Rows = data.Columns = side
        data.PixelData = bytes(side * side * int(data.SamplesPerPixel))
        for keyword in ("SequenceOfUltrasoundRegions",):
            if keyword in data:
                del data[keyword]
    files = []
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        study = number // per_study
        data.StudyInstanceUID = uid(name, "study", study)
        data.SeriesInstanceUID = uid(name, "series", study)
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid(name, number)
        data.PatientID = f"BENCH{study}"
        data.AccessionNumber = f"{name[:4]}{study}"
        path = folder / f"{number:06d}.dcm"
        data.save_as(path, enforce_file_format=True)
        files.append(path)
    return files


def cine(source, path, megabytes):
    """Writes a native cine of more than `megabytes`, its noise seeded."""
    data = copy.deepcopy(pydicom.dcmread(source))
    frame = int(data.Rows) * int(data.Columns) * int(data.SamplesPerPixel)
    frames = megabytes * 1_000_000 // frame + 1
    noise = numpy.random.default_rng(1).integers(0, 255, frame * 16, dtype=numpy.uint8).tobytes()
    data.PixelData = (noise * (frames // 16 + 1))[: frames * frame + (frames * frame) % 2]
    data.NumberOfFrames = frames
    for keyword in ("FrameTimeVector",):
        if keyword in data:
            del data[keyword]
    data.StudyInstanceUID = uid("cine", "study")
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid("cine")
    path.parent.mkdir(parents=True, exist_ok=True)
    data.save_as(path, enforce_file_format=True)
    return path
