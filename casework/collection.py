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
from casework.code_tries import Locked, check_tries, count_try
from casework.desk import Desk, Receipt
from domain import acts
from domain.content import Content
from domain.errors import RuleBroken
from domain.people import the_recipient
from domain.release import ReleaseState
from storage.releases import Parcel
from storage.store import Store, Storehouse
from storage.tables import VisitRow

IDLE = timedelta(minutes=15)
LONGEST = timedelta(minutes=60)


class NoLongerHere(Exception):
    """There is nothing at this address, or not for this browser, or no more."""


class WrongCode(Exception):
    """The words are not right; `left` tries remain for this network."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong code")
        self.left = left


class Step(StrEnum):
    """How far a visit has come."""

    ADDRESS = "address"
    CODE = "code"
    TERMS = "terms"
    INSIDE = "inside"


@dataclass(frozen=True)
class Visit:
    """A browser at a locator, with the token its forms carry."""

    cookie: str
    csrf: str
    step: Step


@dataclass(frozen=True)
class Cover:
    """What a recipient who has proved themselves is told first: who sends it."""

    parcel: Parcel
    organisation: str
    telephone: str

    @property
    def is_acknowledged(self) -> bool:
        return self.parcel.state is ReleaseState.ACKNOWLEDGED


@dataclass(frozen=True)
class Parcels(Cover):
    """What a recipient who has accepted the conditions sees."""

    content: Content


class Collection:
    def __init__(self, storehouse: Storehouse, desk: Desk) -> None:
        self._storehouse = storehouse
        self._desk = desk

    def visit(self, locator: str, cookie: str | None) -> Visit:
        """The browser's visit, or a new one, also where a locator leads nowhere."""
        at = now()
        with self._storehouse.writing() as store:
            row = _visit(store, locator, cookie, at) if cookie else None
            if row is not None and cookie is not None:
                return _seen(store, row, cookie, at)
            fresh, csrf = passwords.new_secret(), passwords.new_secret()
            store.releases.add_visit(passwords.fingerprint(fresh), locator, csrf, at)
            return Visit(fresh, csrf, Step.ADDRESS)

    def continued(self, locator: str, cookie: str | None) -> Visit:
        """The browser's visit, for pages that nobody begins with.

        Raises:
            NoLongerHere: it has none, or none any more.
        """
        at = now()
        with self._storehouse.writing() as store:
            row = _visit(store, locator, cookie, at) if cookie else None
            if row is None or cookie is None:
                raise NoLongerHere
            return _seen(store, row, cookie, at)

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
            check_tries(store, parcel, locator, network, at)
        # A decoy costs the same time when there is nothing to compare with.
        hashed = parcel.phrase_hash if parcel else DECOY
        right = passwords.is_code(code, hashed)
        with self._storehouse.writing() as store:
            # Again: meanwhile others may have tried, or somebody closed it.
            row = _visit(store, locator, cookie, at)
            kept = store.releases.at(locator)
            if row is None:
                raise NoLongerHere
            check_tries(store, kept, locator, network, at)
            if right and row.addressed and kept and kept.is_live(at):
                fresh = passwords.new_secret()
                new_id = passwords.fingerprint(fresh)
                store.releases.prove_visit(row.id, new_id, at)
                return fresh
            left = count_try(store, kept, locator, network, at)
        if left <= 0:
            raise Locked
        raise WrongCode(left)

    def cover(self, locator: str, cookie: str) -> Cover:
        """Who shares it and until when, for a browser that has proved itself.

        Raises:
            NoLongerHere: it has not, or the release is over.
        """
        with self._storehouse.reading() as store:
            _, parcel = _proved(store, locator, cookie, now())
            return _cover(store, parcel)

    def accept(self, locator: str, cookie: str) -> None:
        """The recipient accepts the conditions; the first time counts."""
        at = now()
        with self._storehouse.writing() as store:
            row, _ = _proved(store, locator, cookie, at)
            row.accepted_at = row.accepted_at or at
            store.session.add(row)

    def items(self, locator: str, cookie: str) -> Parcels:
        """What was shared, for a browser whose user has accepted the conditions.

        Raises:
            NoLongerHere: it has not come that far, or the release is over.
        """
        at = now()
        with self._storehouse.writing() as store:
            parcel = _inside(store, locator, cookie, at)
            store.releases.note_opened(parcel.id, at)
            cover, content = _cover(store, parcel), store.releases.content(parcel)
            return Parcels(parcel, cover.organisation, cover.telephone, content)

    async def acknowledge(self, locator: str, cookie: str) -> Receipt:
        """The recipient says that they have received and stored it. Twice is once."""
        parcel = await asyncio.to_thread(self._opened, locator, cookie)
        actor = the_recipient(parcel.organisation)
        try:
            return await self._desk.do(
                actor,
                parcel.reference,
                lambda id, at, case: acts.Acknowledge(id, actor, at),
                once=f"{parcel.id}:acknowledge",
            )
        except RuleBroken as error:  # it was closed at this very moment
            raise NoLongerHere from error

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

    def _opened(self, locator: str, cookie: str) -> Parcel:
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


def _seen(store: Store, row: VisitRow, cookie: str, at: datetime) -> Visit:
    row.seen_at = at
    store.session.add(row)
    return Visit(cookie, row.csrf, _step(row))


def _proved(
    store: Store, locator: str, cookie: str, at: datetime
) -> tuple[VisitRow, Parcel]:
    row = _visit(store, locator, cookie, at)
    parcel = store.releases.at(locator)
    if row is None or row.proved_at is None or parcel is None:
        raise NoLongerHere
    if not parcel.is_live(at):
        raise NoLongerHere
    return row, parcel


def _inside(store: Store, locator: str, cookie: str, at: datetime) -> Parcel:
    row, parcel = _proved(store, locator, cookie, at)
    if row.accepted_at is None:
        raise NoLongerHere
    return parcel


def _cover(store: Store, parcel: Parcel) -> Cover:
    organisation = store.accounts.organisation(parcel.organisation)
    return Cover(parcel, organisation.name, organisation.telephone)


def _step(row: VisitRow) -> Step:
    if row.accepted_at is not None:
        return Step.INSIDE
    if row.proved_at is not None:
        return Step.TERMS
    return Step.CODE if row.asked else Step.ADDRESS


DECOY = passwords.hash_code(passwords.new_secret())
