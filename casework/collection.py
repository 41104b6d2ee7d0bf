"""The recipient's side: a link that opens nothing, an address, four spoken words.

Every question is answered from the release's row, at every request. Unknown, expired
and revoked look the same from outside.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from adapters import passwords
from adapters.clock import now
from casework.desk import Desk, Receipt
from domain import acts
from domain.content import Content
from domain.people import the_recipient
from domain.release import ReleaseState
from storage.releases import Parcel
from storage.store import Store, Storehouse
from storage.tables import VisitRow

IDLE = timedelta(minutes=15)
LONGEST = timedelta(minutes=60)
TRIES_PER_NETWORK = 5
TRIES_IN_ALL = 10
WINDOW = timedelta(hours=24)


class NoLongerHere(Exception):
    """There is nothing at this address, or not for this browser, or no more."""


class WrongCode(Exception):
    """The words are not right; `left` tries remain for this network."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong code")
        self.left = left


class Locked(Exception):
    """Too many wrong codes. The sender can help."""


class Step(StrEnum):
    """How far a visit has come."""

    ADDRESS = "address"
    CODE = "code"
    INSIDE = "inside"


@dataclass(frozen=True)
class Visit:
    """A browser at a locator, with the token its forms carry."""

    cookie: str
    csrf: str
    step: Step


@dataclass(frozen=True)
class Parcels:
    """What a recipient who has proved themselves sees."""

    parcel: Parcel
    content: Content
    organisation: str
    telephone: str

    @property
    def is_acknowledged(self) -> bool:
        return self.parcel.state is ReleaseState.ACKNOWLEDGED


class Collection:
    def __init__(self, storehouse: Storehouse, desk: Desk) -> None:
        self._storehouse = storehouse
        self._desk = desk

    def visit(self, locator: str, cookie: str | None) -> Visit:
        """The browser's visit, or a new one. A locator that leads nowhere has one too."""
        at = now()
        with self._storehouse.writing() as store:
            row = _visit(store, locator, cookie, at) if cookie else None
            if row is not None and cookie is not None:
                row.seen_at = at
                store.session.add(row)
                return Visit(cookie, row.csrf, _step(row))
            fresh, csrf = passwords.new_secret(), passwords.new_secret()
            store.releases.add_visit(passwords.fingerprint(fresh), locator, csrf, at)
            return Visit(fresh, csrf, Step.ADDRESS)

    def give_address(self, locator: str, cookie: str, email: str) -> None:
        """Note the address. What it leads to looks the same, right or wrong."""
        with self._storehouse.writing() as store:
            row = _visit(store, locator, cookie, now())
            if row is None:
                raise NoLongerHere
            parcel = store.releases.at(locator)
            row.addressed = bool(
                parcel and store.releases.is_addressed_to(parcel, email)
            )
            row.asked = True
            store.session.add(row)

    def give_code(self, locator: str, cookie: str, code: str, network: str) -> str:
        """Prove oneself with the spoken words; the cookie of the proved visit.

        Raises:
            WrongCode: the words or the address are not right.
            Locked: too many wrong tries.
        """
        at = now()
        with self._storehouse.reading() as store:
            row = _visit(store, locator, cookie, at)
            parcel = store.releases.at(locator)
            if row is None or not row.asked:
                raise NoLongerHere
            _check_tries(store, parcel, locator, network, at)
        # A decoy costs the same time when there is nothing to compare with.
        hashed = parcel.phrase_hash if parcel else DECOY
        right = passwords.is_code(code, hashed)
        with self._storehouse.writing() as store:
            kept = store.releases.at(locator)
            if right and row.addressed and kept and kept.is_live(at):
                fresh = passwords.new_secret()
                new_id = passwords.fingerprint(fresh)
                store.releases.prove_visit(row.id, new_id, at)
                return fresh
            left = _count_try(store, kept, locator, network, at)
        if left <= 0:
            raise Locked
        raise WrongCode(left)

    def items(self, locator: str, cookie: str) -> Parcels:
        """What was shared, for a browser that has proved itself.

        Raises:
            NoLongerHere: it has not, or the release is over.
        """
        at = now()
        with self._storehouse.writing() as store:
            parcel = _inside(store, locator, cookie, at)
            store.releases.note_opened(parcel.id, at)
            organisation = store.accounts.organisation(parcel.organisation)
            content = store.releases.content(parcel)
            return Parcels(parcel, content, organisation.name, organisation.telephone)

    async def acknowledge(self, locator: str, cookie: str, once: str) -> Receipt:
        """The recipient says that they have received and stored it."""
        parcel = await asyncio.to_thread(self._proved, locator, cookie)
        actor = the_recipient(parcel.organisation)
        return await self._desk.do(
            actor,
            parcel.reference,
            lambda id, at, case: acts.Acknowledge(id, actor, at),
            once=f"{parcel.id}:acknowledge:{once}",
        )

    async def not_for_me(self, locator: str, cookie: str) -> None:
        """Whoever holds the link can stop it, without any code; it fails safe."""
        parcel = await asyncio.to_thread(self._live, locator, cookie)
        if parcel is None:
            return  # the same answer for what is unknown or over
        actor = the_recipient(parcel.organisation)
        await self._desk.do(
            actor,
            parcel.reference,
            lambda id, at, case: acts.RefuseRelease(id, actor, at),
            once=f"{parcel.id}:not-for-me",
        )

    def leave(self, locator: str, cookie: str) -> None:
        with self._storehouse.writing() as store:
            store.releases.end_visit(passwords.fingerprint(cookie))

    def _proved(self, locator: str, cookie: str) -> Parcel:
        with self._storehouse.reading() as store:
            return _inside(store, locator, cookie, now())

    def _live(self, locator: str, cookie: str) -> Parcel | None:
        at = now()
        with self._storehouse.reading() as store:
            if _visit(store, locator, cookie, at) is None:
                raise NoLongerHere
            parcel = store.releases.at(locator)
            return parcel if parcel and parcel.is_live(at) else None


def _visit(store: Store, locator: str, cookie: str, at: datetime) -> VisitRow | None:
    row = store.releases.visit(
        passwords.fingerprint(cookie), idle_since=at - IDLE, began=at - LONGEST
    )
    return row if row is not None and row.locator == locator else None


def _inside(store: Store, locator: str, cookie: str, at: datetime) -> Parcel:
    row = _visit(store, locator, cookie, at)
    parcel = store.releases.at(locator)
    if row is None or row.proved_at is None or parcel is None:
        raise NoLongerHere
    if not parcel.is_live(at):
        raise NoLongerHere
    return parcel


def _step(row: VisitRow) -> Step:
    if row.proved_at is not None:
        return Step.INSIDE
    return Step.CODE if row.asked else Step.ADDRESS


def _check_tries(
    store: Store, parcel: Parcel | None, locator: str, network: str, at: datetime
) -> None:
    here, everywhere = _tried(store, locator, network)
    window = _window(at)
    too_many = store.attempts.count(here, window) >= TRIES_PER_NETWORK
    locked = parcel is not None and parcel.locked_at is not None
    if locked or too_many or store.attempts.total(everywhere) >= TRIES_IN_ALL:
        raise Locked


def _count_try(
    store: Store, parcel: Parcel | None, locator: str, network: str, at: datetime
) -> int:
    """One more wrong try; how many are left for this network."""
    here, everywhere = _tried(store, locator, network)
    window = _window(at)
    tried = store.attempts.add(here, window)
    store.attempts.add(everywhere, window)
    total = store.attempts.total(everywhere)
    if total >= TRIES_IN_ALL and parcel is not None:
        store.releases.lock(parcel.id, at)
    return min(TRIES_PER_NETWORK - tried, TRIES_IN_ALL - total)


def _tried(store: Store, locator: str, network: str) -> tuple[str, str]:
    index = store.keys.people().index
    return f"code:{index(locator + network)}", f"code:{index(locator)}"


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())


DECOY = passwords.hash_code(passwords.new_secret())
