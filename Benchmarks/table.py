#!/usr/bin/env python3
"""table.py FOLDER: docs/PERFORMANCE.md's tables from what scripts/benchmark has put there; fails where values differ."""
import json
import math
import pathlib
import sys

FOLDER = pathlib.Path(sys.argv[1])
# Both sum up to 10^5 terms in double precision; pyradiomics adds 2^-52 inside of logarithms.
TEXTURE_TOLERANCE = 1e-9


def load(name):
    path = FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def row(*cells):
    print("| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |")


def compare(name, peer, ours, theirs, least=None):
    if ours and theirs:
        aim = "" if least is None else f"≥ {least}"
        row(name, peer, ours, theirs, f"{theirs / ours:.2f}", aim)


def check_means(name, mine, theirs):
    for key in ("means", "deviations"):
        for a, b in zip(mine[key], theirs.get(key, [])):
            # Two JPEG decoders may differ by one level in a sample (ITU-T T.83), so a frame's mean may too.
            if abs(a - b) > 1:
                sys.exit(f"{name}: {key} differ: {a} and {b}")


def frames():
    for path in sorted(FOLDER.glob("*.ours")):
        name = path.stem
        mine, theirs, dcmtk = load(f"{name}.ours"), load(f"{name}.peer"), load(f"{name}.dcmtk")
        check_means(name, mine, theirs)
        print(f"\n## {name}: {mine['frames']} frames of {mine['pixels']} pixels\n")
        row("what", "peer", "ours, ms a frame", "peer, ms a frame", "ratio", "aim")
        row(*["---"] * 6)
        if dcmtk:
            check_means(name, mine, dcmtk)
            compare("decode to luma", "DCMTK, and Y taken", mine["decodeLuma"], dcmtk["decodeLuma"], 5)
            compare("decode to RGB", "DCMTK", mine["decodeColour"], dcmtk["decodeColour"], 3.5)
        compare("decode to luma", "pydicom, to stored samples", mine["decodeLuma"], theirs["decodeRaw"])
        compare("decode to RGB", "pydicom", mine["decodeColour"], theirs["decodeColour"])
        if mine.get("colourMask"):
            two = mine["decodeLuma"] + mine["decodeColour"]
            compare("decode to RGB and luma at once", "ours, twice", mine["decodeBoth"], two)
        compare("first-order set", "numpy", mine["firstOrder"], theirs["firstOrder"])
        compare("first-order set", "a plain sum over the pixels", mine["firstOrder"], mine["plainSum"], "0.33")
        if mine.get("colourMask"):
            compare("colour mask", "a plain sum over the pixels", mine["colourMask"], mine["plainSum"])
        lanes = mine["lanes"]
        name = f"decode, colour mask and first-order set on {lanes} lanes"
        compare(name, "ours, on one", mine["allOnLanes"], mine["allOnOneCore"], 1.8 if lanes == 2 else None)


def texture():
    mine, peers = load("texture.ours-texture"), load("texture.peers")
    if mine is None:
        return
    whole = mine["milliseconds"]["all"]
    print(f"\n## Texture: a region of {mine['side']} x {mine['side']} pixels in a frame of {mine['width']} x {mine['height']},")
    print(f"{mine['bins']} bins, one core\n")
    print("Ours is all families below, with directions averaged and merged, from the frame's bytes on.\n")
    row("what", "ms a frame", "features", "peer over ours", "values compared", "largest relative difference")
    row(*["---"] * 6)
    row("ours", whole, len(mine["values"]), "", "", "")
    for name, peer in (peers or {}).items():
        shared = sorted(set(mine["values"]) & set(peer["values"]))
        worst, which = 0.0, "-"
        for key in shared:
            a, b = mine["values"][key], peer["values"][key]
            difference = abs(a - b) / max(abs(a), abs(b), 1e-300)
            # Where the value is 0 but for rounding, relative to 1.
            difference = min(difference, abs(a - b)) if max(abs(a), abs(b)) < 1 else difference
            if difference > worst:
                worst, which = difference, key
        if not math.isfinite(worst) or worst > TEXTURE_TOLERANCE:
            sys.exit(f"texture: {which} differs from {name}'s by {worst}")
        ratio = f"{peer['milliseconds'] / whole:.0f}" + (" (aim: ≥ 100)" if name == "pyradiomics" else "")
        row(name, peer["milliseconds"], peer["features"], ratio, len(shared), f"{worst:.1e} ({which})")
    print("\nOurs by family, ms a frame: " + ", ".join(
        f"{name} {value:.3f}" for name, value in mine["milliseconds"].items() if name != "all") + ".")


def memory():
    cine = load("cine.memory")
    if cine is None:
        return
    print("\n## Memory: `sonoquant analyse` on a cine, whatever its length\n")
    row("frames", "peak resident memory, MiB", "seconds, with the report's pictures", "aim")
    row(*["---"] * 4)
    for count, figures in cine.items():
        row(count, f"{figures['mebibytes']:.0f}", f"{figures['seconds']:.1f}", "< 300 MiB")


print("""# Performance

Written by `scripts/benchmark`, all in one run on the same frames; one core where not said otherwise. A time is the least of
several passes, since what else runs on a machine only ever adds. The ratio is the peer's time over ours. Each value that a peer
has too is compared, and the script fails where they differ.""")
frames()
texture()
memory()
