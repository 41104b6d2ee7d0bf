"""The recipients that an organisation knows, and how each of them was verified."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from domain.content import Recipient
from domain.directory import CheckedBy, Standing, standing_of
from domain.recipient_checks import domain_of
from storage.coding import dump, load
from storage.keys import Keys
from storage.once import once_in_a_reading
from storage.tables import DirectoryRow


@dataclass(frozen=True)
class Contact:
    """One person at another organisation, how to reach them, how they were verified.

    `verified` says in words how that was done. `mobile` takes security codes, and so
    does an authenticator app where `totp` holds its secret. `domains` are all that
    the other organisation sends from.
    """

    id: str
    name: str
    role: str
    organisation: str
    email: str
    phone: str
    verified: str
    verified_at: datetime | None = None
    domains: tuple[str, ...] = ()
    mobile: str = ""
    totp: str = ""
    checked_how: CheckedBy | None = None
    number_found: str = ""
    verified_by: str = ""
    verifier: str = ""
    """The name of whoever verified them, as it was then."""
    kept_by: str = ""
    retired_at: datetime | None = None
    version: int = 1
    partner_key: str = ""
    """Seals files that only they can open; a public key, in the form of age."""

    def standing(self, at: datetime, stale_after: timedelta) -> Standing:
        """How far this can be relied upon now."""
        return standing_of(self.verified_at, self.retired_at, at, stale_after)

    @property
    def all_domains(self) -> tuple[str, ...]:
        return self.domains or (domain_of(self.email),)

    @property
    def reached_by(self) -> tuple[str, ...]:
        """How they are reached; another way is somebody else, until checked."""
        return (self.email.casefold(), self.phone, self.mobile, self.totp)

    @property
    def who(self) -> tuple[str, ...]:
        """Who they are and how they are reached: what a verification is about."""
        known = (self.name, self.organisation.casefold(), self.partner_key)
        return (*known, *self.reached_by)


class Directory:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(
        self, organisation: str, contact: Contact, verified_at: datetime | None
    ) -> None:
        self._session.add(
            DirectoryRow(
                id=contact.id,
                organisation=organisation,
                entry_sealed=self._sealed(contact),
                verified_at=verified_at,
            )
        )
        self._session.flush()

    def keep(self, contact: Contact) -> None:
        """Write an entry down as it is now."""
        row = self._session.get_one(DirectoryRow, contact.id)
        row.entry_sealed = self._sealed(contact)
        row.verified_at, row.retired_at = contact.verified_at, contact.retired_at
        self._session.add(row)
        self._session.flush()

    @once_in_a_reading
    def all(self, organisation: str) -> list[Contact]:
        """Every entry, with those that are not in use any more."""
        rows = self._session.exec(
            select(DirectoryRow)
            .where(DirectoryRow.organisation == organisation)
            .order_by(col(DirectoryRow.verified_at), DirectoryRow.id)
        )
        return [self._contact(row) for row in rows]

    def in_use(self, organisation: str) -> list[Contact]:
        return [each for each in self.all(organisation) if each.retired_at is None]

    def with_address(self, organisation: str, email: str) -> Iterator[Contact]:
        """The entries in use that have this address."""
        wanted = email.strip().casefold()
        for each in self.in_use(organisation):
            if each.email.casefold() == wanted:
                yield each

    def get(
        self, organisation: str, contact_id: str, *, lock: bool = False
    ) -> Contact | None:
        """One entry; `lock` holds it until the end of the transaction."""
        row = self._session.get(DirectoryRow, contact_id, with_for_update=lock or None)
        if row is None or row.organisation != organisation:
            return None
        return self._contact(row)

    def still_knows(self, organisation: str, to: Recipient) -> bool:
        """Whether an entry that they were chosen from is in use, and says the same."""
        if not to.directory_id:
            return True
        known = self.get(organisation, to.directory_id)
        same = known is not None and known.email.casefold() == to.email.casefold()
        return same and known is not None and known.retired_at is None

    def partner_key(
        self, organisation: str, contact_id: str, at: datetime, stale_after: timedelta
    ) -> str:
        """What files are sealed with for this person; nothing unless it is verified."""
        known = self.get(organisation, contact_id) if contact_id else None
        if known is None or known.standing(at, stale_after) is not Standing.VERIFIED:
            return ""
        return known.partner_key

    def _sealed(self, contact: Contact) -> bytes:
        cipher = self._keys.people()
        return cipher.seal(f"directory:{contact.id}", dump(contact))

    def _contact(self, row: DirectoryRow) -> Contact:
        cipher = self._keys.people()
        entry = cipher.open(f"directory:{row.id}", row.entry_sealed)
        return replace(
            load(entry, Contact),
            verified_at=row.verified_at,
            retired_at=row.retired_at,
        )
