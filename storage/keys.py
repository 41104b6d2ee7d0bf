"""Data keys, kept wrapped: one for each case, one for each release, one for people.

Storage knows no cipher. Whoever builds it hands in a `KeyService`.
"""

from typing import Protocol

from sqlmodel import Session

from storage.database import alone
from storage.tables import KeyRow

PEOPLE = "people"
INDEX = "index"


class Cipher(Protocol):
    """Seals under one data key. The label says what for, and must match to open."""

    def seal(self, label: str, clear: str) -> bytes: ...

    def open(self, label: str, sealed: bytes) -> str:
        """The text that was sealed. A ValueError if it was altered or moved."""

    def index(self, value: str) -> str:
        """The same value gives the same opaque text, and nothing else does."""


class KeyService(Protocol):
    """Makes and unwraps data keys; holds the keys they are wrapped by."""

    def new_key(self, name: str) -> tuple[str, bytes]:
        """A fresh data key: the id of the wrapping key, and the wrapped key."""

    def cipher(self, name: str, kek: str, wrapped: bytes) -> Cipher: ...


class Keys:
    """The data keys of one unit of work."""

    def __init__(self, session: Session, service: KeyService) -> None:
        self._session = session
        self._service = service

    def create(self, name: str) -> Cipher:
        """The key of this name, made now if there is none yet."""
        if self._session.get(KeyRow, name) is None:
            alone(self._session, f"key {name}")
        if self._session.get(KeyRow, name) is None:
            kek, wrapped = self._service.new_key(name)
            self._session.add(KeyRow(name=name, kek=kek, wrapped=wrapped))
            self._session.flush()
        return self.get(name)

    def get(self, name: str) -> Cipher:
        """The key of this name.

        Raises:
            KeyDestroyed: there is none, or no more.
        """
        row = self._session.get(KeyRow, name)
        if row is None:
            raise KeyDestroyed(name)
        return self._service.cipher(name, row.kek, row.wrapped)

    def case(self, reference: str) -> Cipher:
        return self.get(f"case:{reference}")

    def people(self) -> Cipher:
        """What names and addresses of staff and directory entries are sealed under."""
        return self.create(PEOPLE)


class KeyDestroyed(Exception):
    """The key is gone, and with it everything it sealed."""
