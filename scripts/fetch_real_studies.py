"""Arranges real ultrasound images as studies, as TestDICOM/MANIFEST.tsv says.

Identity, order facts, UIDs and dates are made up; pixel data stays byte for byte. The same input gives the same bytes.
"""

import argparse
import csv
import hashlib
import importlib.util
import io
import pathlib
import sys
import uuid
import warnings

import pydicom
from pydicom.dataset import FileMetaDataset

ROOT = pathlib.Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "TestDICOM" / "MANIFEST.tsv"
MODULES = {"pydicom": "pydicom", "pydicom-data": "data_store", "deid-data": "deid_data"}
IMPLEMENTATION = "2.25." + str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:sonoquant:real-studies").int)
# Who the picture was of, who worked there, and where: these go, wherever in the data set they stand.
EMPTIED = (
    "InstitutionName InstitutionAddress InstitutionalDepartmentName StationName PerformingPhysicianName "
    "OperatorsName NameOfPhysiciansReadingStudy PhysiciansOfRecord RequestingPhysician PatientAddress "
    "PatientTelephoneNumbers PatientAge AdditionalPatientHistory PatientComments ImageComments"
).split()
REMOVED = (
    "OtherPatientIDs OtherPatientIDsSequence OtherPatientNames RequestAttributesSequence ReferencedStudySequence "
    "ReferencedPatientSequence ReferencedPerformedProcedureStepSequence IssuerOfPatientIDQualifiersSequence"
).split()


class Refused(Exception):
    """A file is not what the manifest says."""


def uid(name):
    return "2.25." + str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:sonoquant:real-studies:" + name).int)


def original(row):
    """The bytes as the package has them."""
    found = importlib.util.find_spec(MODULES[row["package"].split("==")[0]])
    if found is None or not found.submodule_search_locations:
        raise Refused(f"{row['package']} is not installed: run scripts/python")
    data = (pathlib.Path(next(iter(found.submodule_search_locations))) / row["path"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != row["sha256_original"]:
        raise Refused(f"{row['package']} {row['path']}: not the file that the manifest knows (SHA-256 differs)")
    return data


def cleared(dataset):
    for keyword in REMOVED:
        if keyword in dataset:
            del dataset[keyword]
    for keyword in EMPTIED:
        if keyword in dataset:
            setattr(dataset, keyword, None)
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                cleared(item)


def rewritten(data, row):
    """The file as part of its made-up study."""
    dataset = pydicom.dcmread(io.BytesIO(data), force=True)
    pixels = bytes(dataset.PixelData)
    syntax = dataset.file_meta.TransferSyntaxUID
    dataset.remove_private_tags()
    cleared(dataset)
    study, number = row["study"], int(row["instance"])
    values = {
        "PatientName": row["patient_name"], "PatientID": row["patient_id"], "IssuerOfPatientID": row["issuer"],
        "PatientBirthDate": "", "PatientSex": row["sex"], "AccessionNumber": row["accession"], "StudyID": row["accession"][-4:],
        "ReferringPhysicianName": "Referrer^Example", "StudyDate": row["study_date"], "SeriesDate": row["study_date"],
        "AcquisitionDate": row["study_date"], "ContentDate": row["study_date"], "StudyTime": "100000", "SeriesTime": "100000",
        "AcquisitionTime": f"1000{number:02}", "ContentTime": f"1000{number:02}", "StudyInstanceUID": uid(study),
        "SeriesInstanceUID": uid(f"{study}/series"), "SOPInstanceUID": uid(f"{study}/{number}"), "Modality": "US",
        "SeriesNumber": 1, "InstanceNumber": number,
    }
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    for keyword in ("AcquisitionDateTime", "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime", "InstanceCreationDate",
                    "InstanceCreationTime"):
        if keyword in dataset:
            del dataset[keyword]
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = IMPLEMENTATION
    meta.ImplementationVersionName = "SONOQUANT_REAL_1"
    dataset.file_meta = meta
    dataset.preamble = b"\x00" * 128
    written = io.BytesIO()
    dataset.save_as(written, enforce_file_format=True)
    if bytes(pydicom.dcmread(io.BytesIO(written.getvalue())).PixelData) != pixels:
        raise Refused(f"{row['path']}: rewriting changed the pixel data")
    return written.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=ROOT / "TestDICOM" / "real")
    parser.add_argument("--update-manifest", action="store_true", help="write the SHA-256 found into the manifest")
    arguments = parser.parse_args()
    with MANIFEST.open(newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        fields, rows = reader.fieldnames, list(reader)
    for row in rows:
        data = rewritten(original(row), row)
        digest = hashlib.sha256(data).hexdigest()
        if arguments.update_manifest:
            row["sha256_written"] = digest
        elif digest != row["sha256_written"]:
            raise Refused(f"{row['path']}: written with another SHA-256 than the manifest says")
        target = arguments.folder / row["study"] / row["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    if arguments.update_manifest:
        with MANIFEST.open("w", newline="") as file:
            writer = csv.DictWriter(file, fields, delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    print(f"{len(rows)} real images in {len({row['study'] for row in rows})} studies: {arguments.folder}")


if __name__ == "__main__":
    # Overlong values of the originals stay as they came; the manifest already vouches for the bytes.
    warnings.filterwarnings("ignore", module="pydicom")
    try:
        main()
    except Refused as refusal:
        sys.exit(f"fetch-real-studies: {refusal}")
