"""Finds cases for an adviser, and keeps on record that somebody looked.

A search by name or organisation is written down in the transaction that looks: what
cannot be written down is not answered.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from casework.conflicts import as_it_concerns
from domain.case import Case
from domain.offices import Office
from domain.people import Actor, Role
from domain.policies import check_office
from domain.reads import ReadKind
from storage.case_people import (
    index_of,
    name_index,
    nhs_index,
    organisation_index,
    wanted_indexes,
)
from storage.cases import CaseLine
from storage.keys import KeyDestroyed
from storage.read_log import Read
from storage.store import Store, Storehouse
from storage.tasks import Task

SEARCHES = 30
WINDOW = timedelta(hours=1)
MOST = 100


class TooManySearches(Exception):
    """Looked for people too often; `wait` is how long nothing more is looked for."""

    def __init__(self, at: datetime) -> None:
        super().__init__("too many searches")
        ends = (_window(at) + 1) * WINDOW.total_seconds()
        self.wait = datetime.fromtimestamp(ends, at.tzinfo) - at


@dataclass(frozen=True)
class Hit:
    """A case that was found: codes and dates only.

    `task` is what waits in it for an adviser; of one's own request it is not told.
    """

    case: CaseLine
    task: Task | None = None
    own_request: bool = False


@dataclass(frozen=True)
class Found:
    """The cases that were found: waiting ones first. `more` if there are too many."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


class Finding:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def by_reference(self, actor: Actor, part: str) -> Found:
        """The cases with this part in their reference. It says nothing of a person.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        check_office(actor, Office.FIND)
        wanted = "".join(part.split()).upper()
        if not wanted:
            return Found()
        with self._storehouse.reading() as store:
            lines = store.cases(actor).like(wanted, MOST + 1)
            return _found(store, actor, lines)

    def by_name(self, actor: Actor, name: str, born: str = "") -> Found:
        """The cases about somebody of exactly this name, however it is typed.

        Raises:
            NotAllowed: the actor is no adviser.
            TooManySearches: they have to wait.
        """
        check_office(actor, Office.FIND)
        with self._storehouse.writing() as store:
            cipher = store.keys.people()
            asked = index_of(cipher, name, born) if born else name_index(cipher, name)
            people = wanted_indexes(cipher, name, born)
            references = store.case_people.cases_of(actor.organisation, people)
            read = _read(actor, ReadKind.PERSON_SEARCH, asked)
            found = _answered(store, actor, read, references)
        return _unless_too_often(found, read)

    def by_nhs_number(self, actor: Actor, number: str) -> Found:
        """The cases about somebody with this NHS number, however it is typed.

        Raises:
            NotAllowed: the actor is no adviser.
            TooManySearches: they have to wait.
        """
        check_office(actor, Office.FIND)
        with self._storehouse.writing() as store:
            asked = nhs_index(store.keys.people(), number)
            references = store.case_people.cases_of(actor.organisation, {asked})
            read = _read(actor, ReadKind.PERSON_SEARCH, asked)
            found = _answered(store, actor, read, references)
        return _unless_too_often(found, read)

    def by_organisation(self, actor: Actor, name: str) -> Found:
        """The cases in which something would go to this organisation, or went there.

        Raises:
            NotAllowed: the actor is no adviser.
            TooManySearches: they have to wait.
        """
        check_office(actor, Office.FIND)
        with self._storehouse.writing() as store:
            asked = organisation_index(store.keys.people(), name)
            references = store.case_people.cases_to(actor.organisation, asked)
            read = _read(actor, ReadKind.ORGANISATION_SEARCH, asked)
            found = _answered(store, actor, read, references)
        return _unless_too_often(found, read)


def _read(actor: Actor, kind: ReadKind, asked: str) -> Read:
    role = Role.ADVISER.value
    return Read(new_secret(), actor.organisation, actor.id, role, now(), kind, asked)


def _answered(
    store: Store, actor: Actor, read: Read, references: list[str]
) -> Found | None:
    """What was found, once that is written down; None, and that too, if too often."""
    if is_too_often(store, read):
        return None
    lines = store.cases(actor).among(references, MOST + 1)
    found = _found(store, actor, lines)
    cases = tuple(hit.case.reference for hit in found.hits)
    store.read_log.add(replace(read, cases=cases))
    return found


def is_too_often(store: Store, read: Read) -> bool:
    """Whether this search is one too many; if so, it is written down as refused."""
    tried = store.attempts.add(f"find:{read.user}", _window(read.at))
    if tried <= SEARCHES:
        return False
    store.read_log.add(replace(read, kind=ReadKind.REFUSED))
    return True


def _unless_too_often(found: Found | None, read: Read) -> Found:
    if found is None:
        raise TooManySearches(read.at)
    return found


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())


def _found(store: Store, actor: Actor, lines: list[CaseLine]) -> Found:
    """What the actor may know of, without a hint of what is left out."""
    hits = [hit for line in lines[:MOST] if (hit := _hit(store, actor, line))]
    hits.sort(key=_waits_until)
    return Found(tuple(hits), len(lines) > MOST)


def _hit(store: Store, actor: Actor, line: CaseLine) -> Hit | None:
    case = store.cases(actor).get(line.reference)
    if case.opened_by == actor.id:
        return Hit(line, own_request=True)
    if not may_be_found_by(store, actor, case):
        return None
    return Hit(line, store.tasks.live(line.reference))


def may_be_found_by(store: Store, actor: Actor, case: Case) -> bool:
    """Nobody finds a case about themselves, or one that can no longer be read."""
    try:
        concerned = as_it_concerns(store, actor, case)
    except KeyDestroyed:
        return False
    return actor.id not in concerned.content.conflicted


def _waits_until(hit: Hit) -> tuple[bool, float]:
    """Whatever waits comes first, soonest due first; the rest stays as it is."""
    if hit.task is None:
        return True, 0.0
    return False, hit.task.due_at.timestamp()
