"""How it stands with a finished case: how long it is kept, and what became of it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.conflicts import as_it_concerns, case_of
from casework.disposal import today
from casework.seen import mark_of
from domain import policies
from domain.case import Case
from domain.errors import CaseError, RuleBroken, Why
from domain.narration import Reading, sentence
from domain.people import Actor
from domain.permissions import Deed
from domain.retention import Kept, RetentionClass
from domain.timeline import Entry, What
from domain.visibility import is_internal
from storage.classifying import as_usual
from storage.keys import KeyDestroyed
from storage.store import Store
from storage.timeline import Line

TOLD = (
    What.CLASS_CHANGED, What.HOLD_PLACED, What.HOLD_LIFTED, What.KEPT_LONGER,
    What.DISPOSAL_DECIDED, What.DESTROYED, What.DESTROYED_AGAIN,
)  # fmt: skip

DESTROYED = (What.DESTROYED, What.DESTROYED_AGAIN)


@dataclass(frozen=True)
class Note:
    """One thing that was decided or done, as a sentence with its reason."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Certificate:
    """That what was written was destroyed: what, when, why, on whose word.

    The digests are those of the sealed record and of the content, which anybody can
    compare with a copy; `number` and `hash` are the place of this on the chain.
    """

    reference: str
    destroyed_at: datetime
    label: str
    due_on: date | None
    decided_by: str
    decided_at: datetime | None
    record: str
    content: str
    files: int
    number: int
    hash: str


@dataclass(frozen=True)
class RetentionView:
    """One case, with what its reader may decide about it now."""

    kept: Kept
    class_: RetentionClass
    classes: Mapping[str, RetentionClass]
    is_due: bool
    held_by: str
    decided_by: str
    notes: tuple[Note, ...]
    certificate: Certificate | None
    may: frozenset[str]
    mark: str


def view_of(store: Store, actor: Actor, reference: str) -> RetentionView:
    """How it stands with one case, for whoever may read its record.

    Raises:
        CaseNotFound: there is no such case for this actor.
        RuleBroken: it is still open.
    """
    case = case_of(store, actor, reference)
    policies.check_can_read_record(actor, case)
    if case.is_open:
        raise RuleBroken(Why.STILL_OPEN)
    kept = store.retention.of(reference) or as_usual(store, case)
    mark, asked = mark_of_kept(kept), actor.id == case.opened_by
    kept = replace(kept, held_by="") if asked else kept  # that is between others
    classes = store.retention.classes(case.organisation)
    names = store.accounts.names(case.organisation)
    lines = store.timeline.of(reference)
    return RetentionView(
        kept,
        classes[kept.code],
        classes,
        kept.is_due(today()),
        names.get(kept.held_by, ""),
        names.get(kept.approved_by, ""),
        _notes(store, _shown(lines, asked), names, reference),
        _certificate(reference, lines, names, classes),
        _may(store, actor, case, kept),
        mark,
    )


def mark_of_kept(kept: Kept) -> str:
    """Changes with whatever is decided about a case."""
    return mark_of(kept)


def may(store: Store, actor: Actor, case: Case, deed: Deed) -> bool:
    """Whether the actor could do this; nobody is refused more than they are told."""
    try:
        policies.check_deed(deed, actor, case)
        policies.check_deed(deed, actor, as_it_concerns(store, actor, case))
    except (CaseError, KeyDestroyed):
        return False
    return True


def _may(store: Store, actor: Actor, case: Case, kept: Kept) -> frozenset[str]:
    if kept.disposed:
        return frozenset()
    offered = {"lift" if kept.held_by else "hold": Deed.HOLD}
    offered |= {"class": Deed.RETAIN, "keep": Deed.RETAIN}
    if kept.is_due(today()) and not (kept.held_by or kept.approved_by):
        offered["dispose"] = Deed.RETAIN
    return frozenset(n for n, deed in offered.items() if may(store, actor, case, deed))


def _notes(
    store: Store, told: list[Entry], names: dict[str, str], reference: str
) -> tuple[Note, ...]:
    said: dict[str, dict[str, str]] = {}
    with suppress(KeyDestroyed):  # then what was decided is left, without the reason
        said = store.comments.reasons(reference)
    return tuple(
        Note(each.at, sentence(each, Reading(names), _why(said, each))) for each in told
    )


def _shown(lines: list[Line], asked: bool) -> list[Entry]:
    """What is told of it; less to whoever asked for the request."""
    return [
        line.entry
        for line in lines
        if line.entry.what in TOLD
        and line.entry.refused is None
        and not (asked and is_internal(line.entry.what))
    ]


def _why(said: dict[str, dict[str, str]], entry: Entry) -> str:
    return said.get(entry.act or "", {}).get("reason", "")


def _certificate(
    reference: str,
    lines: list[Line],
    names: dict[str, str],
    classes: Mapping[str, RetentionClass],
) -> Certificate | None:
    """The certificate, where it was destroyed: an entry of the chain, read out."""
    gone = [each for each in lines if each.entry.what in DESTROYED]
    if not gone:
        return None
    line = gone[-1]
    fact = line.entry.fact
    decided = [e.entry.at for e in lines if e.entry.what is What.DISPOSAL_DECIDED]
    by = fact("by")
    kept = classes.get(fact("class"))
    return Certificate(
        reference,
        line.entry.at,
        kept.label if kept else "",
        date.fromisoformat(fact("due")) if fact("due") else None,
        names.get(by, "") if by else "",
        decided[-1] if by and decided else None,
        fact("record"),
        fact("content"),
        int(fact("files") or 0),
        line.number,
        line.hash,
    )
