"""The audit: who read or searched for what, and what was refused. Only added to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from casework.paging import PAGE, Page, read_cursor, write_cursor
from domain.audit import DOOR_LABELS, ONE_REFUSAL, Door, LineKind, Wanted
from domain.calendar import LONDON
from domain.errors import CaseError, CaseNotFound, NotAllowed
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.reads import READ_LABELS, READINGS
from domain.refusals import SENTENCES
from storage.read_log import Read
from storage.refusals import Refusal
from storage.store import Store, Storehouse

MOST = 10_000
"""So many lines go into one file; for older ones choose other days."""


@dataclass(frozen=True)
class Knock:
    """Where somebody asked: the door, the address with its names, and the ids in it."""

    door: Door
    page: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Which lines somebody wants to see. Both days count."""

    who: str = ""
    kind: LineKind | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.who,
            self.kind,
            day_begins(self.first_day),
            day_begins(self.last_day, 1),
        )


@dataclass(frozen=True)
class AuditLine:
    """One line: who, when, in which role, and what, in words and in codes.

    `code` says what was read, or really why it was refused.
    """

    id: str
    at: datetime
    user: str
    by: str
    role: str
    kind: LineKind
    code: str
    words: str
    references: tuple[str, ...]
    page: str = ""


class Audit:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def refused(self, actor: Actor, knock: Knock, no: CaseError) -> None:
        """Write down that somebody asked for what is not theirs, or is not there.

        The same again within a minute is one line.
        """
        if not isinstance(no, NotAllowed | CaseNotFound):
            return
        why = (isinstance(no, CaseNotFound) and no.really) or no.why
        role = actor.roles[0].value if actor.roles else ""
        at, place = now(), actor.organisation
        with self._storehouse.writing() as store:
            named = (*knock.ids, no.reference)
            ids = [id for id in named if id.isprintable()]
            reference = store.refusals.case_of(place, ids)
            new = Refusal(
                new_secret(), place, actor.id, role, at, knock.door, knock.page,
                reference, why,
            )  # fmt: skip
            if not store.refusals.has(new, at - ONE_REFUSAL):
                store.refusals.add(new)

    def colleagues(self, actor: Actor) -> list[tuple[str, str]]:
        """Everybody of the organisation, by id and name.

        Raises:
            NotAllowed: the actor is no auditor.
        """
        check_office(actor, Office.READ_SEARCHES)
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
        return sorted(names.items(), key=lambda named: named[1].casefold())

    def page(
        self, actor: Actor, asked: Asked, cursor: str | None = None
    ) -> Page[AuditLine]:
        """What was read, searched for and refused in the organisation, newest first.

        Raises:
            NotAllowed: the actor is no auditor.
        """
        found = self._lines(actor, asked, read_cursor(cursor), PAGE + 1)
        shown = found[:PAGE]
        more = len(found) > PAGE
        last = (shown[-1].at, shown[-1].id) if more else None
        return Page(shown, write_cursor(last) if last else None)

    def file(self, actor: Actor, asked: Asked) -> list[AuditLine]:
        """The newest of these, to take away.

        Raises:
            NotAllowed: the actor is no auditor.
        """
        return self._lines(actor, asked, None, MOST)

    def _lines(
        self,
        actor: Actor,
        asked: Asked,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[AuditLine]:
        check_office(actor, Office.READ_SEARCHES)
        wanted, place = asked.wanted, actor.organisation
        with self._storehouse.reading() as store:
            names = store.accounts.names(place)
            lines = [*_reads(store, names, (place, wanted, after, limit))]
            if wanted.wants(LineKind.REFUSED):
                refused = store.refusals.page(place, wanted, after, limit)
                lines += [_refused(each, names) for each in refused]
        lines.sort(key=lambda line: (line.at, line.id), reverse=True)
        return lines[:limit]


Place = tuple[str, Wanted, tuple[datetime, str] | None, int]


def _reads(store: Store, names: dict[str, str], asked: Place) -> Iterator[AuditLine]:
    place, wanted, after, limit = asked
    if wanted.kind is LineKind.REFUSED:
        return
    for read in store.read_log.page(place, wanted, after, limit):
        yield _read(read, names)


def _read(read: Read, names: dict[str, str]) -> AuditLine:
    kind = LineKind.READ if read.kind in READINGS else LineKind.SEARCH
    return AuditLine(
        read.id, read.at, read.user, names.get(read.user, ""), read.role, kind,
        read.kind.value, READ_LABELS[read.kind], read.cases,
    )  # fmt: skip


def _refused(each: Refusal, names: dict[str, str]) -> AuditLine:
    words = f"Asked at {DOOR_LABELS[each.door]}. {SENTENCES[each.why]}"
    return AuditLine(
        each.id, each.at, each.user, names.get(each.user, ""), each.role,
        LineKind.REFUSED, each.why.value, words,
        (each.reference,) if each.reference else (), each.page,
    )  # fmt: skip


def day_begins(day: date | None, later: int = 0) -> datetime | None:
    """When a day begins in London, or one so many days later."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=later), time(), LONDON)


HEADS = ("When", "Who", "Role", "What", "Code", "In words", "Cases", "Address")


def rows_of(lines: Iterable[AuditLine]) -> Iterator[tuple[str, ...]]:
    """The lines as a spreadsheet has them."""
    yield HEADS
    for line in lines:
        yield (
            line.at.isoformat(), line.by or line.user, line.role, line.kind.value,
            line.code, line.words, " ".join(line.references), line.page,
        )  # fmt: skip
