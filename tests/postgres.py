"""A PostgreSQL of the tests' own: made in a temporary folder, gone afterwards."""

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

READY_WITHIN = 20.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Postgres:
    """A running server that listens on a socket in its own folder only."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def new_database(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"sharewell_{next(self._numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://sharewell@/{name}?host={self.folder}"

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.folder), user="sharewell", dbname=database, autocommit=True
        )

    def flush(self) -> None:
        """Write everything that is only in memory to the files."""
        with self.connect("postgres") as connection:
            connection.execute("CHECKPOINT")

    def answers(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running() -> Iterator[Postgres]:
    """Start a server; skip the test if its programs are not here."""
    initdb, server = program("initdb"), program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="sharewell-pg-"))
    user = _unprivileged(folder)
    log = (folder / "server.log").open("wb")
    try:
        made = Postgres(folder)
        subprocess.run(
            [initdb, "-D", str(made.data), "-U", "sharewell", "--auth=trust",
             "--encoding=UTF8", "--locale=C", "--no-sync"],
            check=True, stdout=log, stderr=log, user=user,
        )  # fmt: skip
        process = subprocess.Popen(
            [server, "-D", str(made.data), "-k", str(folder),
             "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=log, stderr=log, user=user, preexec_fn=_die_with_parent,
        )  # fmt: skip
        try:
            _wait_for(made)
            yield made
        finally:
            process.send_signal(signal.SIGINT)  # "fast": end every connection
            process.wait(timeout=20)
    finally:
        log.close()
        shutil.rmtree(folder)


def program(name: str) -> str:
    """One of PostgreSQL's programs, on PATH or where Debian puts them."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, places), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"PostgreSQL’s program {name} is not on this machine")
    return found


def _unprivileged(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root: then somebody else owns the folder."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, person.pw_uid, person.pw_gid)
        return person.pw_uid
    pytest.skip("PostgreSQL does not run as root, and there is nobody else here")


def _wait_for(postgres: Postgres) -> None:
    ends = time.monotonic() + READY_WITHIN
    while not postgres.answers():
        assert time.monotonic() < ends, (postgres.folder / "server.log").read_text()
        time.sleep(0.05)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
