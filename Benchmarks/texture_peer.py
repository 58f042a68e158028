#!/usr/bin/env python3
"""texture_peer.py PIXELS WIDTH HEIGHT BINS PASSES: the texture families by pyradiomics and by MIRP; one JSON line.

Values and names are those of the tests' peers. Timed is what a user of each library calls once a frame: pyradiomics' five
families and MIRP's six, directions averaged, from arrays in memory.
"""
import json
import math
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Tests/TissueMetricsTests/Peers"))
import mirp
import numpy
import SimpleITK
import texture_peers


def least(passes, body):
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        body()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def pyradiomics(levels, mask, bins):
    image = SimpleITK.GetImageFromArray(levels.astype(numpy.float64))
    region = SimpleITK.GetImageFromArray(mask.astype(numpy.uint8))
    count = 0
    for family in texture_peers.PYRADIOMICS:
        extractor = family(image, region, binCount=bins, force2D=True)
        extractor.enableAllFeatures()
        count += len(extractor.execute())
    return count


def from_mirp(levels, mask, bins):
    table = mirp.extract_features(
        image=levels.astype(float),
        mask=mask,
        by_slice=True,
        ibsi_compliant=True,
        resegmentation_intensity_range=[0.0, math.nan],
        base_feature_families=["glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"],
        base_discretisation_method="fixed_bin_number",
        base_discretisation_n_bins=bins,
        glcm_spatial_method="2d_average",
        glrlm_spatial_method="2d_average",
        glszm_spatial_method="2d",
        gldzm_spatial_method="2d",
        ngtdm_spatial_method="2d",
        ngldm_spatial_method="2d",
    )[0]
    return sum(1 for name in table.columns if name.startswith(("cm_", "rlm_", "szm_", "dzm_", "ngt_", "ngl_")))


def main(path, width, height, bins, passes):
    levels, mask = texture_peers.read(path, width, height)
    result = {}
    for name, run, values in (
        ("pyradiomics", pyradiomics, texture_peers.from_pyradiomics),
        ("MIRP", from_mirp, texture_peers.from_mirp),
    ):
        result[name] = {
            "features": run(levels, mask, bins),
            "milliseconds": least(passes, lambda: run(levels, mask, bins)),
            "values": texture_peers.finite(values(levels, mask, "fbn", str(bins))),
        }
    print(json.dumps(result))


main(sys.argv[1], *map(int, sys.argv[2:]))
