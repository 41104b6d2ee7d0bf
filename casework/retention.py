"""For how long a finished case is kept: what people decide about it, each on its chain.

Disposal is decided here by a person, and done by `casework.disposal`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from adapters.clock import now
from adapters.passwords import new_secret
from casework.conflicts import as_it_concerns
from casework.disposal import today
from casework.paging import PAGE, Page, read_cursor, write_cursor
from casework.retention_view import RetentionView, mark_of_kept, may, view_of
from casework.seen import check_unchanged
from domain import policies, retention
from domain.case import Case
from domain.errors import RuleBroken, Why
from domain.offices import Office
from domain.people import Actor, Role
from domain.permissions import Deed
from domain.retention import Kept
from domain.timeline import Entry, What
from storage.classifying import classify, due_of
from storage.comments import Comment, CommentKind, Said
from storage.store import Store, Storehouse

Codes = dict[str, str]
Move = Callable[[Store, Case, Kept], tuple[Kept, Codes]]


@dataclass(frozen=True)
class Given:
    """What somebody decides with: their reason, what they saw, and once only."""

    reason: str = ""
    seen: str = ""
    once: str = ""


@dataclass(frozen=True)
class Decision:
    """One thing to decide: what the table calls it, its entry, and what it does."""

    deed: Deed
    what: What
    move: Move


@dataclass(frozen=True)
class DueLine:
    """A case whose day has come."""

    kept: Kept
    label: str


class Retention:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def view(self, actor: Actor, reference: str) -> RetentionView:
        """How it stands with one case, for whoever may read its record.

        Raises:
            CaseNotFound: there is no such case for this actor.
            RuleBroken: it is still open.
        """
        with self._storehouse.reading() as store:
            return view_of(store, actor, reference)

    def due(self, actor: Actor, cursor: str | None = None) -> Page[DueLine]:
        """The cases of the organisation whose day has come, the oldest first.

        A case that an adviser has to keep out of is not in their list.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        policies.check_office(actor, Office.WORK_IN_INBOX)
        place = read_cursor(cursor)
        after = (place[0].date().isoformat(), place[1]) if place else None
        with self._storehouse.reading() as store:
            here = actor.organisation
            found = store.retention.due(here, today(), after, PAGE + 1)
            classes = store.retention.classes(here)
            lines = [
                DueLine(kept, classes[kept.code].label)
                for kept in found[:PAGE]
                if _may_decide(store, actor, kept.reference)
            ]
        last = found[PAGE - 1] if len(found) > PAGE else None
        at = last and datetime.combine(last.day, time(), UTC)
        return Page(lines, write_cursor((at, last.reference)) if last and at else None)

    def change_class(
        self, actor: Actor, reference: str, code: str, given: Given
    ) -> None:
        """Keep a case as a record of another kind, with the reason.

        Raises:
            NotAccepted: there is no such class, or no reason was given.
            CaseError: it is not theirs to do, or it is gone.
        """

        def move(store: Store, case: Case, kept: Kept) -> tuple[Kept, Codes]:
            classes = store.retention.classes(case.organisation)
            due = due_of(store, case, code, classes)
            codes = {"class": code, "before": kept.code}
            return replace(kept, code=code, due_on=due, approved_by=""), codes

        change = Decision(Deed.RETAIN, What.CLASS_CHANGED, move)
        self._decide(actor, reference, change, given)

    def place_hold(self, actor: Actor, reference: str, given: Given) -> None:
        """Nothing of it may be destroyed until this is lifted.

        Raises:
            NotAccepted: no reason was given.
            CaseError: it is not theirs to do, is held already, or is gone.
        """

        def move(store: Store, case: Case, kept: Kept) -> tuple[Kept, Codes]:
            retention.check_can_hold(kept)
            return replace(kept, held_by=actor.id, approved_by=""), {}

        hold = Decision(Deed.HOLD, What.HOLD_PLACED, move)
        self._decide(actor, reference, hold, given)

    def lift_hold(self, actor: Actor, reference: str, given: Given) -> None:
        """What was held may be disposed of again when its day has come.

        Raises:
            NotAccepted: no reason was given.
            CaseError: it is not theirs to do, or there is no hold.
        """

        def move(store: Store, case: Case, kept: Kept) -> tuple[Kept, Codes]:
            retention.check_can_lift(kept)
            return replace(kept, held_by=""), {}

        lift = Decision(Deed.HOLD, What.HOLD_LIFTED, move)
        self._decide(actor, reference, lift, given)

    def keep_longer(
        self, actor: Actor, reference: str, until: date, given: Given
    ) -> None:
        """Keep it until a later day, and decide then.

        Raises:
            NotAccepted: the day is not later, or no reason was given.
            CaseError: it is not theirs to do, or it is gone.
        """

        def move(store: Store, case: Case, kept: Kept) -> tuple[Kept, Codes]:
            retention.check_can_keep(kept, until, today())
            later = replace(kept, until=until, approved_by="")
            return later, {"until": until.isoformat()}

        longer = Decision(Deed.RETAIN, What.KEPT_LONGER, move)
        self._decide(actor, reference, longer, given)

    def dispose(self, actor: Actor, reference: str, given: Given) -> None:
        """Decide that it is destroyed. Its class and its day are the reason.

        Raises:
            CaseError: it is not theirs to do, not due, held, decided or gone.
        """

        def move(store: Store, case: Case, kept: Kept) -> tuple[Kept, Codes]:
            retention.check_can_dispose(kept, today())
            if store.rights.is_asked_about(reference):
                raise RuleBroken(Why.RIGHTS_ASKED)
            codes = {"class": kept.code, "due": kept.day.isoformat()}
            return replace(kept, approved_by=actor.id), codes

        disposal = Decision(Deed.RETAIN, What.DISPOSAL_DECIDED, move)
        self._decide(actor, reference, disposal, given)

    def _decide(
        self, actor: Actor, reference: str, decision: Decision, given: Given
    ) -> None:
        with self._storehouse.writing() as store:
            store.retention.hold(reference)
            case = store.cases(actor).get(reference)
            policies.check_deed(decision.deed, actor, case)
            kept = classify(store, case)
            retention.check_is_there(kept)
            concerned = as_it_concerns(store, actor, case)
            policies.check_deed(decision.deed, actor, concerned)
            note = _note_of(store, actor, reference, decision, given)
            if _is_kept(store, kept, note, decision):
                return
            check_unchanged(given.seen, mark_of_kept(kept), "")
            new, codes = decision.move(store, case, kept)
            store.retention.keep(new, note.at)
            _put_on_record(store, actor, note, decision, codes)


def _note_of(
    store: Store, actor: Actor, reference: str, decision: Decision, given: Given
) -> Comment:
    """The reason, sealed with the case; the same form twice is one."""
    needed = decision.what is not What.DISPOSAL_DECIDED
    reason = retention.check_reason(given.reason) if needed else ""
    once = given.once or new_secret()
    id = store.keys.people().index(f"{decision.what}|{actor.id}|{reference}|{once}")
    said = Said(CommentKind.REASON, reason)
    return Comment(id, reference, actor.id, True, now(), said)


def _is_kept(store: Store, kept: Kept, note: Comment, decision: Decision) -> bool:
    """Whether this very decision was made already; if not, its reason is kept now."""
    if decision.what is What.DISPOSAL_DECIDED:
        return kept.approved_by == note.author
    return not store.comments.add(note)


def _put_on_record(
    store: Store, actor: Actor, note: Comment, decision: Decision, codes: Codes
) -> None:
    """A dated note on the chain, beside the seal."""
    role = Role.ADVISER if actor.has(Role.ADVISER) else Role.AUDITOR
    facts = tuple(codes.items())
    entry = Entry(decision.what, actor.id, role, note.at, act=note.id, facts=facts)
    store.timeline.add(note.reference, f"{note.reference}:{note.id}", entry)


def _may_decide(store: Store, actor: Actor, reference: str) -> bool:
    case = store.cases(actor).get(reference)
    return may(store, actor, case, Deed.RETAIN)
