"""Today in operations: what needs a person now, and how the service does."""

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from casework.today import Today
from casework.tree_sealing import is_late
from domain.case_filter import COUNTED_LABELS, Counted
from domain.stuck import Stuck
from web.asking import AskedHouse, Who, show
from web.running_words import LABELS, lifecycle

router = APIRouter()

# A worker signs in every second; after this long something is wrong.
SILENT = timedelta(seconds=30)

URGENT = (
    Counted.STUCK,
    Counted.OVERDUE,
    Counted.UNOPENED,
    Counted.UNAPPLIED,
    Counted.ORPHAN,
    Counted.BREACH,
)
"""What needs a person now; a step that fails counts as stuck."""

TOMORROW = (
    Counted.TASKS_TODAY,
    Counted.SHARES_TODAY,
    Counted.TASKS_TOMORROW,
    Counted.SHARES_TOMORROW,
)

SHOWN = 10


@router.get("/operations")
def operations(request: Request, house: AskedHouse, who: Who) -> Response:
    today = house.today_board.today(who.actor)
    stuck = house.stuck.all(who.actor)
    minutes = house.settings.seal_minutes
    return show(
        "operations/operations.html",
        request,
        today=today,
        cards=_cards(today),
        soon=[_card(today, which, bad=False) for which in TOMORROW],
        needs_nobody=not any(today.numbers[which] for which in URGENT),
        stuck=stuck[:SHOWN],
        stuck_in_all=len(stuck),
        most=_most(today),
        lifecycle=lifecycle(today.stages),
        worker_runs=_runs(today),
        log_is_late=is_late(today.log_signed_at, today.as_of, minutes),
        labels=LABELS,
    )


def _cards(today: Today) -> list[dict[str, object]]:
    cards = [_card(today, which, bad=True) for which in URGENT]
    cards.insert(1, _undelivered(today))
    open_ = {"number": f"{today.running:,}", "label": "Cases open", "late": False}
    return [*cards, {**open_, "href": "/operations/cases"}]


def _undelivered(today: Today) -> dict[str, object]:
    number = today.stuck.get(Stuck.MAIL_GIVEN_UP, 0)
    return {
        "number": f"{number:,}",
        "label": "Cases with an email that did not arrive",
        "href": f"/operations/cases?stuck={Stuck.MAIL_GIVEN_UP.value}",
        "late": number > 0,
    }


def _card(today: Today, which: Counted, *, bad: bool) -> dict[str, object]:
    number = today.numbers[which]
    return {
        "number": f"{number:,}",
        "label": COUNTED_LABELS[which],
        "href": f"/operations/cases?only={which.value}",
        "late": bad and number > 0,
    }


def _most(today: Today) -> dict[str, int]:
    """The largest number of each picture, to which its bars are drawn."""
    return {
        "waits": max([wait.number for wait in today.waits] + [1]),
        "ages": max([*today.ages.values(), 1]),
        "days": max([max(day.came, day.went) for day in today.days] + [1]),
    }


def _runs(today: Today) -> bool:
    seen = today.worker_seen_at
    return seen is not None and today.as_of - seen < SILENT
