"""Prints, as JSON, every feature of every texture family that MIRP and pyradiomics find in one image.

Arguments: file, width, height, discretisation ("fbs:8" from 0, "fbn:32"). The file holds the grey levels and then the mask,
one byte a pixel, row by row. A key is an IBSI identifier and how the directions came together.

Where a peer differs from IBSI or from us:
- MIRP interpolates percentiles; IBSI leaves the estimator open, and ours is the nearest rank: numpy's "inverted_cdf".
- pyradiomics starts bins of fixed size at the region's least level, so it is given the bins, of which bin 1 must be one.
- pyradiomics adds 2^-52 inside of logarithms.
- MIRP puts an equal region into the middle of a fixed number of bins; ours is in bin 1. Both give co-occurrence's correlation
  and first information measure there as 1 (MIRP) or 1 and 0 (pyradiomics); ours are not available.
- pyradiomics has no distance zones, and its merged run percentage divides by the pixels of one direction.
"""

import functools
import inspect
import json
import logging
import math
import re
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import numpy

numpy.percentile = functools.partial(numpy.percentile, method="inverted_cdf")

import mirp
import SimpleITK
from mirp._features import (
    cm_features,
    dzm_features,
    ih_features,
    ngldm_features,
    ngtdm_features,
    rlm_features,
    stat_features,
    szm_features,
)
from radiomics import glcm, gldm, glrlm, glszm, ngtdm

PYRADIOMICS = {
    glcm.RadiomicsGLCM: {
        "MaximumProbability": "GYBY", "JointAverage": "60VM", "SumSquares": "UR99", "JointEntropy": "TU9B",
        "DifferenceAverage": "TF7R", "DifferenceVariance": "D3YU", "DifferenceEntropy": "NTRS", "SumAverage": "ZGXS",
        "SumEntropy": "P6QZ", "JointEnergy": "8ZQL", "Contrast": "ACUI", "Id": "IB1Z", "Idn": "NDRX", "Idm": "WF0Z",
        "Idmn": "1QCO", "InverseVariance": "E8JP", "Correlation": "NI2N", "Autocorrelation": "QWB0",
        "ClusterTendency": "DG8W", "ClusterShade": "7NFM", "ClusterProminence": "AE86", "Imc1": "R8DG", "Imc2": "JN9H",
    },
    glrlm.RadiomicsGLRLM: {
        "ShortRunEmphasis": "22OV", "LongRunEmphasis": "W4KF", "LowGrayLevelRunEmphasis": "V3SW",
        "HighGrayLevelRunEmphasis": "G3QZ", "ShortRunLowGrayLevelEmphasis": "HTZT",
        "ShortRunHighGrayLevelEmphasis": "GD3A", "LongRunLowGrayLevelEmphasis": "IVPO",
        "LongRunHighGrayLevelEmphasis": "3KUM", "GrayLevelNonUniformity": "R5YN",
        "GrayLevelNonUniformityNormalized": "OVBL", "RunLengthNonUniformity": "W92Y",
        "RunLengthNonUniformityNormalized": "IC23", "RunPercentage": "9ZK5", "GrayLevelVariance": "8CE5",
        "RunVariance": "SXLW", "RunEntropy": "HJ9O",
    },
    glszm.RadiomicsGLSZM: {
        "SmallAreaEmphasis": "5QRC", "LargeAreaEmphasis": "48P8", "LowGrayLevelZoneEmphasis": "XMSY",
        "HighGrayLevelZoneEmphasis": "5GN9", "SmallAreaLowGrayLevelEmphasis": "5RAI",
        "SmallAreaHighGrayLevelEmphasis": "HW1V", "LargeAreaLowGrayLevelEmphasis": "YH51",
        "LargeAreaHighGrayLevelEmphasis": "J17V", "GrayLevelNonUniformity": "JNSA",
        "GrayLevelNonUniformityNormalized": "Y1RO", "SizeZoneNonUniformity": "4JP3",
        "SizeZoneNonUniformityNormalized": "VB3A", "ZonePercentage": "P30P", "GrayLevelVariance": "BYLV",
        "ZoneVariance": "3NSA", "ZoneEntropy": "GU8N",
    },
    ngtdm.RadiomicsNGTDM: {
        "Coarseness": "QCDE", "Contrast": "65HE", "Busyness": "NQ30", "Complexity": "HDEZ", "Strength": "1X9X",
    },
    gldm.RadiomicsGLDM: {
        "SmallDependenceEmphasis": "SODN", "LargeDependenceEmphasis": "IMOQ", "LowGrayLevelEmphasis": "TL9H",
        "HighGrayLevelEmphasis": "OAE7", "SmallDependenceLowGrayLevelEmphasis": "EQ3F",
        "SmallDependenceHighGrayLevelEmphasis": "JA6D", "LargeDependenceLowGrayLevelEmphasis": "NBZI",
        "LargeDependenceHighGrayLevelEmphasis": "9QMG", "GrayLevelNonUniformity": "FP8K",
        "DependenceNonUniformity": "Z87G", "DependenceNonUniformityNormalized": "OKJI", "GrayLevelVariance": "1PFV",
        "DependenceVariance": "DNX2", "DependenceEntropy": "FCBV",
    },
}
DIRECTIONAL = (glcm.RadiomicsGLCM, glrlm.RadiomicsGLRLM)


def read(path, width, height):
    data = numpy.fromfile(path, dtype=numpy.uint8).reshape(2, 1, height, width).astype(int)
    return data[0], data[1]


def from_mirp(levels, mask, method, parameter):
    settings = {"base_discretisation_method": "fixed_bin_size", "base_discretisation_bin_width": float(parameter)}
    if method == "fbn":
        settings = {"base_discretisation_method": "fixed_bin_number", "base_discretisation_n_bins": int(parameter)}
    table = mirp.extract_features(
        image=levels.astype(float),
        mask=mask,
        by_slice=True,
        ibsi_compliant=True,
        resegmentation_intensity_range=[0.0, math.nan],
        base_feature_families=["statistics", "ih", "glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"],
        glcm_spatial_method=["2d_average", "2d_slice_merge"],
        glrlm_spatial_method=["2d_average", "2d_slice_merge"],
        glszm_spatial_method="2d",
        gldzm_spatial_method="2d",
        ngtdm_spatial_method="2d",
        ngldm_spatial_method="2d",
        **settings,
    )[0]
    classes = {"stat_p10": "QG58", "stat_p90": "8DWT", "ih_p10": "GPMT", "ih_p90": "OZ0C"}
    for made in (
        stat_features.get_statistics_class_dict(),
        ih_features.get_ih_class_dict(),
        cm_features.get_cm_class_dict(),
        rlm_features.get_rlm_class_dict(),
        szm_features.get_szm_class_dict(),
        dzm_features.get_dzm_class_dict(),
        ngtdm_features.get_ngtdm_class_dict(),
        ngldm_features.get_ngldm_class_dict(),
    ):
        for name, feature in made.items():
            # Only an instance has its identifier, and each family is made in its own way: the source is read instead.
            identifier = re.search(r'ibsi_id = "(\w{4})', inspect.getsource(feature))
            if identifier:
                classes[name] = identifier.group(1)
    values = {}
    for column in table.columns:
        names = [name for name in classes if column == name or column.startswith(name + "_")]
        if names:
            how = "merged" if "_2d_s_mrg" in column else "averaged" if "_2d_avg" in column else "slice"
            values[f"{classes[max(names, key=len)]} {how}"] = float(table[column].iloc[0])
    return values


def from_pyradiomics(levels, mask, method, parameter):
    inside = levels[mask > 0]
    if method == "fbs":
        bins = levels // int(parameter) + 1
    else:
        count, least, most = int(parameter), inside.min(), inside.max()
        bins = numpy.minimum(count * (levels - least) // max(1, most - least) + 1, count)
    assert bins[mask > 0].min() == 1, "the region needs a pixel of bin 1"
    image = SimpleITK.GetImageFromArray(bins.astype(numpy.int32))
    region = SimpleITK.GetImageFromArray(mask.astype(numpy.uint8))
    values = {}
    for family, identifiers in PYRADIOMICS.items():
        ways = {"averaged": None, "merged": "no_weighting"} if family in DIRECTIONAL else {"slice": None}
        for how, weighting in ways.items():
            extractor = family(image, region, binWidth=1, force2D=True, weightingNorm=weighting)
            extractor.enableAllFeatures()
            for name, value in extractor.execute().items():
                if name in identifiers and (identifiers[name], how) != ("9ZK5", "merged"):
                    values[f"{identifiers[name]} {how}"] = float(value)
    return values


def finite(values):
    return {key: value for key, value in values.items() if math.isfinite(value)}


def main(path, width, height, discretisation):
    method, parameter = discretisation.split(":")
    levels, mask = read(path, int(width), int(height))
    print(json.dumps({
        "mirp": finite(from_mirp(levels, mask, method, parameter)),
        "pyradiomics": finite(from_pyradiomics(levels, mask, method, parameter)),
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
