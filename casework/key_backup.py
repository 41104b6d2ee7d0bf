"""A backup of the table of keys alone: kept apart from all others, and for a few days.

Every key in it is wrapped. What was destroyed since is not brought back by it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator

from adapters.keys import UnknownKey, WrongKey
from storage.keys import WrappedKey
from storage.store import Store, Storehouse


class BackupRefused(Exception):
    """It is no backup of keys, or not one of this Sharewell; nothing was changed."""


def exported(storehouse: Storehouse) -> Iterator[str]:
    """A line for each data key."""
    with storehouse.reading() as store:
        yield from exported_from(store)


def exported_from(store: Store) -> Iterator[str]:
    """The same as one unit of work sees them."""
    for key in store.keys.all():
        wrapped = b64encode(key.wrapped).decode()
        yield json.dumps({"name": key.name, "kek": key.kek, "wrapped": wrapped})


def bring_back(storehouse: Storehouse, lines: list[str]) -> int:
    """Keep what is missing; how many keys that were. All of them or none.

    Raises:
        BackupRefused: it cannot be read, or does not open with our keys.
    """
    keys = read(lines)
    try:
        with storehouse.writing() as store:
            return sum(store.keys.bring_back(key) for key in keys)
    except (UnknownKey, WrongKey) as no:
        raise BackupRefused("A key in it does not open with ours.") from no


def read(lines: list[str]) -> list[WrappedKey]:
    """The keys in such a file.

    Raises:
        BackupRefused: it is none.
    """
    return [_read(line) for line in lines if line.strip()]


def _read(line: str) -> WrappedKey:
    try:
        said = json.loads(line)
        wrapped = b64decode(said["wrapped"], validate=True)
        return WrappedKey(str(said["name"]), str(said["kek"]), wrapped)
    except (ValueError, KeyError, TypeError) as no:
        raise BackupRefused("It is no backup of keys.") from no
