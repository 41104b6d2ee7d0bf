"""Finished cases, searched by what is known of them without opening any.

Who looks for a person or an organisation by name gets a search with an id: it is on
record with whom it found, and for an hour its id stands for it. So a name is typed and
written down once, and stands in no address, while its pages are turned.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from casework.conflicts import known_to
from casework.finding import TooManySearches, is_too_often, may_be_found_by
from casework.paging import PAGE, read_cursor, write_cursor
from domain.calendar import LONDON
from domain.offices import Office
from domain.people import Actor, Role
from domain.policies import check_office
from domain.reads import ReadKind
from storage.case_people import (
    born_index,
    index_of,
    name_index,
    nhs_index,
    organisation_index,
    wanted_indexes,
)
from storage.closed_cases import ClosedCase, Wanted
from storage.keys import Cipher
from storage.read_log import Read
from storage.store import Store, Storehouse

LASTS = timedelta(hours=1)
MOST = 500
"""So many cases a search finds at most, the newest."""

NEWER = "-"
"""Stands before a cursor that leads back."""

SEARCHES = (ReadKind.PERSON_SEARCH, ReadKind.ORGANISATION_SEARCH)


@dataclass(frozen=True)
class Whom:
    """Whom or what to look for. All of it has to fit."""

    name: str = ""
    born: str = ""
    nhs_number: str = ""
    organisation: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.name or self.born or self.nhs_number)


@dataclass(frozen=True)
class Search:
    """A search that was made: its id, how much it found, and until when it stands.

    `more` says that there were others, older than these.
    """

    id: str
    found: int
    until: datetime
    more: bool = False


@dataclass(frozen=True)
class RecordFilter:
    """Which finished cases are wanted; what is empty is not asked. Both days count."""

    reference: str = ""
    first_day: date | None = None
    last_day: date | None = None
    ending: str = ""
    ruleset: str = ""
    who: str = ""
    role: str = ""
    search: str = ""


@dataclass(frozen=True)
class RecordLine:
    """A finished case, and the name of whoever asked for it."""

    case: ClosedCase
    by: str


@dataclass(frozen=True)
class RecordPage:
    """One page, newest first. `over`: the search it names does not stand any more."""

    items: tuple[RecordLine, ...] = ()
    next: str | None = None
    previous: str | None = None
    over: bool = False


@dataclass(frozen=True)
class Choices:
    """What can be chosen from: colleagues by id, and rule sets, each with its words."""

    colleagues: dict[str, str]
    rule_sets: list[tuple[str, str]]


class RecordSearch:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def check(self, actor: Actor) -> None:
        """Whether somebody may look for finished cases at all.

        Raises:
            NotAllowed: the actor is neither an auditor nor an adviser.
        """
        check_office(actor, Office.LIST_RECORDS)

    def choices(self, actor: Actor) -> Choices:
        """What a finished case of the organisation can be looked for by.

        Raises:
            NotAllowed: the actor is neither an auditor nor an adviser.
        """
        check_office(actor, Office.LIST_RECORDS)
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            rule_sets = store.closed_cases.rule_sets(actor.organisation)
        by_name = sorted(names.items(), key=lambda named: named[1].casefold())
        return Choices(dict(by_name), [(each, each) for each in rule_sets])

    def page(
        self, actor: Actor, wanted: RecordFilter, cursor: str | None = None
    ) -> RecordPage:
        """Finished cases of the organisation, newest first.

        Raises:
            NotAllowed: the actor is neither an auditor nor an adviser.
        """
        check_office(actor, Office.LIST_RECORDS)
        newer = bool(cursor) and str(cursor).startswith(NEWER)
        place = read_cursor((cursor or "").removeprefix(NEWER))
        with self._storehouse.reading() as store:
            asked = _asked(store, actor, wanted)
            if asked is None:
                return RecordPage(over=True)
            found = store.closed_cases.page(
                actor.organisation, asked, PAGE + 1, place, newer=newer
            )
            known = known_to(store, actor, (case.reference for case in found))
            names = store.accounts.names(actor.organisation)
        shown = found[:PAGE][::-1] if newer else found[:PAGE]
        more = len(found) > PAGE
        lines = tuple(RecordLine(case, names.get(case.opened_by, "")) for case in shown)
        page = _page(lines, older=more or newer, newer=more if newer else bool(place))
        return replace(
            page, items=tuple(each for each in lines if each.case.reference in known)
        )

    def find(self, actor: Actor, whom: Whom) -> Search:
        """Look for a person, an organisation or both; that is written down.

        Raises:
            NotAllowed: the actor is neither an auditor nor an adviser.
            TooManySearches: they have to wait.
        """
        check_office(actor, Office.LIST_RECORDS)
        with self._storehouse.writing() as store:
            cipher = store.keys.people()
            read = _read(actor, whom, "+".join(_indexes(cipher, whom)))
            refused = is_too_often(store, read)
            found = [] if refused else _cases(store, actor, whom)
            if not refused:
                store.read_log.add(replace(read, cases=tuple(found[:MOST])))
        if refused:
            raise TooManySearches(read.at)
        until = read.at + LASTS
        return Search(read.id, len(found[:MOST]), until, len(found) > MOST)


def _page(lines: tuple[RecordLine, ...], *, older: bool, newer: bool) -> RecordPage:
    if not lines:
        return RecordPage()
    first, last = lines[0].case.place, lines[-1].case.place
    return RecordPage(
        lines,
        next=write_cursor(last) if older else None,
        previous=f"{NEWER}{write_cursor(first)}" if newer else None,
    )


def _asked(store: Store, actor: Actor, wanted: RecordFilter) -> Wanted | None:
    """The same as the tables know it; None where its search does not stand."""
    among = None
    if wanted.search:
        read = store.read_log.get(wanted.search)
        if read is None or not _stands(read, actor):
            return None
        among = read.cases
    return Wanted(
        reference="".join(wanted.reference.split()).upper(),
        since=_begins(wanted.first_day),
        before=_begins(wanted.last_day, later=1),
        ending=wanted.ending,
        ruleset=wanted.ruleset,
        who=wanted.who,
        role=wanted.role,
        among=among,
    )


def _stands(read: Read, actor: Actor) -> bool:
    """Whether this is a search of theirs, and not too long ago."""
    own = (read.user, read.organisation) == (actor.id, actor.organisation)
    return own and read.kind in SEARCHES and now() < read.at + LASTS


def _begins(day: date | None, later: int = 0) -> datetime | None:
    """When a day begins in London, or one so many days later."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=later), time(), LONDON)


def _read(actor: Actor, whom: Whom, asked: str) -> Read:
    role = Role.AUDITOR if actor.has(Role.AUDITOR) else Role.ADVISER
    kind = ReadKind.PERSON_SEARCH if whom.is_person else ReadKind.ORGANISATION_SEARCH
    place = actor.organisation
    return Read(new_secret(), place, actor.id, role.value, now(), kind, asked)


def _cases(store: Store, actor: Actor, whom: Whom) -> list[str]:
    """The finished cases that everything fits, newest first, and one too many."""
    found = [set(each) for each in _matching(store, actor.organisation, whom)]
    among = Wanted(among=tuple(sorted(set.intersection(*found))))
    closed = store.closed_cases.page(actor.organisation, among, MOST + 1)
    cases = (store.cases(actor).get(each.reference) for each in closed)
    return [case.reference for case in cases if may_be_found_by(store, actor, case)]


def _matching(store: Store, place: str, whom: Whom) -> list[list[str]]:
    """For each thing that was typed, the cases that it fits."""
    cipher, people = store.keys.people(), store.case_people
    found = []
    if whom.name:
        likely = wanted_indexes(cipher, whom.name, whom.born)
        found.append(people.cases_of(place, likely))
    elif whom.born:
        found.append(people.cases_of(place, {born_index(cipher, whom.born)}))
    if whom.nhs_number:
        found.append(people.cases_of(place, {nhs_index(cipher, whom.nhs_number)}))
    if whom.organisation:
        to = organisation_index(cipher, whom.organisation)
        found.append(people.cases_to(place, to))
    return found


def _indexes(cipher: Cipher, whom: Whom) -> list[str]:
    """What was typed, as the log keeps it: the same gives the same, and no words."""
    asked = []
    if whom.name and whom.born:
        asked.append(index_of(cipher, whom.name, whom.born))
    elif whom.name:
        asked.append(name_index(cipher, whom.name))
    elif whom.born:
        asked.append(born_index(cipher, whom.born))
    if whom.nhs_number:
        asked.append(nhs_index(cipher, whom.nhs_number))
    if whom.organisation:
        asked.append(organisation_index(cipher, whom.organisation))
    return asked
