"""Judges our frames by two decoders that are not ours.

    frames.py --describe FILE... FOLDER
    frames.py FILE... FOLDER

The first writes how each file describes its pixels to FOLDER/index.json. The second reads our samples, all frames of file N one after
the other, from FOLDER/N-luma.raw and FOLDER/N-colour.raw, and writes to the index how many lie outside what each peer allows.

pydicom (native and its RLE decoder), with pylibjpeg's plug-ins (Richter's libjpeg, OpenJPEG for lossless JPEG 2000), and DCMTK's programs
(dcmdjpeg, dcmdjpls, dcmdrle), read as native pixels by pydicom.

Colours are compared after the full-range equations of PS3.3 C.7.6.3.1.2, written here in floating point from the peers' stored YBR.

Tolerances (see `bounds`):
- Lossless and native: stored samples exactly. YBR to RGB: 1, since fixed point and floating point may round a tie apart.
- Lossy JPEG: ITU-T T.83 lets the inverse cosine transform be 1 from the exact one, so two decoders agree within 2 of each stored sample.
  Red = Y + 1.402 (Cr-128) is monotone in both, and so are green and blue; the bounds are those of the four corners.
- Subsampled chroma: a decoder may repeat a chroma sample or interpolate it. Each is a weighted mean of the stored samples
  around the pixel, so ours lies between the peer's least and largest chroma within the reach of a chroma sample (two pixels).
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pydicom
from pydicom.pixels import get_decoder

ARGUMENTS = [argument for argument in sys.argv[1:] if argument != "--describe"]
DESCRIBE = "--describe" in sys.argv
FOLDER = pathlib.Path(ARGUMENTS[-1])
LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}
JPEG2000 = {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"}
DCMTK = {
    "1.2.840.10008.1.2.4.50": ["dcmdjpeg", "+cn", "+px"], "1.2.840.10008.1.2.4.51": ["dcmdjpeg", "+cn", "+px"],
    "1.2.840.10008.1.2.4.57": ["dcmdjpeg", "+cn", "+px"], "1.2.840.10008.1.2.4.70": ["dcmdjpeg", "+cn", "+px"],
    "1.2.840.10008.1.2.4.80": ["dcmdjpls"], "1.2.840.10008.1.2.4.81": ["dcmdjpls"], "1.2.840.10008.1.2.5": ["dcmdrle"],
}


def stream_is_ycbcr(dataset, syntax):
    """Whether three components are YBR: the stream's own JFIF or Adobe marker, else what the data set says."""
    if syntax in LOSSY:
        head = next(pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=int(dataset.get("NumberOfFrames") or 1)))[:4096]
        if b"JFIF\x00" in head[:64]:
            return True
        adobe = head.find(b"Adobe")
        if 0 <= adobe < 1024:
            return head[adobe + 11] != 0
    return dataset.PhotometricInterpretation in ("YBR_FULL", "YBR_FULL_422")


def stored(dataset, syntax):
    """All frames as stored: (frames, rows, columns, samples), without conversion of colour."""
    decoder = get_decoder(syntax)
    frames = []
    for index in range(int(dataset.get("NumberOfFrames") or 1)):
        array, properties = decoder.as_array(dataset, index=index, raw=True)
        frames.append(array.reshape(array.shape[0], array.shape[1], -1))
    return np.stack(frames)


def palette(dataset):
    """The three palette channels as 8 bits for stored values 0 to 255."""
    channels = []
    for name in ("Red", "Green", "Blue"):
        entries, first, bits = (int(value) for value in dataset[name + "PaletteColorLookupTableDescriptor"].value)
        words = np.frombuffer(dataset[name + "PaletteColorLookupTableData"].value, ">u2" if not dataset.is_little_endian else "<u2")
        assert bits == 16 and len(words) == (entries or 65536)
        channels.append((words[np.clip(np.arange(256) - first, 0, len(words) - 1)] >> 8).astype(np.int64))
    return np.stack(channels, axis=1)


def reach(plane, lossy):
    """The least and largest value around each pixel."""
    if not lossy:
        return plane, plane
    low = high = plane
    for axis in (1, 2):
        padded = np.pad(low, [(2, 2) if a == axis else (0, 0) for a in range(3)], mode="edge")
        low = np.min([np.take(padded, range(k, k + plane.shape[axis]), axis=axis) for k in range(5)], axis=0)
        padded = np.pad(high, [(2, 2) if a == axis else (0, 0) for a in range(3)], mode="edge")
        high = np.max([np.take(padded, range(k, k + plane.shape[axis]), axis=axis) for k in range(5)], axis=0)
    return low, high


def rgb_bounds(samples, lossy):
    error = 2 if lossy else 0
    y, (cb_low, cb_high), (cr_low, cr_high) = samples[..., 0], reach(samples[..., 1], lossy), reach(samples[..., 2], lossy)
    clip = lambda value: np.clip(value, 0, 255)
    y_low, y_high = clip(y - error), clip(y + error)
    cb_low, cb_high, cr_low, cr_high = clip(cb_low - error), clip(cb_high + error), clip(cr_low - error), clip(cr_high + error)
    low = np.stack([y_low + 1.402 * (cr_low - 128), y_low - 0.344136 * (cb_high - 128) - 0.714136 * (cr_high - 128),
                    y_low + 1.772 * (cb_low - 128)], axis=-1)
    high = np.stack([y_high + 1.402 * (cr_high - 128), y_high - 0.344136 * (cb_low - 128) - 0.714136 * (cr_low - 128),
                     y_high + 1.772 * (cb_high - 128)], axis=-1)
    return clip(np.round(low) - 1), clip(np.round(high) + 1)


def luma(rgb):
    return (77 * rgb[..., 0] + 150 * rgb[..., 1] + 29 * rgb[..., 2] + 128) >> 8


def bounds(dataset, syntax, samples, ycbcr):
    """(luma low, luma high, colour low, colour high) of all frames."""
    lossy = syntax in LOSSY
    samples = samples.astype(np.int64)
    error = 2 if lossy else 0
    largest = (1 << dataset.BitsStored) - 1
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        rgb = palette(dataset)[samples[..., 0]]
        return luma(rgb), luma(rgb), rgb, rgb
    if samples.shape[-1] == 1:
        grey = samples[..., 0]
        if dataset.PhotometricInterpretation == "MONOCHROME1":
            grey = largest - grey
        low, high = np.clip(grey - error, 0, largest), np.clip(grey + error, 0, largest)
        return low, high, low, high
    if ycbcr:
        y = samples[..., 0]
        return (np.clip(y - error, 0, 255), np.clip(y + error, 0, 255), *rgb_bounds(samples, lossy))
    low, high = np.clip(samples - error, 0, 255), np.clip(samples + error, 0, 255)
    return luma(low), luma(high), low, high


def judge(dataset, syntax, samples, ycbcr, ours):
    """How many of our samples lie outside the bounds, by channels; all of them where the amount differs."""
    read = {channels: np.fromfile(f"{ours}-{channels}.raw", "<u2" if dataset.BitsStored > 8 else "u1") for channels in ("luma", "colour")}
    outside = {"luma": 0, "colour": 0}
    for frame in range(len(samples)):
        luma_low, luma_high, colour_low, colour_high = bounds(dataset, syntax, samples[frame:frame + 1], ycbcr)
        for channels, low, high in (("luma", luma_low, luma_high), ("colour", colour_low, colour_high)):
            array = read[channels]
            if array.size != low.size * len(samples):
                outside[channels] += int(low.size)
                continue
            array = array[frame * low.size:(frame + 1) * low.size].reshape(low.shape).astype(np.int64)
            outside[channels] += int(np.count_nonzero((array < low) | (array > high)))
    return outside


def describe(dataset, syntax):
    value = lambda keyword, default=None: default if dataset.get(keyword) in (None, "") else dataset.get(keyword)
    return {
        "rows": int(dataset.Rows), "columns": int(dataset.Columns), "frames": int(value("NumberOfFrames", 1)),
        "samplesPerPixel": int(dataset.SamplesPerPixel), "photometric": dataset.PhotometricInterpretation,
        "isPlanar": int(value("PlanarConfiguration", 0)) == 1, "bitsAllocated": int(dataset.BitsAllocated),
        "bitsStored": int(dataset.BitsStored), "highBit": int(dataset.HighBit),
        "isSigned": int(value("PixelRepresentation", 0)) == 1, "transferSyntaxUID": syntax, "isLossy": syntax in LOSSY,
    }


def main():
    index = []
    for number, path in enumerate(ARGUMENTS[:-1]):
        entry = {"path": path}
        index.append(entry)
        try:
            dataset = pydicom.dcmread(path, force=True)
            # A file without meta header is given the syntax that pydicom read it in.
            syntax = str(dataset.file_meta.get("TransferSyntaxUID") or (
                "1.2.840.10008.1.2" if dataset.original_encoding[0] else "1.2.840.10008.1.2.1"))
            entry["pixels"] = describe(dataset, syntax)
        except Exception as error:
            entry["fault"] = type(error).__name__
            continue
        if DESCRIBE:
            continue
        ycbcr = stream_is_ycbcr(dataset, syntax)
        ours = FOLDER / str(number)
        entry["outside"] = {"pydicom": judge(dataset, syntax, stored(dataset, syntax), ycbcr, ours)}
        if syntax in JPEG2000:
            continue
        with tempfile.TemporaryDirectory() as folder:
            native = pathlib.Path(folder) / "native.dcm"
            command = DCMTK.get(syntax, ["dcmconv", "+te"])
            subprocess.run([*command, path, native], check=True, capture_output=True)
            decoded = pydicom.dcmread(native)
            samples = stored(decoded, str(decoded.file_meta.TransferSyntaxUID))
            entry["outside"]["dcmtk"] = judge(dataset, syntax, samples, ycbcr, ours)
    (FOLDER / "index.json").write_text(json.dumps(index))


main()
