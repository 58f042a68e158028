#!/usr/bin/env python3
"""intake_benchmark.py PROGRAM WORK [stills]: files in, side by side on one disk; prints docs/INTAKE-PERFORMANCE.md's tables.

C-STORE with 1 and 8 associations against Orthanc and storescp; folder intake against a plain copy with fsync; the first report
after the quiet period; restart with 10,000 open studies; 100,000 studies in the ledger. Fails where a count is wrong.
"""
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

import made_files
from receivers import Orthanc, OrthancWithoutNagle, Sonoquant, Storescp

PROGRAM = os.path.abspath(sys.argv[1])
WORK = pathlib.Path(sys.argv[2]).resolve()
STILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
ROOT = pathlib.Path(__file__).resolve().parents[2]
IMAGE = ROOT / "TestDICOM/liver-prior/liver-1.dcm"
CINE = ROOT / "TestDICOM/cine/cine.dcm"
ROUNDS = 3


def receivers(folder):
    yield Storescp(folder / "storescp")
    yield Orthanc(folder / "orthanc")
    yield OrthancWithoutNagle(folder / "orthanc-without-nagle")
    yield Sonoquant(folder / "sonoquant", PROGRAM)


def shares(files, count):
    """Folders of links, one for each sender."""
    folders = []
    for number in range(count):
        folder = WORK / f"send-{len(files)}-{count}-{number}"
        if not folder.exists():
            folder.mkdir()
            for file in files[number::count]:
                os.link(file, folder / file.name)
        folders.append(folder)
    return folders


def send(receiver, files, associations, nagle=False):
    """Seconds until every sender has its last answer. DCMTK leaves Nagle's algorithm on unless told, most others switch it off."""
    folders = shares(files, associations)
    start = time.monotonic()
    senders = [
        subprocess.Popen(
            ["storescu", "-pdu", "131072", "-aec", receiver.title, "+sd", "127.0.0.1", str(receiver.port), str(folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | {"TCP_NODELAY": "0" if nagle else "1"},
        )
        for folder in folders
    ]
    for sender in senders:
        _, errors = sender.communicate()
        if sender.returncode != 0 or b"E:" in errors:
            sys.exit(f"{receiver.name}: storescu ended with {sender.returncode}: {errors[-500:].decode()}")
    return time.monotonic() - start


def check_count(receiver, files):
    """Orthanc tells a new instance seconds later."""
    end = time.monotonic() + 10
    while receiver.count() != files:
        if time.monotonic() > end:
            sys.exit(f"{receiver.name} holds {receiver.count()} of {files} files")
        time.sleep(0.2)


def table(title, head, rows):
    print(f"\n## {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")


def c_store():
    stills = made_files.stills(IMAGE, WORK / "stills", STILLS)
    cine = made_files.cine(CINE, WORK / "cine/cine.dcm", 210)
    rows = []
    # With the sender's Nagle algorithm a still takes the peers 40 ms: a few tell enough.
    few = stills[:50]
    for what, files, associations, nagle in [
        ("stills", stills, 1, False), ("stills", stills, 8, False), ("cine", [cine], 1, False), ("stills, Nagle", few, 1, True),
    ]:
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        seconds = {}
        # Round about, so that what else the machine does falls on all alike.
        for round_ in range(ROUNDS):
            folder = WORK / f"{what}-{associations}-{round_}"
            for receiver in receivers(folder):
                with receiver:
                    took = send(receiver, files, associations, nagle)
                    check_count(receiver, len(files))
                seconds.setdefault(receiver.name, []).append(took)
            shutil.rmtree(folder)
        best = {name: statistics.median(values) for name, values in seconds.items()}
        for name, took in best.items():
            rows.append((
                f"{len(files)} {what}, {associations} association{'s' if associations > 1 else ''}", name,
                len(files) / took, megabytes / took, took / best["SonoQuant"],
            ))
    table("C-STORE", ("what", "receiver", "files/s", "MB/s", "time by SonoQuant's"), rows)
    return stills


def plain_copy(files, target):
    target.mkdir()
    start = time.monotonic()
    for file in files:
        with open(file, "rb") as source, open(target / file.name, "wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
    return time.monotonic() - start


def folder(stills):
    copy = statistics.median(plain_copy(stills, WORK / f"copy-{n}") for n in range(ROUNDS))
    took = []
    for number in range(ROUNDS):
        state = WORK / f"batch-{number}"
        inbox = WORK / f"batch-inbox-{number}"
        shutil.copytree(WORK / "stills", inbox)
        start = time.monotonic()
        with Sonoquant(state, PROGRAM, inbox=inbox) as service:
            while any(inbox.iterdir()):
                time.sleep(0.02)
            took.append(time.monotonic() - start)
            if service.count() != len(stills):
                sys.exit(f"the folder's intake archived {service.count()} of {len(stills)} files")
    ours = statistics.median(took)
    table("Folder intake: from the service's start to the last file safe and out of the inbox", ("what", "files/s", "time by ours"), [
        ("plain copy, fsync each", len(stills) / copy, copy / ours),
        ("SonoQuant, settling and start included", len(stills) / ours, 1.0),
    ])


def first_report():
    quiet = 3
    took = []
    for number in range(ROUNDS):
        with Sonoquant(WORK / f"report-{number}", PROGRAM, quiet=quiet) as service:
            send(service, [IMAGE], 1)
            start = time.monotonic()
            while not list((service.state / "reports").glob("*/*/report.dcm")):
                if time.monotonic() - start > 60:
                    sys.exit("no report came")
                time.sleep(0.02)
            took.append(time.monotonic() - start - quiet)
    table("First report after the end of the quiet period", ("median, s", "most, s", "aim"), [
        (statistics.median(took), max(took), "≤ 5"),
    ])


def await_health(service):
    start = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{service.http}/health") as answer:
                if answer.status == 200:
                    return time.monotonic() - start
        except (urllib.error.URLError, ConnectionError):
            pass
        if time.monotonic() - start > 120:
            sys.exit("the service isn't healthy after 120 s")
        time.sleep(0.02)


def restart():
    tiny = made_files.stills(IMAGE, WORK / "tiny", 10_000, per_study=1, name="tiny", side=16)
    service = Sonoquant(WORK / "restart", PROGRAM, quiet=3600)
    with service:
        filled = send(service, tiny, 8)
        service.kill()
        start = time.monotonic()
        service.begin()
        listens = time.monotonic() - start
        healthy = listens + await_health(service)
        more = made_files.stills(IMAGE, WORK / "more", 1, name="more")
        first = time.monotonic()
        send(service, more, 1)
        answered = time.monotonic() - first
        if service.count() != 10_001:
            sys.exit(f"after the restart the archive holds {service.count()} files")
    table("Killed with 10,000 open studies", ("listens again, s", "healthy, s", "next C-STORE, s", "aim", "filled at files/s"), [
        (listens, healthy, answered, "≤ 5", 10_000 / filled),
    ])


def clone_studies(state, target):
    """Adds rows until the ledger holds `target` studies, each with one arrival and one instance, as years of use leave them."""
    ledger = sqlite3.connect(state / "ledger.sqlite")
    have, = ledger.execute("SELECT COUNT(*) FROM studies").fetchone()
    study = dict(zip([c[1] for c in ledger.execute("PRAGMA table_info(studies)")], ledger.execute("SELECT * FROM studies LIMIT 1").fetchone()))
    instance = dict(zip([c[1] for c in ledger.execute("PRAGMA table_info(instances)")], ledger.execute("SELECT * FROM instances LIMIT 1").fetchone()))
    arrival = dict(zip([c[1] for c in ledger.execute("PRAGMA table_info(arrivals)")], ledger.execute("SELECT * FROM arrivals LIMIT 1").fetchone()))

    def insert(table, row):
        marks = ", ".join("?" * len(row))
        ledger.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    with ledger:
        for number in range(1_000_000, 1_000_000 + target - have):
            uid = f"2.25.{number}"
            insert("study_keys", {"number": number, "study_instance_uid": uid})
            insert("studies", study | {
                "number": number, "study_instance_uid": uid, "accession": f"X{number}", "patient_id": f"P{number}",
                "state": '{"charged":{}}', "state_name": "charged",
            })
            insert("arrivals", arrival | {"number": number, "relative_path": uid, "study": number})
            insert("instances", instance | {
                "number": number, "study": number, "sop_instance_uid": uid + ".1", "archive_name": f"S{number}/x.dcm",
                "arrival": number, "sha256": f"{number:064x}",
            })
    ledger.close()


def many_studies(stills):
    rows = []
    status, intake = {}, {}
    for target in (1000, 100_000):
        service = Sonoquant(WORK / f"many-{target}", PROGRAM, quiet=3600)
        with service:
            first = made_files.stills(IMAGE, WORK / "first", 1, name="first")
            send(service, first, 1)
        clone_studies(service.state, target)
        with service:
            intake[target] = send(service, stills, 8)
            times = []
            for _ in range(15):
                start = time.monotonic()
                service.ask("status")
                times.append(time.monotonic() - start)
            status[target] = statistics.median(times)
        rows.append((f"{target:,} studies", status[target] * 1000, len(stills) / intake[target]))
    rows.append(("slower by, %", (status[100_000] / status[1000] - 1) * 100, (intake[100_000] / intake[1000] - 1) * 100))
    table("Years of studies in the ledger (aim: both at most 10 % slower)", ("ledger", "status, ms", "C-STORE, 8 associations, files/s"), rows)


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    print("# Intake performance\n")
    print(f"Written by `scripts/benchmark-intake`: {os.cpu_count()} cores, one disk, medians of {ROUNDS} rounds, senders on the same machine.")
    stills = c_store()
    folder(stills)
    first_report()
    restart()
    many_studies(stills)


main()
