"""A real virus scanner for tests: clamd, which knows one virus that is none."""

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path
from time import monotonic

from adapters.virus_scan import VirusScanner
from tests.files import EICAR

PROGRAM = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
WITHIN = 30.0


@contextmanager
def scanning(folder: Path, most: str = "30M") -> Iterator[str]:
    """The address of a scanner that runs in this folder for a while."""
    assert PROGRAM is not None
    known = folder / "known"
    known.mkdir()
    digest = md5(EICAR, usedforsecurity=False).hexdigest()
    (known / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Test\n")
    door = folder / "door"
    settings = folder / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {known}\nLocalSocket {door}\nForeground yes\n"
        f"StreamMaxLength {most}\nTemporaryDirectory {folder}\nMaxThreads 2\n"
    )
    with (folder / "clamd.log").open("wb") as log:
        running = subprocess.Popen(
            [PROGRAM, "--config-file", str(settings)], stdout=log, stderr=log
        )
    try:
        _until_ready(str(door))
        yield str(door)
    finally:
        running.terminate()
        running.wait(10)


def _until_ready(door: str) -> None:
    until = monotonic() + WITHIN
    while not VirusScanner(door, patience=1).answers():
        if monotonic() > until:
            raise TimeoutError("clamd did not start")


@contextmanager
def answering(words: bytes, *, hang: bool = False) -> Iterator[str]:
    """The address of something that takes a file and answers with these words."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        host, port = door.getsockname()

        def serve() -> None:
            caller, _ = door.accept()
            with caller:
                _take(caller, hang=hang)
                if not hang:
                    caller.sendall(words)

        server = threading.Thread(target=serve)
        server.start()
        yield f"{host}:{port}"
        server.join(10)


def _take(caller: socket.socket, *, hang: bool) -> None:
    """Read until the end of the file, or until whoever sends it gives up."""
    heard = b""
    while hang or not heard.endswith(bytes(4)):
        part = caller.recv(65536)
        if not part:
            return
        heard += part
