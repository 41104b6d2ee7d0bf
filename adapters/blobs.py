"""Where sealed files lie: a folder, or a bucket that speaks S3.

Names are made of ids alone. Nothing is ever written over: a file that is there stays
as it is until it is deleted.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

NAME = re.compile(r"(cases|releases)(/[A-Za-z0-9_-]{1,80}){1,2}")
FOLDERS = ("cases", "releases")


class AlreadyThere(Exception):
    """A file of this name lies there already, and was left as it is."""


class NotThere(Exception):
    """No file of this name lies there."""


class OutOfReach(Exception):
    """The place where files lie does not answer, or does not let us in."""


@dataclass(frozen=True)
class Blob:
    """A file that lies there, and since when."""

    name: str
    since: datetime


class Blobs:
    """Keeps sealed files by name."""

    def __init__(self, address: str) -> None:
        self._store = _opened(address)

    def put_new(self, name: str, sealed: Iterable[bytes]) -> None:
        """Keep a file under a name that is free. It is there whole, or not at all.

        Raises:
            AlreadyThere: the name is taken.
        """
        whole = b"".join(sealed)  # in one piece: only so is "create" refused twice
        with _in_reach(), _taken(name):
            obstore.put(
                self._store, _checked(name), whole, mode="create", use_multipart=False
            )

    def read(self, name: str, start: int, end: int) -> bytes:
        """The bytes from `start` up to, not including, `end`, as far as there are any.

        Raises:
            NotThere: there is no such file.
        """
        with _in_reach():
            size = obstore.head(self._store, _checked(name))["size"]
            if start >= min(end, size):
                return b""
            return bytes(
                obstore.get_range(
                    self._store, _checked(name), start=start, end=min(end, size)
                )
            )

    def exists(self, name: str) -> bool:
        with suppress(NotThere), _in_reach():
            obstore.head(self._store, _checked(name))
            return True
        return False

    def delete(self, name: str) -> None:
        """Take a file away. One that is not there is no fault."""
        with suppress(NotThere), _in_reach():
            obstore.delete(self._store, _checked(name))

    def all(self, folder: str) -> Iterator[Blob]:
        """Every file of one kind, such as `cases`."""
        with _in_reach():
            for batch in obstore.list(self._store, prefix=folder):
                for each in batch:
                    yield Blob(str(each["path"]), each["last_modified"])

    def probe(self) -> None:
        """Write, read and delete a file.

        Raises:
            OutOfReach: that does not work.
        """
        name = "cases/probe"
        self.delete(name)
        with suppress(AlreadyThere):  # somebody else is looking as well
            self.put_new(name, [b"probe"])
        with suppress(NotThere):
            self.read(name, 0, 5)
        self.delete(name)


def _opened(address: str) -> ObjectStore:
    parts = urlsplit(address)
    if parts.scheme != "file":
        return S3Store.from_url(
            address,
            client_options={"timeout": "20s", "connect_timeout": "5s"},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )
    folder = Path(unquote(parts.path))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return LocalStore(folder)


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError("a name is made of ids alone")
    return name


@contextmanager
def _taken(name: str) -> Iterator[None]:
    try:
        yield
    except AlreadyExistsError as error:
        raise AlreadyThere(name) from error


@contextmanager
def _in_reach() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotThere from error
    except (BaseError, OSError) as error:
        raise OutOfReach(type(error).__name__) from error
