"""Finds cases for an adviser, and keeps on record that somebody looked.

A search by name or organisation is written down in the transaction that looks: what
cannot be written down is not answered.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from casework.conflicts import as_it_concerns
from domain.people import Actor, Role
from domain.permissions import Office
from domain.policies import check_office
from domain.reads import ReadKind
from storage.case_people import (
    index_of,
    name_index,
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

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many searches")
        self.wait = wait


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
    tried = store.attempts.add(f"find:{actor.id}", _window(read.at))
    if tried > SEARCHES:
        store.read_log.add(replace(read, kind=ReadKind.REFUSED))
        return None
    lines = store.cases(actor).among(references, MOST + 1)
    found = _found(store, actor, lines)
    cases = tuple(hit.case.reference for hit in found.hits)
    store.read_log.add(replace(read, cases=cases))
    return found


def _unless_too_often(found: Found | None, read: Read) -> Found:
    if found is None:
        ends = (_window(read.at) + 1) * WINDOW.total_seconds()
        raise TooManySearches(datetime.fromtimestamp(ends, read.at.tzinfo) - read.at)
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
    try:
        concerned = as_it_concerns(store, actor, case)
    except KeyDestroyed:
        return None  # nothing of it can be read any more
    if actor.id in concerned.content.conflicted:
        return None
    return Hit(line, store.tasks.live(line.reference))


def _waits_until(hit: Hit) -> tuple[bool, float]:
    """Whatever waits comes first, soonest due first; the rest stays as it is."""
    if hit.task is None:
        return True, 0.0
    return False, hit.task.due_at.timestamp()
