"""The notice for everybody: one at a time, on every page, and on record who set it."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from casework.seen import check_unchanged, mark_of
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.service_notice import check_notice, is_shown
from storage.service_notices import ServiceNotice
from storage.store import Store, Storehouse

FRESH = 5.0
"""For so many seconds a page believes what the one before it was told."""
SHOWN_BEFORE = 10

log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """A notice as operations see it, with the name of whoever set it."""

    notice: ServiceNotice
    by: str


@dataclass(frozen=True)
class Standing:
    """The notice that stands or will, and those before. `mark` changes with it."""

    notice: Line | None
    before: tuple[Line, ...]
    mark: str
    as_of: datetime


class NoticeForAll:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse
        self._known: ServiceNotice | None = None
        self._fresh_until = 0.0

    @property
    def is_fresh(self) -> bool:
        """Whether what stands was looked up just now."""
        return monotonic() < self._fresh_until

    def look(self) -> None:
        """Look up what stands."""
        self._known = self._read()
        self._fresh_until = monotonic() + FRESH

    def shown(self) -> str:
        """What stands on every page now, as it was last looked up."""
        known = self._known
        if known is None or not is_shown(known.starts_at, known.ends_at, now()):
            return ""
        return known.words

    def _read(self) -> ServiceNotice | None:
        """What cannot be read is not shown: the page has other things to say then."""
        try:
            with self._storehouse.reading() as store:
                return next(iter(store.service_notices.newest()), None)
        except DBAPIError as error:
            log.error("notice_unread", exc_class=type(error).__name__)
            return None

    def standing(self, actor: Actor) -> Standing:
        """Raises NotAllowed: the actor is not in operations."""
        check_office(actor, Office.ANNOUNCE)
        at = now()
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            found = store.service_notices.newest(SHOWN_BEFORE)
        lines = tuple(Line(each, names.get(each.set_by, "")) for each in found)
        newest = lines[0] if lines and _stands(lines[0].notice, at) else None
        before = lines[1:] if newest else lines
        return Standing(newest, before, _mark(newest.notice if newest else None), at)

    def put_up(
        self,
        actor: Actor,
        words: str,
        span: tuple[datetime | None, datetime],
        seen: str = "",
    ) -> None:
        """Show something on every page, from a moment or from now on.

        It takes the place of the one before; the same again changes nothing.

        Raises:
            NotAllowed: the actor is not in operations.
            NotAccepted: its words or its times cannot be used.
            RuleBroken: somebody has set another one meanwhile.
        """
        check_office(actor, Office.ANNOUNCE)
        at, (starts, ends) = now(), span
        check_notice(words, starts or at, ends, at)
        wanted = ServiceNotice(words.strip(), starts or at, ends, actor.id, at)
        self._set(wanted, seen, at, starts is None)

    def take_down(self, actor: Actor, seen: str = "") -> None:
        """Show nothing any more.

        Raises:
            NotAllowed: the actor is not in operations.
            RuleBroken: somebody has set another one meanwhile.
        """
        check_office(actor, Office.ANNOUNCE)
        at = now()
        self._set(ServiceNotice("", at, at, actor.id, at), seen, at, at_once=True)

    def _set(
        self, wanted: ServiceNotice, seen: str, at: datetime, at_once: bool
    ) -> None:
        with self._storehouse.writing() as store:
            store.service_notices.hold()
            stands = _current(store, at)
            if _is_so(stands, wanted, at_once):
                return
            check_unchanged(seen, _mark(stands), "")
            store.service_notices.add(wanted)
        self._fresh_until = 0.0


def _current(store: Store, at: datetime) -> ServiceNotice | None:
    newest = next(iter(store.service_notices.newest()), None)
    return newest if newest is not None and _stands(newest, at) else None


def _stands(notice: ServiceNotice, at: datetime) -> bool:
    return bool(notice.words) and notice.ends_at > at


def _is_so(stands: ServiceNotice | None, wanted: ServiceNotice, at_once: bool) -> bool:
    """Whether it is so already, as after a double click."""
    if stands is None or not wanted.words:
        return stands is None and not wanted.words
    same = (stands.words, stands.ends_at) == (wanted.words, wanted.ends_at)
    begun = stands.starts_at <= wanted.starts_at
    return same and (begun if at_once else stands.starts_at == wanted.starts_at)


def _mark(notice: ServiceNotice | None) -> str:
    return mark_of(notice.number if notice else 0)
