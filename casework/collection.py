"""The recipient's side: what is behind a link, for whoever has proved themselves.

Every question is answered from the release's row, at every request. Unknown, expired
and revoked look the same from outside.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from adapters import passwords
from adapters.clock import now
from casework.desk import Desk, Receipt
from casework.downloads import FileLine, files_of
from casework.visiting import NoLongerHere, Step, Visit, Visiting, seen
from domain import acts
from domain.access import (
    NOWHERE,
    RECIPIENT,
    TERMS_VERSION,
    Access,
    AccessLine,
    Fault,
    Where,
)
from domain.content import Content
from domain.errors import RuleBroken
from domain.notices import Notice
from domain.people import the_recipient
from domain.release import ReleaseState
from storage.cases import stored_case
from storage.news import Item, owe_news
from storage.release_log import LoggedLine
from storage.releases import Parcel
from storage.store import Store, Storehouse

DATES = "release_dates"
"""The name under which operations see that a release has no end to go by."""

UNKNOWN = "door:unknown"


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
class Rules(Cover):
    """What a recipient takes on, and why it is sent, before anything is shown."""

    purpose: str
    handling: str
    is_protected: bool


@dataclass(frozen=True)
class Parcels(Cover):
    """What a recipient who has accepted the conditions sees."""

    content: Content
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class Received(Cover):
    """What a receipt says: that it was received, not what it said."""

    items: int
    files: int
    own_reference: str
    role: str


@dataclass(frozen=True)
class At:
    """A browser at a link, and from where."""

    locator: str
    cookie: str
    where: Where = NOWHERE


class Collection:
    def __init__(self, storehouse: Storehouse, desk: Desk, visiting: Visiting) -> None:
        self._storehouse = storehouse
        self._desk = desk
        self._visiting = visiting

    def visit(self, locator: str, cookie: str | None, where: Where) -> Visit:
        """The browser's visit, or a new one, also where a locator leads nowhere."""
        self._check_dates(locator)
        at = now()
        with self._storehouse.writing() as store:
            row = self._visiting.found(store, locator, cookie, at) if cookie else None
            if row is not None and cookie is not None:
                return seen(store, row, cookie, at)
            _note_opened(store, locator, where, at)
            fresh, csrf = passwords.new_secret(), passwords.new_secret()
            store.releases.add_visit(passwords.fingerprint(fresh), locator, csrf, at)
            return Visit(fresh, csrf, Step.ADDRESS)

    def continued(self, locator: str, cookie: str | None) -> Visit:
        """The browser's visit, for pages that nobody begins with.

        Raises:
            NoLongerHere: it has none, or none any more.
        """
        self._check_dates(locator)
        at = now()
        with self._storehouse.writing() as store:
            row = self._visiting.found(store, locator, cookie, at) if cookie else None
            if row is None or cookie is None:
                raise NoLongerHere
            return seen(store, row, cookie, at)

    def _check_dates(self, locator: str) -> None:
        """Operations see a release that counts as ended: nobody knows its end."""
        with self._storehouse.reading() as store:
            reference = store.releases.unreadable_at(locator)
        if reference is not None:
            with self._storehouse.writing() as store:
                store.troubles.note(reference, DATES, "Unreadable", now())

    def rules(self, locator: str, cookie: str) -> Rules:
        """What to accept, for a browser that has proved itself.

        Raises:
            NoLongerHere: it has not, or the release is over.
        """
        with self._storehouse.reading() as store:
            _, parcel = self._visiting.proved(store, locator, cookie, now())
            content = store.releases.content(parcel)
            protected = any(each.protected_address for each in content.individuals)
            return Rules(
                *_cover(store, parcel), content.purpose, content.handling, protected
            )

    def accept(self, here: At, role: str) -> None:
        """The recipient accepts the conditions; the first time counts."""
        at = now()
        codes: dict[str, str | int] = {"version": TERMS_VERSION}
        with self._storehouse.writing() as store:
            row, parcel = self._visiting.proved(store, here.locator, here.cookie, at)
            line = AccessLine(
                Access.TERMS_ACCEPTED, RECIPIENT, at, row.id[:16], here.where, codes,
                role,
            )  # fmt: skip
            store.release_log.add(parcel.id, line)
            row.accepted_at = row.accepted_at or at
            store.session.add(row)

    def items(self, here: At) -> Parcels:
        """What was shared, for a browser whose user has accepted the conditions.

        Raises:
            NoLongerHere: it has not come that far, or the release is over.
        """
        at = now()
        with self._storehouse.writing() as store:
            row, parcel = self._visiting.inside(store, here.locator, here.cookie, at)
            store.releases.note_opened(parcel.id, at)
            once = f"{_hour(at)}-{row.id[:8]}"
            line = AccessLine(Access.READ, RECIPIENT, at, once, here.where)
            store.release_log.add(parcel.id, line)
            content = store.releases.content(parcel)
            files = files_of(store, parcel, content, row.id, at)
            return Parcels(*_cover(store, parcel), content, files)

    async def acknowledge(self, here: At, own_reference: str) -> Receipt:
        """The recipient says that they have received and stored it. Twice is once."""
        parcel = await asyncio.to_thread(self._said_received, here, own_reference)
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

    def receipt(self, locator: str, cookie: str) -> Received:
        """That it was received: as long as the visit lasts, whatever became of it.

        Raises:
            NoLongerHere: it was not received, and is over.
        """
        at = now()
        with self._storehouse.reading() as store:
            row, parcel = self._visiting.known(store, locator, cookie, at)
            if row.accepted_at is None:
                raise NoLongerHere
            if parcel.acknowledged_at is None and not parcel.is_live(at):
                raise NoLongerHere
            said = {each.line.what: each.line for each in _logged(store, parcel)}
            first = said.get(Access.ACKNOWLEDGED)
            items, files = (first.codes.get(n, 0) if first else 0 for n in COUNTED)
            own = first.words if first else ""
            accepted = said.get(Access.TERMS_ACCEPTED)
            role = accepted.words if accepted else ""
            return Received(*_cover(store, parcel), int(items), int(files), own, role)

    def report(self, here: At, fault: Fault) -> None:
        """Something is wrong with what was sent: the sender is told."""
        self._tell(here, Access.PROBLEM, Notice.RECIPIENT_PROBLEM, fault.value)

    def ask_for_more_time(self, here: At) -> None:
        """The sender is told that it is needed for longer."""
        self._tell(here, Access.MORE_TIME, Notice.MORE_TIME)

    def _tell(self, here: At, what: Access, notice: Notice, about: str = "") -> None:
        """Put it in the log and owe the sender a message: once a day is enough."""
        at = now()
        codes: dict[str, str | int] = {"about": about} if about else {}
        once = f"{about}{at.date().isoformat()}"
        with self._storehouse.writing() as store:
            _, parcel = self._visiting.inside(store, here.locator, here.cookie, at)
            line = AccessLine(what, RECIPIENT, at, once, here.where, codes)
            case = stored_case(store.session, parcel.reference)
            if store.release_log.add(parcel.id, line) and case is not None:
                told = Item(notice, parcel.reference, once, case.opened_by)
                owe_news(store, told, at)

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

    def _said_received(self, here: At, own_reference: str) -> Parcel:
        at = now()
        with self._storehouse.writing() as store:
            _, parcel = self._visiting.inside(store, here.locator, here.cookie, at)
            content = store.releases.content(parcel)
            counts = (len(content.items), len(store.packing.objects(parcel.id)))
            codes: dict[str, str | int] = dict(zip(COUNTED, counts, strict=True))
            line = AccessLine(
                Access.ACKNOWLEDGED, RECIPIENT, at, "", here.where, codes,
                own_reference,
            )  # fmt: skip
            store.release_log.add(parcel.id, line)
            return parcel

    def _live(self, locator: str, cookie: str) -> Parcel | None:
        at = now()
        with self._storehouse.reading() as store:
            if self._visiting.found(store, locator, cookie, at) is None:
                raise NoLongerHere
            parcel = store.releases.at(locator)
            return parcel if parcel and parcel.is_live(at) else None


COUNTED = ("items", "files")


def _logged(store: Store, parcel: Parcel) -> list[LoggedLine]:
    return store.release_log.of(parcel.id)


def _cover(store: Store, parcel: Parcel) -> tuple[Parcel, str, str]:
    organisation = store.accounts.organisation(parcel.organisation)
    return parcel, organisation.name, organisation.telephone


def _note_opened(store: Store, locator: str, where: Where, at: datetime) -> None:
    """Once an hour; links that lead nowhere are counted all together."""
    hour = _hour(at)
    parcel = store.releases.at(locator)
    if parcel is None:
        store.attempts.add(UNKNOWN, int(at.timestamp() // 3600))
        return
    line = AccessLine(Access.OPENED, RECIPIENT, at, hour, where)
    store.release_log.add(parcel.id, line)


def _hour(at: datetime) -> str:
    return f"{at:%Y%m%d%H}"
