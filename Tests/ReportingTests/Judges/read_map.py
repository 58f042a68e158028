"""Prints as JSON what pydicom reads of a map object: real values by the modality LUT and by the Real World Value Mapping, and header."""

import json
import sys

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut

data = pydicom.dcmread(sys.argv[1])
stored = data.pixel_array.astype(np.float64)
mapping = data.RealWorldValueMappingSequence[0]
valid = (stored >= mapping.RealWorldValueFirstValueMapped) & (stored <= mapping.RealWorldValueLastValueMapped)
real = mapping.RealWorldValueIntercept + mapping.RealWorldValueSlope * stored
lut = apply_modality_lut(data.pixel_array, data)
unit = mapping.MeasurementUnitsCodeSequence[0]
quantity = mapping.QuantityDefinitionSequence[0]
source = data.SourceImageSequence[0]
print(
    json.dumps(
        {
            "rows": data.Rows,
            "columns": data.Columns,
            "valid": valid.ravel().tolist(),
            "real": real.ravel().tolist(),
            "lut": lut.ravel().tolist(),
            "padding": int(data.PixelPaddingValue),
            "slope": mapping.RealWorldValueSlope,
            "unit": [unit.CodeValue, unit.CodingSchemeDesignator],
            "quantity": [
                quantity.ConceptNameCodeSequence[0].CodeValue,
                quantity.ConceptCodeSequence[0].CodeValue,
                quantity.ConceptCodeSequence[0].CodingSchemeDesignator,
            ],
            "source": [source.ReferencedSOPInstanceUID, source.get("ReferencedFrameNumber")],
            "patient": str(data.PatientName),
            "spacing": [float(v) for v in data.get("PixelSpacing", [])],
            "dates": [data.StudyDate, data.ContentDate, data.ContentTime],
            "lossy": data.LossyImageCompression,
            "uids": [data.SOPInstanceUID, data.SeriesInstanceUID, data.StudyInstanceUID],
        }
    )
)
