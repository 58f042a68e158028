#!/usr/bin/env python3
"""make_images.py RESULT.json FOLDER - writes the source images that a result speaks of, so that judges can compare with them."""
import json
import sys

import pydicom
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

ILLEGAL = {"PatientBirthDate": "--", "PatientSex": "Male"}
OPTIONAL = {"TimezoneOffsetFromUTC"}
STUDY = {"patientID": "PatientID", "patientName": "PatientName",
         "patientBirthDate": "PatientBirthDate", "patientSex": "PatientSex", "studyDate": "StudyDate", "studyTime": "StudyTime",
         "studyID": "StudyID", "accessionNumber": "AccessionNumber", "referringPhysicianName": "ReferringPhysicianName",
         "timezoneOffsetFromUTC": "TimezoneOffsetFromUTC"}


def element(attribute):
    representation = pydicom.datadict.dictionary_VR(attribute["tag"])
    if "items" in attribute:
        items = []
        for members in attribute["items"]:
            item = pydicom.Dataset()
            for member in members:
                item[member["tag"]] = element(member)
            items.append(item)
        return pydicom.DataElement(attribute["tag"], "SQ", items)
    text = attribute["text"]
    return pydicom.DataElement(attribute["tag"], representation, int(text) if representation == "US" else text)


def image(study, record, number):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = record["sopClassUID"], record["sopInstanceUID"]
    d = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    d.SpecificCharacterSet = "ISO_IR 192"
    for key, keyword in STUDY.items():
        if key in study or keyword not in OPTIONAL:
            setattr(d, keyword, study.get(key, ""))
    for attribute in study["repeated"]:
        d[attribute["tag"]] = element(attribute)
    for emptied in study["emptied"]:
        d.add_new(pydicom.datadict.tag_for_keyword(emptied["keyword"]),
                  pydicom.datadict.dictionary_VR(emptied["keyword"]), ILLEGAL[emptied["keyword"]])
    d.StudyInstanceUID, d.SeriesInstanceUID = study["studyInstanceUID"], record["seriesInstanceUID"]
    d.SOPClassUID, d.SOPInstanceUID = record["sopClassUID"], record["sopInstanceUID"]
    d.Modality, d.Manufacturer, d.SeriesNumber, d.InstanceNumber = "US", "ACME", 1, number
    d.PatientOrientation, d.ImageType, d.LossyImageCompression = "", ["ORIGINAL", "PRIMARY", "ABDOMINAL", "0001"], "00"
    if "rows" not in record:  # a report of another system
        d.Modality, d.ValueType, d.ContinuityOfContent = "SR", "CONTAINER", "SEPARATE"
        d.ContentDate, d.ContentTime, d.CompletionFlag, d.VerificationFlag = "20261120", "101502", "COMPLETE", "UNVERIFIED"
        for keyword in ("PatientOrientation", "ImageType", "LossyImageCompression"):
            delattr(d, keyword)
        title = pydicom.Dataset()
        title.CodeValue, title.CodingSchemeDesignator, title.CodeMeaning = "126000", "DCM", "Imaging Measurement Report"
        d.ConceptNameCodeSequence = [title]
        return d
    rows, columns, frames = record["rows"], record["columns"], record.get("frames", 1)
    d.Rows, d.Columns, d.SamplesPerPixel, d.PhotometricInterpretation = rows, columns, 1, "MONOCHROME2"
    d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = 8, 8, 7, 0
    if frames > 1:
        d.NumberOfFrames, d.FrameTime, d.FrameIncrementPointer = frames, "33.3", 0x00181063
    d.PixelData = bytes(rows * columns * frames + (rows * columns * frames) % 2)
    d["PixelData"].VR = "OB"
    return d


def main(result, folder):
    pydicom.config.settings.writing_validation_mode = pydicom.config.IGNORE
    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    with open(result, encoding="utf-8") as file:
        result = json.load(file)
    for number, record in enumerate(result["instances"], 1):
        image(result["study"], record, number).save_as(f"{folder}/image{number}.dcm", enforce_file_format=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
