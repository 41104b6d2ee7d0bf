"""Looks for readings that are unusual, beside the worker.

What it finds has a name made of what it is about, so that looking twice finds it once.
Names are compared in memory only, and nothing of them is kept.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

from adapters.clock import now
from adapters.settings import Settings
from casework.calendars import calendar_for
from casework.conflicts import content_of
from domain.audit import LineKind, Wanted
from domain.calendar import LONDON
from domain.errors import Why
from domain.naming import all_names
from domain.unusual import Limits, Sign, family_name
from storage.alerts import Alert
from storage.cases import stored_case
from storage.keys import KeyDestroyed
from storage.read_log import Read
from storage.store import Store, Storehouse

EVERY = 60.0
AT_FIRST = timedelta(days=1)
"""So far back it looks when it begins: it may have stood still."""

AGAIN = timedelta(minutes=2)
"""So far back it looks each time: a transaction may have taken as long."""

AN_HOUR = timedelta(hours=1)
MOST = 10_000

Found = tuple[Sign, str, str]
"""A sign, the case, and what makes it the same one again: a day, an hour, a case."""


def limits_of(settings: Settings) -> Limits:
    hours = settings.unusual_out_of_hours
    return Limits(settings.unusual_cases_an_hour, out_of_hours=hours)


class ReadingWatch:
    def __init__(
        self, storehouse: Storehouse, limits: Limits, since: datetime | None = None
    ) -> None:
        self._storehouse = storehouse
        self._limits = limits
        self._since = since or now() - AT_FIRST

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY)

    def round(self) -> None:
        """Look at what was read and refused since the last time."""
        at = now()
        with self._storehouse.reading() as store:
            places = [each.id for each in store.accounts.organisations()]
        for place in places:
            with self._storehouse.writing() as store:
                self._look(store, place)
        self._since = at - AGAIN

    def _look(self, store: Store, place: str) -> None:
        wanted = Wanted(kind=LineKind.READ, since=self._since)
        for read in store.read_log.page(place, wanted, None, MOST):
            for found in self._signs(store, read):
                _add(store, place, read.user, read.at, found)
        refused = Wanted(kind=LineKind.REFUSED, since=self._since)
        for each in store.refusals.page(place, refused, None, MOST):
            if each.why is Why.CONFLICT and each.reference:
                mark = f"{each.reference}:{_day(each.at)}"
                found = (Sign.AFTER_CONFLICT, each.reference, mark)
                _add(store, place, each.user, each.at, found)

    def _signs(self, store: Store, read: Read) -> Iterator[Found]:
        (case,) = read.cases
        if _cases_before(store, read) > self._limits.cases_an_hour:
            yield Sign.MANY, case, f"{_day(read.at)}:{read.at.hour}"
        place = store.accounts.organisation(read.organisation)
        calendar = calendar_for(place, read.at)
        if self._limits.out_of_hours and not calendar.is_open(read.at):
            yield Sign.OUT_OF_HOURS, case, _day(read.at)
        if _same_family(store, read.user, case):
            yield Sign.OWN_NAME, case, case


def _cases_before(store: Store, read: Read) -> int:
    """How many cases they read within the hour that ends with this."""
    end = read.at + timedelta(microseconds=1)
    within = Wanted(read.user, LineKind.READ, read.at - AN_HOUR, end)
    found = store.read_log.page(read.organisation, within, None, MOST)
    return len({case for each in found for case in each.cases})


def _same_family(store: Store, user: str, reference: str) -> bool:
    account, case = store.accounts.get(user), stored_case(store.session, reference)
    if account is None or case is None:
        return False
    try:
        people = content_of(store, case).individuals
    except KeyDestroyed:  # it is destroyed, and nobody's name is left in it
        return False
    names = {
        family_name(name)
        for person in people
        for name in all_names(person.name, person.other_names)
    }
    return family_name(account.profile.name) in names


def _add(store: Store, place: str, user: str, at: datetime, found: Found) -> None:
    sign, reference, mark = found
    id = store.keys.people().index(f"alert|{user}|{sign.value}|{mark}")[:32]
    store.alerts.add(Alert(id, place, user, sign, reference, at))


def _day(at: datetime) -> str:
    return at.astimezone(LONDON).date().isoformat()
