"""Data keys, kept wrapped: one for each case, one for each release, one for people.

Storage knows no cipher. Whoever builds it hands in a `KeyService`.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import exists, literal
from sqlmodel import Session, col, delete, func, select, update

from storage.database import alone
from storage.retention_tables import TombstoneRow
from storage.tables import CaseRow, KeyRow, UserRow

PEOPLE = "people"
INDEX = "index"


class Cipher(Protocol):
    """Seals under one data key. The label says what for, and must match to open."""

    def seal(self, label: str, clear: str) -> bytes: ...

    def open(self, label: str, sealed: bytes) -> str:
        """The text that was sealed. A ValueError if it was altered or moved."""

    def index(self, value: str) -> str:
        """The same value gives the same opaque text, and nothing else does."""

    def object_key(self, id: str) -> bytes:
        """The key of one file, which is sealed apart from the database."""


class KeyService(Protocol):
    """Makes and unwraps data keys; holds the keys they are wrapped by."""

    def new_key(self, name: str) -> tuple[str, bytes]:
        """A fresh data key: the id of the wrapping key, and the wrapped key."""

    def cipher(self, name: str, kek: str, wrapped: bytes) -> Cipher: ...

    def rewrap(self, kek: str, wrapped: bytes) -> tuple[str, bytes]:
        """The same data key, wrapped by the key that is active now."""

    @property
    def active(self) -> str:
        """The id of the key that wraps what is new."""


@dataclass(frozen=True)
class WrappedKey:
    """A data key as it lies in the table: of no use without what wraps it."""

    name: str
    kek: str
    wrapped: bytes


class Keys:
    """The data keys of one unit of work; each is read and unwrapped once in it."""

    def __init__(self, session: Session, service: KeyService) -> None:
        self._session = session
        self._service = service
        self._known: dict[str, Cipher] = {}

    def create(self, name: str) -> Cipher:
        """The key of this name, made now if there is none yet.

        Raises:
            KeyDestroyed: there was one, and it was destroyed.
        """
        with suppress(KeyDestroyed):
            return self.get(name)
        alone(self._session, f"key {name}")
        if self._session.get(TombstoneRow, name) is not None:
            raise KeyDestroyed(name)
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
        if name not in self._known:
            row = self._session.get(KeyRow, name)
            if row is None:
                raise KeyDestroyed(name)
            self._known[name] = self._service.cipher(name, row.kek, row.wrapped)
        return self._known[name]

    def has(self, name: str) -> bool:
        """Whether there is such a key, and it was not destroyed."""
        return self._session.get(KeyRow, name) is not None

    def case(self, reference: str) -> Cipher:
        return self.get(f"case:{reference}")

    def people(self) -> Cipher:
        """What names and addresses of staff and directory entries are sealed under."""
        return self.create(PEOPLE)

    @property
    def active(self) -> str:
        """The id of the key that wraps what is new."""
        return self._service.active

    def held(self) -> dict[str, int]:
        """How many data keys each key-encryption key wraps."""
        counted = select(KeyRow.kek, func.count()).group_by(KeyRow.kek)
        return dict(self._session.exec(counted.order_by(KeyRow.kek)).all())

    def check_open(self) -> None:
        """Unwrap one data key of each key-encryption key in use; raises if one fails.

        A wrong key is found out before anything is read or written with it.
        """
        for kek in self.held():
            row = self._session.exec(select(KeyRow).where(KeyRow.kek == kek)).first()
            assert row is not None  # it was counted just now
            self._service.cipher(row.name, row.kek, row.wrapped)

    def rewrap(self, most: int) -> int:
        """Wrap some of what older keys hold under the active one; how many it were."""
        older = select(KeyRow).where(KeyRow.kek != self._service.active)
        rows = self._session.exec(older.order_by(KeyRow.name).limit(most)).all()
        for row in rows:
            kek, wrapped = self._service.rewrap(row.kek, row.wrapped)
            self._session.exec(  # one that is destroyed meanwhile stays destroyed
                update(KeyRow)
                .where(col(KeyRow.name) == row.name, col(KeyRow.kek) == row.kek)
                .values(kek=kek, wrapped=wrapped)
            )
        return len(rows)

    def destroy(self, name: str) -> bool:
        """Destroy a data key, and with it whatever it sealed. True if it was there.

        Its name stays, so that a backup cannot bring it back unnoticed.
        """
        if self._session.get(TombstoneRow, name) is None:
            self._session.add(TombstoneRow(name=name))
            self._session.flush()
        self._known.pop(name, None)
        gone = self._session.exec(delete(KeyRow).where(col(KeyRow.name) == name))
        return gone.rowcount == 1

    def destroyed(self) -> list[str]:
        """The names of the keys that were destroyed, and must not come back."""
        names = select(TombstoneRow.name).order_by(TombstoneRow.name)
        return list(self._session.exec(names))

    def lost_cases(self) -> int:
        """How many cases have no key, without that it was destroyed."""
        name = literal("case:") + col(CaseRow.reference)
        lost = (
            select(func.count())
            .select_from(CaseRow)
            .where(
                ~exists().where(col(KeyRow.name) == name),
                ~exists().where(col(TombstoneRow.name) == name),
            )
        )
        return self._session.exec(lost).one()

    def people_are_lost(self) -> bool:
        """Whether there are accounts, and not the key that they are sealed under."""
        somebody = self._session.exec(select(UserRow.id).limit(1)).first()
        return somebody is not None and not self.has(PEOPLE)

    def all(self) -> list[WrappedKey]:
        """Every data key, wrapped as it is kept."""
        rows = self._session.exec(select(KeyRow).order_by(KeyRow.name))
        return [WrappedKey(row.name, row.kek, row.wrapped) for row in rows]

    def bring_back(self, key: WrappedKey) -> bool:
        """Keep a key that is in a backup of keys. True if it was missing.

        One that was destroyed stays so.
        """
        dead = self._session.get(TombstoneRow, key.name) is not None
        if dead or self._session.get(KeyRow, key.name) is not None:
            return False
        self._service.cipher(key.name, key.kek, key.wrapped)  # it opens, or raises
        row = KeyRow(name=key.name, kek=key.kek, wrapped=key.wrapped)
        self._session.add(row)
        self._session.flush()
        return True


class KeyDestroyed(Exception):
    """The key is gone, and with it everything it sealed."""
