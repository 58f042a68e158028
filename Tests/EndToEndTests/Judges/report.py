"""What pydicom reads in a report: the facts that show its place in a study's history, as one JSON object."""
import json
import sys

import pydicom

dataset = pydicom.dcmread(sys.argv[1])
predecessors = [
    instance.ReferencedSOPInstanceUID
    for study in dataset.get("PredecessorDocumentsSequence", [])
    for series in study.ReferencedSeriesSequence
    for instance in series.ReferencedSOPSequence
]
json.dump(
    {
        "sopInstanceUID": dataset.SOPInstanceUID,
        "studyInstanceUID": dataset.StudyInstanceUID,
        "completion": dataset.CompletionFlag,
        "verification": dataset.VerificationFlag,
        "preliminary": dataset.get("PreliminaryFlag", ""),
        "observers": [str(item.VerifyingObserverName) for item in dataset.get("VerifyingObserverSequence", [])],
        "predecessors": predecessors,
    },
    sys.stdout,
)
