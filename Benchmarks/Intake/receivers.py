"""The three that receive: DCMTK's storescp, Orthanc with its durable defaults, and SonoQuant. Each in a fresh folder."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"a receiver ended with {process.returncode} before it listened")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit("a receiver doesn't listen")


class Receiver:
    title = "ANY-SCP"
    environment = {}

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None

    def start(self, command, **options):
        log = open(self.folder.parent / f"{self.folder.name}.log", "ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | self.environment, **options)
        await_port(self.port, self.process)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Storescp(Receiver):
    """Writes as received and never syncs: the limit. A process an association, as it serves one at a time."""

    name = "storescp"
    # Its answers come 40 ms late where Nagle's algorithm is left on.
    environment = {"TCP_NODELAY": "1"}

    def __enter__(self):
        self.start(["storescp", "--fork", "+B", "-aet", self.title, "-od", str(self.folder), "-pdu", "131072", str(self.port)])
        return self

    def __exit__(self, *_):
        self.stop()

    def count(self):
        return sum(1 for _ in self.folder.iterdir())


class Orthanc(Receiver):
    name = "Orthanc"

    def __enter__(self):
        self.http = free_port()
        settings = {
            "Name": "bench", "StorageDirectory": str(self.folder / "db"), "IndexDirectory": str(self.folder / "db"),
            "DicomPort": self.port, "HttpPort": self.http, "DicomAet": self.title, "DicomCheckCalledAet": False,
            "DicomAlwaysAllowStore": True, "AuthenticationEnabled": False, "RemoteAccessAllowed": False, "Plugins": [],
            "OverwriteInstances": False, "MaximumPduLength": 131072,
        }
        (self.folder / "orthanc.json").write_text(json.dumps(settings))
        self.start(["Orthanc", str(self.folder / "orthanc.json")])
        return self

    def __exit__(self, *_):
        self.stop()

    def count(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/statistics") as answer:
            return int(json.load(answer)["CountInstances"])


class OrthancWithoutNagle(Orthanc):
    """What DCMTK inside it can do when told by the environment, which no default does."""

    name = "Orthanc, TCP_NODELAY=1"
    environment = {"TCP_NODELAY": "1"}


class Sonoquant(Receiver):
    name = "SonoQuant"
    title = "SONOQUANT"

    def __init__(self, folder, program, quiet=600, inbox=None, analyses=1):
        super().__init__(folder)
        self.program = program
        self.state = self.folder / "state"
        self.http = free_port()
        text = (
            f"receiver:\n  address: 127.0.0.1\n  port: {self.port}\n"
            f"assembly:\n  quietSeconds: {quiet}\nmonitoring:\n  port: {self.http}\n"
            f"limits:\n  analysisProcesses: {analyses}\n"
            "disk:\n  stopFreeMiB: 64\n  resumeFreeMiB: 128\n"
        )
        if inbox:
            text += f"inboxes:\n  - folder: {inbox}\n    settleSeconds: 1\n    taken: remove\n"
        (self.folder / "site.yaml").write_text(text)

    def __enter__(self):
        self.begin()
        return self

    def begin(self):
        self.start([self.program, "serve", "--state", str(self.state), "--config", str(self.folder / "site.yaml")])

    def __exit__(self, *_):
        self.stop()

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, *command):
        arguments = [self.program, *command, "--state", str(self.state), "--config", str(self.folder / "site.yaml")]
        return subprocess.run(arguments, capture_output=True, text=True, check=False).stdout

    def count(self):
        return sum(1 for _ in (self.state / "archive").glob("*/*.dcm"))
