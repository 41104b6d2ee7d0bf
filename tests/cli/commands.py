"""The command as somebody runs it: its words, its settings, what it says, how it ends.

Most of it runs in this process, which saves seconds for each command; what starts a
service, or has to end with its process, runs in one of its own.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from adapters.keys import new_key_text
from cli.main import perform
from storage.database import sqlite_url

SHAREWELL = [sys.executable, "-m", "cli.main"]
PATIENCE = 60

Ended = subprocess.CompletedProcess[str]


def settings(folder: Path, **more: str) -> dict[str, str]:
    """The least that a command needs, as environment variables."""
    return {
        "SHAREWELL_DATABASE_URL": sqlite_url(folder / "sharewell.db"),
        "SHAREWELL_KEKS": f"a:{new_key_text()}",
        "SHAREWELL_KEK_ACTIVE": "a",
        "SHAREWELL_CODEC_KEYS": f"c:{new_key_text()}",
        "SHAREWELL_CODEC_ACTIVE": "c",
        "SHAREWELL_TREE_KEYS": f"t:{new_key_text()}",
        "SHAREWELL_TREE_ACTIVE": "t",
        "SHAREWELL_BLOBS": (folder / "blobs").as_uri(),
        **more,
    }


def sharewell(*words: str, env: dict[str, str] | None = None, given: str = "") -> Ended:
    """Carry out the command here."""
    out, err = StringIO(), StringIO()
    with _only(_around(env), given), redirect_stdout(out), redirect_stderr(err):
        code = perform(words)
    return Ended([*SHAREWELL, *words], code, out.getvalue(), err.getvalue())


def sharewell_process(*words: str, env: dict[str, str] | None = None) -> Ended:
    """Run the command in a process of its own, and wait for its end."""
    return subprocess.run(
        [*SHAREWELL, *words],
        env=_around(env),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def _around(env: dict[str, str] | None) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **(env or {})}


@contextmanager
def _only(env: dict[str, str], given: str) -> Iterator[None]:
    """Nothing but these settings, this input, and logs as they were afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", StringIO(given))
        try:
            yield
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
