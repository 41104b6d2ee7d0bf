"""A backup of the table of keys alone: kept apart from all others, and for a few days.

Every key in it is wrapped. What was destroyed since is not brought back by it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator

from adapters.keys import UnknownKey, WrongKey
from storage.keys import WrappedKey
from storage.store import Storehouse


class BackupRefused(Exception):
    """It is no backup of keys, or not one of this Sharewell; nothing was changed."""


def exported(storehouse: Storehouse) -> Iterator[str]:
    """A line for each data key."""
    with storehouse.reading() as store:
        keys = store.keys.all()
    for key in keys:
        wrapped = b64encode(key.wrapped).decode()
        yield json.dumps({"name": key.name, "kek": key.kek, "wrapped": wrapped})


def bring_back(storehouse: Storehouse, lines: list[str]) -> int:
    """Keep what is missing; how many keys that were. All of them or none.

    Raises:
        BackupRefused: it cannot be read, or does not open with our keys.
    """
    keys = [_read(line) for line in lines if line.strip()]
    try:
        with storehouse.writing() as store:
            return sum(store.keys.bring_back(key) for key in keys)
    except (UnknownKey, WrongKey) as no:
        raise BackupRefused("A key in it does not open with ours.") from no


def _read(line: str) -> WrappedKey:
    try:
        said = json.loads(line)
        wrapped = b64decode(said["wrapped"], validate=True)
        return WrappedKey(str(said["name"]), str(said["kek"]), wrapped)
    except (ValueError, KeyError, TypeError) as no:
        raise BackupRefused("It is no backup of keys.") from no
