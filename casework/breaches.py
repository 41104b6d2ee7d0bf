"""The procedure for what went to the wrong person, from first word to last step.

It has tables of its own, because it may begin and end long after the case is closed.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from adapters.clock import now
from casework.breach_beginning import begin_breach, note_breach
from casework.conflicts import case_of, known_to
from casework.desk import Desk
from domain import acts, policies
from domain.breach import WITHIN, Began, BreachStep
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.offices import Office
from domain.people import Actor
from domain.timeline import What
from storage.breaches import Breach, Settled
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class BreachView:
    """A breach as somebody who may read the case sees it."""

    breach: Breach
    names: dict[str, str]
    may_settle: bool

    @property
    def report_by(self) -> datetime:
        return self.breach.since + WITHIN

    @property
    def is_reported(self) -> bool:
        """Whether it is settled if the regulator is told: the clock stands still."""
        return self.breach.step(BreachStep.REPORT) is not None

    def late(self, at: datetime) -> bool:
        return not self.is_reported and at >= self.report_by


@dataclass(frozen=True)
class Finding:
    """What somebody writes down about one step: done, or not needed and why."""

    step: BreachStep
    done: bool
    words: str


class WrongRecipient:
    def __init__(self, storehouse: Storehouse, desk: Desk) -> None:
        self._storehouse = storehouse
        self._desk = desk

    async def begin(
        self, actor: Actor, reference: str, words: str, once: str | None = None
    ) -> None:
        """Close the release if it is open still, and begin the checklist.

        Raises:
            CaseError: nothing was shared, or it is not theirs to say.
        """
        if await asyncio.to_thread(self._can_be_closed, actor, reference):
            await self._desk.do(
                actor,
                reference,
                lambda id, at, case: acts.Revoke(id, actor, at),
                words={"reason": words},
                once=once,
            )
        await asyncio.to_thread(self._begin, actor, reference, words)

    def _can_be_closed(self, actor: Actor, reference: str) -> bool:
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_see(actor, case)
            parcel = store.releases.of(reference)
            if parcel is None:
                raise RuleBroken(Why.NOTHING_SHARED)
            return parcel.can_be_closed(now())

    def _begin(self, actor: Actor, reference: str, words: str) -> None:
        with self._storehouse.writing() as store:
            case = case_of(store, actor, reference)
            new = Breach(
                reference, case.organisation, Began.SENDER, actor.id, now(), None, words
            )
            begin_breach(store, new, actor)

    def view(self, actor: Actor, reference: str) -> BreachView:
        """One of them with its steps.

        Raises:
            CaseNotFound: there is none, or none for this actor.
        """
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_see(actor, case)
            breach = store.breaches.get(reference)
            if breach is None:
                raise CaseNotFound
            names = store.accounts.names(case.organisation)
            may = policies.allows(policies.check_can_take_task, actor, case)
            return BreachView(breach, names, may and breach.ended_at is None)

    def known(self, actor: Actor) -> list[Breach]:
        """Those of the organisation, for its advisers.

        Raises:
            CaseNotFound: the actor is none of its advisers.
        """
        if not policies.holds(actor, Office.WORK_IN_INBOX):
            raise CaseNotFound
        with self._storehouse.reading() as store:
            found = store.breaches.known(actor.organisation)
            known = known_to(store, actor, (each.reference for each in found))
            return [each for each in found if each.reference in known]

    def settle(self, actor: Actor, reference: str, found: Finding) -> None:
        """Write down a step. After the last one the procedure is over.

        Raises:
            CaseError: not theirs to do, or somebody did it already.
        """
        at = now()
        with self._storehouse.writing() as store:
            case = case_of(store, actor, reference)
            policies.check_can_take_task(actor, case)
            if store.breaches.get(reference) is None:
                raise RuleBroken(Why.NO_BREACH)
            made = Settled(found.step, found.done, actor.id, at, found.words)
            if not store.breaches.settle(reference, made):
                _check_same(store, reference, made)
                return
            codes = {"step": found.step.value, "done": "yes" if found.done else "no"}
            note_breach(store, reference, What.BREACH_STEP, actor, codes)
            breach = store.breaches.get(reference)
            if breach is not None and not breach.left:
                store.breaches.end(reference, at)
                note_breach(store, reference, What.BREACH_ENDED, actor, {})


def _check_same(store: Store, reference: str, made: Settled) -> None:
    """A repeat is no fault; another's answer to the same step is.

    Raises:
        RuleBroken: somebody settled it otherwise, and when.
    """
    breach = store.breaches.get(reference)
    kept = breach.step(made.step) if breach else None
    if kept and (kept.by, kept.done, kept.words) != (made.by, made.done, made.words):
        raise RuleBroken(Why.STEP_DONE, other=kept.by, since=kept.at)
