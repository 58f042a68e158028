#!/usr/bin/env python3
"""table.py OURS.json PEER.json …: writes docs/PERFORMANCE.md's table; fails where the values of both differ."""
import json
import sys

print("| file | frames | what | ours, ms a frame | peer, ms a frame | ratio |\n|---|---|---|---|---|---|")
for name, ours, peer in zip(sys.argv[1::3], sys.argv[2::3], sys.argv[3::3]):
    mine, theirs = (json.load(open(path, encoding="utf-8")) for path in (ours, peer))
    for key in ("means", "deviations"):
        # Two JPEG decoders may differ by one level in a sample (ITU-T T.83), so a frame's mean may too.
        for a, b in zip(mine[key], theirs[key]):
            if abs(a - b) > 1:
                sys.exit(f"{name}: {key} differ: {a} and {b}")
    for title, left, right in (
        ("decode to luma (peer: to stored samples)", mine["decodeLuma"], theirs["decodeRaw"]),
        ("decode to RGB", mine["decodeColour"], theirs["decodeColour"]),
        ("first-order set of the frame (peer: numpy)", mine["firstOrder"], theirs["firstOrder"]),
        ("first-order set (peer: ours, a plain sum)", mine["firstOrder"], mine["plainSum"]),
    ):
        if right:
            print(f"| {name} | {mine['frames']} | {title} | {left:.3f} | {right:.3f} | {right / left:.2f} |")
