"""Who is not told, or not yet, and when somebody thinks about it again."""

from dataclasses import dataclass
from datetime import date, datetime

from adapters.clock import now
from casework.conflicts import as_it_concerns
from domain import policies
from domain.calendar import LONDON
from domain.informing import Told
from domain.offices import Office
from domain.people import Actor
from storage.notice_tables import WithheldRow
from storage.store import Store, Storehouse

MOST = 200


@dataclass(frozen=True)
class WithheldLine:
    """One person who is not told, or not yet. Codes and days, and who decided."""

    reference: str
    individual: str
    decision: Told
    review_on: date
    is_due: bool
    decided_by: str
    decided_at: datetime


class Withheld:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[WithheldLine]:
        """For advisers: what is to be thought about first comes first.

        A case that an adviser has to keep out of is not in their list.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        policies.check_office(actor, Office.WORK_IN_INBOX)
        today = now().astimezone(LONDON).date()
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            return [
                _line(row, names, today)
                for row in store.person_notices.withheld(actor.organisation, MOST)
                if _may_see(store, actor, row.reference)
            ]


def _may_see(store: Store, actor: Actor, reference: str) -> bool:
    case = as_it_concerns(store, actor, store.cases(actor).get(reference))
    return policies.allows(policies.check_can_take_task, actor, case)


def _line(row: WithheldRow, names: dict[str, str], today: date) -> WithheldLine:
    day = date.fromisoformat(row.review_on)
    return WithheldLine(
        row.reference,
        row.individual,
        Told(row.decision),
        day,
        day <= today,
        names.get(row.decided_by, ""),
        row.decided_at,
    )
