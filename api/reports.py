"""Reports through the JSON interface: numbers, of which small ones are withheld."""

from datetime import datetime

from fastapi import APIRouter

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.fields import today
from api.inbox import Code
from api.models import Shown
from api.problems import BadInput
from casework.reports import Report as Made
from domain.months import MonthsRefused, months_of

router = APIRouter(tags=["reports"], responses=READING)

REFUSED: Documented = {403: ACTING[403]}


class Figure(Shown):
    """A number and what it counts; null is withheld."""

    code: str
    label: str
    number: int | None


class Table(Shown):
    """Numbers that belong together, and what they add up to, if they do."""

    code: str
    title: str
    note: str
    figures: list[Figure]
    total: int | None
    adds_up: bool


class Waited(Shown):
    """How long something took, in minutes; null where there were too few."""

    code: str
    label: str
    median: int | None
    ninetieth: int | None


class Report(Shown):
    """What is told about these months; both of them are included."""

    first: str
    last: str
    made_at: datetime
    tables: list[Table]
    times: list[Waited]


@router.get("/reports", summary="Read the numbers of some months", responses=REFUSED)
def read_report(call: Asking, first: Code = "", last: Code = "") -> Report:
    """For auditors and administrators. Months are written 2026-03."""
    call.house.organisation_reports.check(call.actor)
    try:
        months = months_of(first, last, today())
    except MonthsRefused as refused:
        raise BadInput(refused.field, f"{refused.fault}.") from None
    return _shown(call.house.organisation_reports.of(call.actor, months))


def _shown(made: Made) -> Report:
    return Report(
        first=made.months.first.code,
        last=made.months.last.code,
        made_at=made.made_at,
        tables=[Table.model_validate(each) for each in made.tables],
        times=[Waited.model_validate(each) for each in made.times],
    )
