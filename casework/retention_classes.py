"""The kinds of record of an organisation, and for how long each is kept."""

from dataclasses import dataclass
from hashlib import sha256

from adapters.clock import now
from casework.changes import Noted, compared, note_change
from casework.seen import check_unchanged, mark_of
from domain.errors import CaseNotFound, NotAccepted, Why
from domain.organisation import Matter
from domain.people import Actor
from domain.retention import RetentionClass, Runs, changed, check_class
from domain.teams import check_can_arrange
from storage.classifying import reckon_anew
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class NewClass:
    """A kind of record that an organisation adds."""

    label: str
    years: int
    runs: Runs
    source: str = ""


class RetentionClasses:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[RetentionClass]:
        """What is proposed, and what the actor's organisation settled."""
        with self._storehouse.reading() as store:
            return list(store.retention.classes(actor.organisation).values())

    def get(self, actor: Actor, code: str) -> RetentionClass:
        """One of them.

        Raises:
            CaseNotFound: there is none of this code.
        """
        for each in self.all(actor):
            if each.code == code:
                return each
        raise CaseNotFound

    def lengthen(
        self, actor: Actor, code: str, years: int, seen: str = "", reason: str = ""
    ) -> int:
        """Keep a kind of record for longer; for how many cases that holds at once.

        Raises:
            NotAllowed: the actor is no administrator.
            CaseNotFound: there is no such kind.
            NotAccepted: it would be shorter, or is no number of years.
            RuleBroken: it is no longer as it was `seen`.
        """
        check_can_arrange(actor)
        with self._storehouse.writing() as store:
            before = store.retention.classes(actor.organisation).get(code)
            if before is None:
                raise CaseNotFound
            wanted = changed(before, years)
            check_unchanged(seen, mark_of_class(before), mark_of_class(wanted))
            check_class(wanted, before)
            if wanted != before:
                _note(store, actor, wanted, before, reason)
            store.retention.settle(actor.organisation, wanted, actor.id, now())
            return reckon_anew(store, actor.organisation, code)

    def add(self, actor: Actor, new: NewClass, once: str) -> RetentionClass:
        """Add a kind of record; the same `once` twice is one.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: the name is taken, or it is no number of years.
        """
        check_can_arrange(actor)
        name = sha256(f"{actor.organisation}|{once}".encode()).hexdigest()[:12]
        wanted = RetentionClass(
            f"own_{name}", new.label, new.years, new.runs, new.source
        )
        with self._storehouse.writing() as store:
            known = store.retention.classes(actor.organisation)
            if wanted.code in known:
                return known[wanted.code]
            check_class(wanted, None)
            if new.label in {each.label for each in known.values()}:
                raise NotAccepted(Why.LABEL_TAKEN, about="label")
            _note(store, actor, wanted)
            store.retention.settle(actor.organisation, wanted, actor.id, now())
        return wanted


def _note(
    store: Store,
    actor: Actor,
    after: RetentionClass,
    before: RetentionClass | None = None,
    reason: str = "",
) -> None:
    known = {"years": before.years} if before else None
    changed_fields = compared(known, {"years": after.years})
    noted = Noted(Matter.RETENTION, changed_fields, after.code, after.label, reason)
    note_change(store, actor, noted)


def mark_of_class(kept: RetentionClass) -> str:
    """Changes with its period."""
    return mark_of(kept)
