"""What is stuck, and in which way, for those who keep the service running."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from adapters.clock import now
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.stuck import Stuck, StuckCase
from storage.store import Store, Storehouse
from storage.tables import TroubleRow
from storage.undelivered import CAME_BACK

MAIL_STEPS = ("announce", "announce_again", "tell_individual", "write_about_task")
FOR_GOOD = ("Refused", "NotOneAddress")
STALE = "StaleCase"

WAITS_FOR_SOMEBODY = ("locked",)
STOPPED = "Stopped-"
"""No fault of the machine: a person has it again, and was told."""

NOT_APPLIED_FOR = timedelta(minutes=1)
NOT_SEALED_FOR = timedelta(minutes=2)


class StuckList:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> tuple[StuckCase, ...]:
        """Everything that is stuck in the actor's organisation, longest first.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            return stuck_in(store, actor.organisation, now())

    def of(self, actor: Actor, reference: str) -> tuple[StuckCase, ...]:
        """In which ways one case is stuck; none if it is not.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.WATCH)
        with self._storehouse.reading() as store:
            return stuck_ways(store, actor.organisation, reference, now())


def stuck_ways(
    store: Store, organisation: str, reference: str, at: datetime
) -> tuple[StuckCase, ...]:
    """In which ways one case of an organisation is stuck."""
    found = stuck_in(store, organisation, at)
    return tuple(each for each in found if each.reference == reference)


def stuck_in(store: Store, organisation: str, at: datetime) -> tuple[StuckCase, ...]:
    """What is stuck in an organisation, longest first."""
    failing = list(_failing(store, organisation))
    with_a_step = {each.reference for each in failing}
    found = [
        *failing,
        *_not_applied(store, organisation, at),
        *(
            each
            for each in _not_sealed(store, organisation, at)
            if each.reference not in with_a_step
        ),
        *_findings(store, organisation),
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.reference)))


def _failing(store: Store, organisation: str) -> Iterator[StuckCase]:
    for row in store.findings.troubles(organisation):
        if row.step in WAITS_FOR_SOMEBODY or row.kind.startswith(STOPPED):
            continue
        yield StuckCase(
            kind_of(row), row.reference, row.first_at, row.step, row.attempts, row.kind
        )


def kind_of(trouble: TroubleRow) -> Stuck:
    """In which way a case is stuck whose step fails so."""
    if trouble.kind == STALE:
        return Stuck.OUT_OF_STEP
    refused = trouble.step in MAIL_STEPS and trouble.kind.startswith(FOR_GOOD)
    if refused or trouble.step == CAME_BACK:
        return Stuck.MAIL_GIVEN_UP
    return Stuck.STEP_FAILING


def _not_applied(store: Store, organisation: str, at: datetime) -> Iterator[StuckCase]:
    for each in store.findings.waiting(organisation, at - NOT_APPLIED_FOR):
        yield StuckCase(
            Stuck.NOT_APPLIED, each.reference, each.since, attempts=each.acts
        )


def _not_sealed(store: Store, organisation: str, at: datetime) -> Iterator[StuckCase]:
    for reference, since in store.findings.unsealed(organisation, at - NOT_SEALED_FOR):
        yield StuckCase(Stuck.NOT_SEALED, reference, since)


def _findings(store: Store, organisation: str) -> Iterator[StuckCase]:
    for row in store.findings.in_organisation(organisation):
        yield StuckCase(Stuck(row.kind), row.reference, row.since, code=row.code)
