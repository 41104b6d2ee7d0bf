"""What was changed in how an organisation works: who, when, from what to what, why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from adapters.clock import now
from adapters.passwords import new_id
from casework.audit import MOST, day_begins
from casework.paging import PAGE, Page, read_cursor, write_cursor
from domain.audit import Wanted
from domain.offices import Office
from domain.organisation import (
    CHANGE_LABELS,
    MATTER_LABELS,
    ChangeKind,
    Difference,
    Matter,
)
from domain.organisation_words import FIELD_LABELS, said
from domain.people import SYSTEM, Actor
from domain.policies import check_office
from storage.changes import Change, ChangeBody
from storage.store import Store, Storehouse

AT_THE_MACHINE = "The command line"
MEMBERS = "members"


@dataclass(frozen=True)
class Noted:
    """A change as it is put on record. `about` names its subject, and nobody."""

    matter: Matter
    differences: tuple[Difference, ...]
    subject: str = ""
    about: str = ""
    reason: str = ""
    kind: ChangeKind = ChangeKind.CHANGED
    begins_on: date | None = None


def note_change(store: Store, actor: Actor, noted: Noted) -> None:
    """Put a change on record, in the transaction that makes it."""
    store.changes.add(
        Change(
            new_id("ch"),
            actor.organisation,
            noted.matter,
            noted.subject,
            noted.kind,
            actor.id,
            now(),
            noted.begins_on,
            ChangeBody(noted.about, noted.differences, noted.reason),
        )
    )


def compared(
    before: Mapping[str, object] | None, after: Mapping[str, object]
) -> tuple[Difference, ...]:
    """Every field that is another now, in words; without `before` all are new."""
    known = before or {}
    return tuple(
        Difference(
            name, said(name, known[name]) if name in known else "", said(name, value)
        )
        for name, value in after.items()
        if name not in known or known[name] != value
    )


def only_named(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[Difference, ...]:
    """Every field that is another now, without its values: they are about somebody."""
    return tuple(
        Difference(name, hidden=True)
        for name, value in after.items()
        if before.get(name) != value
    )


@dataclass(frozen=True)
class WantedChanges:
    """Which changes somebody wants to see. Both days count."""

    matter: Matter | None = None
    who: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def wanted(self) -> Wanted:
        since, before = day_begins(self.first_day), day_begins(self.last_day, 1)
        return Wanted(self.who, None, since, before)


@dataclass(frozen=True)
class ChangedField:
    """One field of a change: its code, its name, and how it read."""

    field: str
    label: str
    before: str
    after: str
    hidden: bool


@dataclass(frozen=True)
class ChangeLine:
    """One change, as it is shown."""

    id: str
    at: datetime
    matter: Matter
    subject: str
    about: str
    kind: ChangeKind
    user: str
    by: str
    begins_on: date | None
    reason: str
    fields: tuple[ChangedField, ...] = field(default=())


class Changes:
    """The record of changes. It is only added to."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def colleagues(self, actor: Actor) -> list[tuple[str, str]]:
        """Everybody of the organisation, by id and name.

        Raises:
            NotAllowed: the actor is neither administrator nor auditor.
        """
        check_office(actor, Office.READ_CHANGES)
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
        people = sorted(names.items(), key=lambda named: named[1].casefold())
        return [*people, (SYSTEM, AT_THE_MACHINE)]

    def page(
        self, actor: Actor, asked: WantedChanges, cursor: str | None = None
    ) -> Page[ChangeLine]:
        """What was changed in the actor's organisation, newest first.

        Raises:
            NotAllowed: the actor is neither administrator nor auditor.
        """
        found = self._lines(actor, asked, read_cursor(cursor), PAGE + 1)
        shown = found[:PAGE]
        more = len(found) > PAGE
        last = (shown[-1].at, shown[-1].id) if more else None
        return Page(shown, write_cursor(last) if last else None)

    def file(self, actor: Actor, asked: WantedChanges) -> list[ChangeLine]:
        """The newest of these, to take away.

        Raises:
            NotAllowed: the actor is neither administrator nor auditor.
        """
        return self._lines(actor, asked, None, MOST)

    def _lines(
        self,
        actor: Actor,
        asked: WantedChanges,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[ChangeLine]:
        check_office(actor, Office.READ_CHANGES)
        place = actor.organisation
        with self._storehouse.reading() as store:
            names = store.accounts.names(place)
            found = store.changes.page(place, asked.matter, asked.wanted, after, limit)
        return [_line(each, names) for each in found]


def shown_fields(
    differences: Iterable[Difference], names: Mapping[str, str]
) -> tuple[ChangedField, ...]:
    """Each with its name, as a person reads it; accounts are named as they are now."""
    return tuple(
        ChangedField(
            each.field,
            FIELD_LABELS.get(each.field, each.field),
            _named(each.before, names) if each.field == MEMBERS else each.before,
            _named(each.after, names) if each.field == MEMBERS else each.after,
            each.hidden,
        )
        for each in differences
    )


def _named(members: str, names: Mapping[str, str]) -> str:
    """Codes of accounts, a line for each, as the names that they have now."""
    lines = []
    for line in members.splitlines():
        user, known, rank = line.partition(" ")
        if not known:
            return members  # it says that there is nobody
        lines.append(f"{names.get(user, user)} ({rank})")
    return "\n".join(lines)


def name_of(user: str, names: Mapping[str, str]) -> str:
    """Who it was, by the name of their account."""
    return AT_THE_MACHINE if user == SYSTEM else names.get(user, "")


def _line(change: Change, names: Mapping[str, str]) -> ChangeLine:
    return ChangeLine(
        change.id,
        change.at,
        change.matter,
        change.subject,
        change.body.about,
        change.kind,
        change.user,
        name_of(change.user, names),
        change.begins_on,
        change.body.reason,
        shown_fields(change.body.differences, names),
    )


HEADS = (
    "When", "Who", "What", "Which", "What happened", "From", "Field", "Before",
    "After", "Why",
)  # fmt: skip
HIDDEN = "Not kept: it is about somebody"


def rows_of(lines: Iterable[ChangeLine]) -> Iterator[tuple[str, ...]]:
    """The changes as a spreadsheet has them: a row for each field."""
    yield HEADS
    for line in lines:
        begins = line.begins_on.isoformat() if line.begins_on else ""
        start = (
            line.at.isoformat(), line.by or line.user, MATTER_LABELS[line.matter],
            line.about or line.subject, CHANGE_LABELS[line.kind], begins,
        )  # fmt: skip
        for each in line.fields or (ChangedField("", "", "", "", hidden=False),):
            before, after = each.before, HIDDEN if each.hidden else each.after
            yield (*start, each.label, before, after, line.reason)
