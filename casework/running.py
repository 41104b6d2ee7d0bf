"""How everything runs, for those who keep it running: codes, dates and numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.clock import now
from casework.paging import PAGE, Page, read_cursor, write_cursor
from casework.stuck import StuckList
from domain.case_filter import CaseFilter, Counted
from domain.errors import CaseNotFound
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.rules import Priority
from domain.stages import Stage, WaitingOn
from storage.cases import stored_case
from storage.running import RunningLine
from storage.running_filter import LATE
from storage.stays import Stay
from storage.store import Store, Storehouse
from storage.tables import TroubleRow

__all__ = ["Running", "RunningCase", "RunningLine"]

MOST = 20_000
"""So many lines are as many as a spreadsheet is any use with."""


@dataclass(frozen=True)
class Choices:
    """What the filters can be, besides what they can always be."""

    organisations: tuple[str, ...]
    rules: tuple[str, ...]
    versions: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def known(self) -> Mapping[str, Collection[str]]:
        """The same by the names of the filters."""
        return {
            "organisation": self.organisations,
            "rules": self.rules,
            "version": self.versions,
            "step": self.steps,
        }


@dataclass(frozen=True)
class WaitingAct:
    """What somebody did and is not applied yet: its kind and when, nothing of it."""

    kind: str
    stored_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class RunningCase:
    """One case as operations see it: its state, never what it is about."""

    line: RunningLine
    troubles: tuple[TroubleRow, ...]
    stays: tuple[Stay, ...]
    acts: tuple[WaitingAct, ...]


class Running:
    def __init__(self, storehouse: Storehouse, stuck: StuckList) -> None:
        self._storehouse = storehouse
        self._stuck = stuck

    def check(self, actor: Actor) -> None:
        """Whether somebody may see how cases run.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)

    def choices(self, actor: Actor) -> Choices:
        """What there is to filter by.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            cases = store.running(actor)
            rules = [f"{ruleset}@{version}" for ruleset, version in cases.rules()]
            plain = [ruleset for ruleset, _ in cases.rules()]
            return Choices(
                (actor.organisation,),
                tuple(sorted({*rules, *plain})),
                tuple(cases.versions()),
                tuple(cases.steps()),
            )

    def cases(
        self, actor: Actor, wanted: CaseFilter, cursor: str | None = None
    ) -> Page[RunningLine]:
        """Those that a filter lets through, longest waiting first.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        at, after = now(), read_cursor(cursor)
        among = self._among(actor, wanted, at)
        with self._storehouse.reading() as store:
            lines = store.running(actor).page(wanted, at, PAGE + 1, after, among)
            begun = [] if after else _begun(store, actor, wanted, at)
        more = len(lines) > PAGE
        shown = lines[:PAGE]
        last = (shown[-1].since, shown[-1].reference) if more else None
        return Page([*begun, *shown], write_cursor(last) if last else None)

    def count(self, actor: Actor, wanted: CaseFilter) -> int:
        """How many a filter lets through.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        at = now()
        among = self._among(actor, wanted, at)
        with self._storehouse.reading() as store:
            return counted(store, actor, wanted, at, among)

    def every(self, actor: Actor, wanted: CaseFilter) -> list[RunningLine]:
        """All that a filter lets through, as far as anybody could use them.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        at = now()
        among = self._among(actor, wanted, at)
        with self._storehouse.reading() as store:
            found = store.running(actor).page(wanted, at, MOST, None, among)
            return [*_begun(store, actor, wanted, at), *found]

    def case(self, actor: Actor, reference: str) -> RunningCase:
        """One case, or a request whose very opening is still on its way.

        Raises:
            NotAllowed: the actor is not in operations.
            CaseNotFound: there is none in the actor's organisation.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            line = store.running(actor).line(reference) or _begins(
                store, actor, reference
            )
            return RunningCase(
                line,
                tuple(store.troubles.of(reference)),
                tuple(store.stays.of(reference)),
                tuple(
                    WaitingAct(kind, stored, sent)
                    for kind, stored, sent in store.acts.not_applied(reference)
                ),
            )

    def _among(self, actor: Actor, wanted: CaseFilter, at: datetime) -> set[str] | None:
        """Only these, where what is asked for is worked out case by case."""
        among: set[str] | None = None
        if wanted.only == Counted.STUCK or wanted.stuck:
            stuck = self._stuck.all(actor)
            kinds = {wanted.stuck} if wanted.stuck else {each.kind for each in stuck}
            among = {each.reference for each in stuck if each.kind in kinds}
        if wanted.only == Counted.ORPHAN:
            with self._storehouse.reading() as store:
                orphans = set(store.routing.orphans(actor.organisation, at))
            among = orphans if among is None else among & orphans
        return among


def counted(
    store: Store,
    actor: Actor,
    wanted: CaseFilter,
    at: datetime,
    among: Collection[str] | None = None,
) -> int:
    """How many a filter lets through, those included that are still on their way."""
    begun = len(_begun(store, actor, wanted, at))
    return begun + store.running(actor).count(wanted, at, among)


def _begun(
    store: Store, actor: Actor, wanted: CaseFilter, at: datetime
) -> list[RunningLine]:
    """Requests that were opened and are no case yet, because nothing was applied."""
    if wanted != CaseFilter(only=Counted.UNAPPLIED):
        return []
    return [
        _beginning(reference, opened, actor.organisation)
        for reference, opened in store.acts.not_begun(actor.organisation, at - LATE)
    ]


def _begins(store: Store, actor: Actor, reference: str) -> RunningLine:
    opening = store.acts.opening(reference)
    there = stored_case(store.session, reference) is not None
    if opening is None or there or opening.by.organisation != actor.organisation:
        raise CaseNotFound
    return _beginning(reference, opening.at, actor.organisation)


def _beginning(reference: str, at: datetime, organisation: str) -> RunningLine:
    return RunningLine(
        reference=reference,
        stage=Stage.GATHERING.value,
        ending=None,
        waiting_on=WaitingOn.SHAREWELL.value,
        since=at,
        priority=Priority.STANDARD.value,
        opened_at=at,
        organisation=organisation,
    )
