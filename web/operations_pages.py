"""Operations: how the cases run and what is stuck, never what they are about."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from casework.lists import Summary
from casework.tree_sealing import is_late
from domain.stages import ENDING_LABELS, STAGE_LABELS, WAITING_LABELS, Stage
from web.asking import AskedHouse, Who, posted, see_other, show

router = APIRouter()

STEPS: Mapping[str, str] = {
    "record": "Writing down what was done",
    "release": "Making the information available to the recipient",
    "announce": "Sending the recipient their email",
    "tell_individual": "Sending a person an email about the sharing",
    "call_adviser": "Telling the advisers that a task waits",
    "remind": "Sending a reminder",
    "expire": "Ending a release that nobody opened in time",
    "finalise": "Sealing the record",
    "download": "Opening a file for the recipient",
    "release_dates": "Reading until when the recipient may open it",
    "send_code": "Sending a security code by text message",
    "locked": "Letting the recipient in: too many wrong codes",
    "announce_again": "Sending the recipient their email again",
    "write_about_task": "Writing to somebody who works here",
    "mail_came_back": "An email to somebody outside came back",
    "workflow": "Running the case: its workflow cannot be found",
}

ONLY: Mapping[str, str] = {
    "failing": "Cases with a step that is failing",
    "overdue": "Cases with an overdue adviser task",
    "orphan": "Cases with a task that nobody can take",
    "unapplied": "Cases with acts not yet applied",
}

# A worker signs in every second; after this long something is wrong.
SILENT = timedelta(seconds=30)

LABELS: Mapping[str, object] = {
    "stage": STAGE_LABELS,
    "waiting": WAITING_LABELS,
    "ending": ENDING_LABELS,
    "step": STEPS,
}

OPEN_STAGES = tuple(
    (stage.value, label)
    for stage, label in STAGE_LABELS.items()
    if stage is not Stage.CLOSED
)


@router.get("/operations")
def operations(request: Request, house: AskedHouse, who: Who) -> Response:
    summary = house.lists.summary(who.actor)
    counts = [(c, label, summary.by_stage[Stage(c)]) for c, label in OPEN_STAGES]
    return show(
        "operations/operations.html",
        request,
        summary=summary,
        cards=_cards(summary),
        counts=counts,
        most=max([count for _, _, count in counts] + [1]),
        worker_runs=_runs(summary),
        log_is_late=is_late(
            summary.log_signed_at, summary.as_of, house.settings.seal_minutes
        ),
    )


def _cards(summary: Summary) -> list[dict[str, object]]:
    wrong = "checklists for the wrong person to be finished"
    numbers = (
        (summary.failing, "with a failing step", "?only=failing", True),
        (summary.overdue, "adviser tasks overdue", "?only=overdue", True),
        (summary.orphan_tasks, "tasks that nobody can take", "?only=orphan", True),
        (summary.waiting_acts, "acts not yet applied", "?only=unapplied", True),
        (summary.breaches, wrong, "", True),
        (sum(summary.by_stage.values()), "cases open", "", False),
    )
    return [
        {
            "number": number,
            "label": label,
            "href": f"/operations/cases{query}",
            "late": bad and number > 0,
        }
        for number, label, query, bad in numbers
    ]


def _runs(summary: Summary) -> bool:
    seen = summary.worker_seen_at
    return seen is not None and summary.as_of - seen < SILENT


@router.get("/operations/cases")
def cases(request: Request, house: AskedHouse, who: Who) -> Response:
    asked = request.query_params
    known = {"stage": dict(OPEN_STAGES), "only": ONLY}
    chosen = {name: asked.get(name, "") for name in known}
    ignored = [
        name for name, code in chosen.items() if code and code not in known[name]
    ]
    chosen = {name: "" if name in ignored else code for name, code in chosen.items()}
    page = house.lists.running(
        who.actor, asked.get("after"), chosen["stage"] or None, chosen["only"] or None
    )
    return show(
        "operations/cases.html",
        request,
        page=page,
        chosen=chosen,
        ignored=ignored,
        stages=[("", "Any stage"), *OPEN_STAGES],
        only=[("", "All open cases"), *ONLY.items()],
        labels=LABELS,
    )


@router.get("/operations/cases/{reference}")
def case(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    line, troubles = house.lists.running_case(who.actor, reference)
    return show(
        "operations/case.html", request, line=line, troubles=troubles, labels=LABELS
    )


@router.post("/operations/cases/{reference}/write-again")
async def write_again(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.notices.try_again, who.actor, reference)
    return see_other(f"/operations/cases/{reference}")
