"""A DICOM peer of the tests: what pynetdicom sends, asks and announces, and a wire that stalls. Prints JSON lines."""

import argparse
import json
import socket
import ssl
import subprocess
import sys
import threading
import time

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid
from pynetdicom import AE, _config, build_context, evt
from pynetdicom.sop_class import (
    InstanceAvailabilityNotification,
    ModalityPerformedProcedureStep,
    StorageCommitmentPushModel,
)

_config.ENFORCE_UID_CONFORMANCE = False
# The bytes behind the file meta information go out as they are.
_config.STORE_SEND_CHUNKED_DATASET = True
COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1"


def say(**members):
    print(json.dumps(members), flush=True)


def facts(path):
    data = pydicom.dcmread(path, stop_before_pixels=True)
    return data, str(data.file_meta.TransferSyntaxUID)


def connect(options, files, more=(), handlers=()):
    """An association with a presentation context for each class and transfer syntax of the files."""
    ae = AE(ae_title=options.title)
    pairs = sorted({(facts(f)[0].file_meta.MediaStorageSOPClassUID, facts(f)[1]) for f in files})
    contexts = [build_context(c, s) for c, s in pairs] + [build_context(c) for c in more]
    arguments = {}
    if options.tls:
        context = ssl.create_default_context(cafile=options.tls + "/ours.pem")
        context.check_hostname = False
        context.load_cert_chain(options.tls + "/ours.pem", options.tls + "/ours.key")
        arguments["tls_args"] = (context, None)
    association = ae.associate(
        "127.0.0.1", options.port, contexts, ae_title="SONOQUANT", evt_handlers=list(handlers), **arguments
    )
    if not association.is_established:
        sys.exit("no association")
    return association


def store(association, path):
    """Sends one file; -1 stands for no answer."""
    try:
        answer = association.send_c_store(path)
        status = answer.Status if "Status" in answer else -1
    except (RuntimeError, ValueError) as error:
        status = -1
        print(path, error, file=sys.stderr)
    say(file=path, status=status)
    return status


def send(options):
    association = connect(options, options.files)
    for path in options.files:
        store(association, path)
        time.sleep(options.pause)
    association.release()


def reference(data):
    item = Dataset()
    item.ReferencedSOPClassUID = data.SOPClassUID
    item.ReferencedSOPInstanceUID = data.SOPInstanceUID
    return item


def commit(options):
    """Stores, then asks for commitment of the files and of an instance that nobody has."""
    came = threading.Event()

    def report(event):
        found = event.event_information
        say(
            event=event.event_type,
            committed=[i.ReferencedSOPInstanceUID for i in found.get("ReferencedSOPSequence", [])],
            failed=[i.ReferencedSOPInstanceUID for i in found.get("FailedSOPSequence", [])],
            reasons=[i.FailureReason for i in found.get("FailedSOPSequence", [])],
            isOurs=found.TransactionUID == request.TransactionUID,
        )
        came.set()
        return 0x0000, None

    handlers = [(evt.EVT_N_EVENT_REPORT, report)]
    request = Dataset()
    request.TransactionUID = generate_uid()
    request.ReferencedSOPSequence = [reference(facts(f)[0]) for f in options.files]
    if options.stranger:
        stranger = Dataset()
        stranger.ReferencedSOPClassUID = request.ReferencedSOPSequence[0].ReferencedSOPClassUID
        stranger.ReferencedSOPInstanceUID = options.stranger
        request.ReferencedSOPSequence.append(stranger)
    server = None
    if options.listen:
        listener = AE(ae_title=options.title)
        listener.add_supported_context(StorageCommitmentPushModel, scu_role=True, scp_role=True)
        server = listener.start_server(("127.0.0.1", options.listen), block=False, evt_handlers=handlers)
    association = connect(options, options.files, [StorageCommitmentPushModel], handlers)
    for path in options.files:
        store(association, path)
    answer, _ = association.send_n_action(request, 1, StorageCommitmentPushModel, COMMITMENT_INSTANCE)
    say(action=answer.Status if "Status" in answer else -1)
    if server:
        association.release()
    if not came.wait(60):
        sys.exit("no result came")
    if server:
        server.shutdown()
    else:
        association.release()


def announce(options):
    """Sends all but the last file, says how many there are, and sends the last."""
    kind = ModalityPerformedProcedureStep if options.kind == "mpps" else InstanceAvailabilityNotification
    association = connect(options, options.files, [kind])
    for path in options.files[:-1]:
        store(association, path)
    data = [facts(f)[0] for f in options.files]
    uid = generate_uid()
    if options.kind == "mpps":
        begun, scheduled = Dataset(), Dataset()
        scheduled.StudyInstanceUID = data[0].StudyInstanceUID
        begun.ScheduledStepAttributesSequence = [scheduled]
        begun.PerformedProcedureStepStatus = "IN PROGRESS"
        say(create=association.send_n_create(begun, kind, uid)[0].Status)
        ended, series = Dataset(), Dataset()
        series.SeriesInstanceUID = data[0].SeriesInstanceUID
        series.ReferencedImageSequence = [reference(d) for d in data]
        ended.PerformedSeriesSequence = [series]
        ended.PerformedProcedureStepStatus = "COMPLETED"
        say(set=association.send_n_set(ended, kind, uid)[0].Status)
    else:
        notice, series = Dataset(), Dataset()
        notice.ReferencedPerformedProcedureStepSequence = []
        notice.StudyInstanceUID = data[0].StudyInstanceUID
        series.SeriesInstanceUID = data[0].SeriesInstanceUID
        series.ReferencedSOPSequence = [reference(d) for d in data]
        for item in series.ReferencedSOPSequence:
            item.InstanceAvailability = "ONLINE"
            item.RetrieveAETitle = options.title
        notice.ReferencedSeriesSequence = [series]
        say(create=association.send_n_create(notice, kind, uid)[0].Status)
    store(association, options.files[-1])
    association.release()


def stall(options):
    """A sender behind a wire that takes some bytes, then none, or few a second; says when the receiver hung up."""
    wire = socket.create_server(("127.0.0.1", 0))
    command = ["/usr/bin/storescu", "-to", "600", "-aec", "SONOQUANT", "127.0.0.1", str(wire.getsockname()[1])]
    sender = subprocess.Popen(command + options.files, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    near, _ = wire.accept()
    far = socket.create_connection(("127.0.0.1", options.port))

    def back():
        while data := far.recv(65536):
            near.sendall(data)

    def forth():
        sent = 0
        while sent < options.after or options.rate:
            is_slow = sent >= options.after
            data = near.recv(min(65536, options.rate // 10 or 1) if is_slow else min(65536, options.after - sent))
            if not data:
                break
            far.sendall(data)
            sent += len(data)
            if is_slow:
                time.sleep(0.1)
            elif sent == options.after:
                say(stalled=sent)

    def quietly(body):
        try:
            body()
        except OSError:
            pass  # Hung up, which is what is waited for.

    start = time.monotonic()
    threading.Thread(target=quietly, args=[forth], daemon=True).start()
    quietly(back)
    say(seconds=time.monotonic() - start)
    sender.kill()
    sender.wait()


def large(options):
    """Writes a legal multi-frame object of so many MiB."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.3.1")
    meta.MediaStorageSOPInstanceUID = generate_uid()
    data = FileDataset(options.files[0], {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID = meta.MediaStorageSOPClassUID
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID, data.SeriesInstanceUID = generate_uid(), generate_uid()
    data.Modality, data.PatientID, data.PatientName = "US", "LARGE", "Large^File"
    data.Rows = data.Columns = 1024
    data.NumberOfFrames = options.mebibytes
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 8, 8, 7, 0
    data.PixelData = bytes(1 << 20) * options.mebibytes
    data.save_as(options.files[0], enforce_file_format=True)


def data_set_offset(path):
    """Where the data set begins: the group length of real devices is not always right."""
    with open(path, "rb") as file:
        pydicom.filereader.read_preamble(file, True)
        pydicom.filereader._read_file_meta_info(file)
        return file.tell()


def whole(options):
    """Of these files, those that a Storage SCU can send: Part 10, with the UIDs that C-STORE needs."""
    for path in options.files:
        try:
            data, syntax = facts(path)
            uids = [data.SOPClassUID, data.SOPInstanceUID, data.StudyInstanceUID, data.SeriesInstanceUID]
            meta = data.file_meta
            if all(uids) and syntax and [meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID] == uids[:2]:
                say(file=path, offset=data_set_offset(path))
        except (AttributeError, pydicom.errors.InvalidDicomError):
            continue


def port(_):
    with socket.create_server(("127.0.0.1", 0)) as free:
        say(port=free.getsockname()[1])


parser = argparse.ArgumentParser()
parser.add_argument("task", choices=["send", "commit", "announce", "stall", "large", "whole", "port"])
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--title", default="PYNETDICOM")
parser.add_argument("--tls", help="a folder with ours.pem and ours.key")
parser.add_argument("--listen", type=int, default=0)
parser.add_argument("--stranger")
parser.add_argument("--kind", choices=["mpps", "ian"])
parser.add_argument("--after", type=int, default=0)
parser.add_argument("--rate", type=int, default=0)
parser.add_argument("--mebibytes", type=int, default=0)
parser.add_argument("--pause", type=float, default=0)
parser.add_argument("files", nargs="*")
chosen = parser.parse_intermixed_args()
globals()[chosen.task](chosen)
