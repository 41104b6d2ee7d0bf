"""PostgreSQL's own programs: where they are, and how they reach a database.

They get the way to the database in their environment: what stands in a command can be
read by everybody on the machine.
"""

import os
import shutil
import subprocess  # nosec B404
from pathlib import Path

from psycopg.pq import Conninfo
from sqlalchemy import Engine

PLACES = Path("/usr/lib/postgresql")
"""Where Debian keeps them, one folder for each version."""


class ProgramFailed(Exception):
    """One of PostgreSQL's programs is missing, or did not do its work."""


def run(engine: Engine, name: str, *words: str) -> None:
    """Run one of them against this database, to its end.

    Raises:
        ProgramFailed: it is not there, or failed; what it said is not repeated, as it
            may quote what is in the database.
    """
    try:
        subprocess.run(  # noqa: S603 # nosec B603 - its words are ours
            [_found(name), *words],
            env={"PATH": os.defpath, **_way_to(engine)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise ProgramFailed(
            f"PostgreSQL's program {name} failed. Look at the log of the database "
            "server; the program must be of its version or newer, and the disk must "
            "have room."
        ) from error


def _found(name: str) -> str:
    newest = sorted(PLACES.glob("*/bin"), key=_version, reverse=True)
    places = os.pathsep.join(map(str, newest)) or os.defpath
    found = shutil.which(name, path=places) or shutil.which(name)
    if found is None:
        raise ProgramFailed(
            f"PostgreSQL's program {name} is not on this machine. Install its client "
            "programs, of the server's version or newer."
        )
    return found


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def _way_to(engine: Engine) -> dict[str, str]:
    variables = {
        option.keyword.decode(): option.envvar.decode()
        for option in Conninfo.get_defaults()
        if option.envvar
    }
    _, given = engine.dialect.create_connect_args(engine.url)
    return {
        variables[name]: str(value)
        for name, value in given.items()
        if name in variables
    }
