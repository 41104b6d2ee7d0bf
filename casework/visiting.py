"""A recipient's browser at a link: how far it has come, and when that ends.

Every question is answered from the rows, at every request.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from adapters import passwords
from storage.release_tables import VisitRow
from storage.releases import Parcel
from storage.store import Store


class NoLongerHere(Exception):
    """There is nothing at this address, or not for this browser, or no more."""


class Step(StrEnum):
    """How far a visit has come."""

    ADDRESS = "address"
    CODE = "code"
    TERMS = "terms"
    INSIDE = "inside"

    def comes_before(self, other: "Step") -> bool:
        order = list(Step)
        return order.index(self) < order.index(other)


@dataclass(frozen=True)
class Visit:
    """A browser at a locator, with the token its forms carry."""

    cookie: str
    csrf: str
    step: Step


@dataclass(frozen=True)
class Visiting:
    """How long a visit lasts without use, and how long at most."""

    idle: timedelta
    longest: timedelta

    def found(
        self, store: Store, locator: str, cookie: str, at: datetime
    ) -> VisitRow | None:
        row = self.of(store, cookie, at)
        return row if row is not None and row.locator == locator else None

    def of(self, store: Store, cookie: str, at: datetime) -> VisitRow | None:
        """The visit of a browser, wherever it is."""
        return store.releases.visit(
            passwords.fingerprint(cookie),
            idle_since=at - self.idle,
            began=at - self.longest,
        )

    def proved(
        self, store: Store, locator: str, cookie: str, at: datetime
    ) -> tuple[VisitRow, Parcel]:
        """A visit that has given the right code, and what is at its address.

        Raises:
            NoLongerHere: it has not, or there is nothing, or no more.
        """
        row, parcel = self.known(store, locator, cookie, at)
        if not parcel.is_live(at):
            raise NoLongerHere
        return row, parcel

    def known(
        self, store: Store, locator: str, cookie: str, at: datetime
    ) -> tuple[VisitRow, Parcel]:
        """The same, also once the release is over: for what is no content."""
        row = self.found(store, locator, cookie, at)
        parcel = store.releases.at(locator)
        if row is None or row.proved_at is None or parcel is None:
            raise NoLongerHere
        return row, parcel

    def inside(
        self, store: Store, locator: str, cookie: str, at: datetime
    ) -> tuple[VisitRow, Parcel]:
        """A visit that has accepted the conditions as well.

        Raises:
            NoLongerHere: it has not come that far, or the release is over.
        """
        row, parcel = self.proved(store, locator, cookie, at)
        if row.accepted_at is None:
            raise NoLongerHere
        return row, parcel


def seen(store: Store, row: VisitRow, cookie: str, at: datetime) -> Visit:
    """The visit goes on: it was used just now."""
    row.seen_at = at
    store.session.add(row)
    return Visit(cookie, row.csrf, _step(row))


def _step(row: VisitRow) -> Step:
    if row.accepted_at is not None:
        return Step.INSIDE
    if row.proved_at is not None:
        return Step.TERMS
    return Step.CODE if row.asked else Step.ADDRESS
