"""Running cases: the list with its filters, one case, never what either is about."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.clock import now
from casework.case_look import CaseLook
from casework.running import RunningLine
from domain.case_filter import read_case_filter
from domain.refusals import SENTENCES
from domain.repairs import REPAIR_WORDS
from domain.stages import Stage
from domain.stuck import StuckCase
from web import rendering
from web.asking import AskedHouse, Who, posted, see_other, show
from web.bulk_repair_pages import CHOICES
from web.filtered_lists import taken_away
from web.lifecycle import Lifecycle, StageNote, draw
from web.running_words import (
    LABELS,
    NAMES,
    PRIORITIES,
    STEPS,
    act_words,
    lifecycle,
    options,
    said,
    waiting_for,
)
from web.spreadsheets import as_csv

router = APIRouter()

HEADS = (
    "Reference", "Stage", "Waiting for", "Since", "Started", "Due", "Priority",
    "Rule set", "Worker version", "Failing step", "Failing since", "Tries",
)  # fmt: skip


@router.get("/operations/cases")
def cases(request: Request, house: AskedHouse, who: Who) -> Response:
    choices = house.running.choices(who.actor)
    wanted, unknown = read_case_filter(request.query_params, choices.known)
    cursor = request.query_params.get("after")
    return show(
        "operations/cases.html",
        request,
        page=house.running.cases(who.actor, wanted, cursor),
        number=house.running.count(who.actor, wanted),
        wrong=_wrong(house.stuck.all(who.actor)),
        now=now(),
        wanted=wanted,
        chosen=asdict(wanted),
        said=said(wanted, choices),
        options=options(choices),
        names=NAMES,
        unknown={NAMES[name]: value for name, value in unknown.items()},
        saved=house.case_views.all(who.actor),
        lifecycle=lifecycle(house.today_board.stages(who.actor)),
        labels=LABELS,
        bulk_choices=CHOICES,
    )


@router.get("/operations/cases.csv")
def spreadsheet(request: Request, house: AskedHouse, who: Who) -> Response:
    choices = house.running.choices(who.actor)
    wanted, _ = read_case_filter(request.query_params, choices.known)
    lines = house.running.every(who.actor, wanted)
    return taken_away(as_csv(rows(lines)), "text/csv", "running-cases.csv")


def rows(lines: list[RunningLine]) -> Iterator[tuple[str | int, ...]]:
    """The list line by line, with times as spreadsheets read them."""
    yield HEADS
    for line in lines:
        times = (line.since, line.opened_at, line.due_at, line.trouble_since)
        since, started, due, failing = (_cell(each) for each in times)
        yield (
            line.reference, LABELS["stage"][Stage(line.stage)],
            waiting_for(line.waiting_on), since, started, due,
            PRIORITIES.get(line.priority, line.priority), line.rules,
            line.worker_version, STEPS.get(line.trouble or "", line.trouble or ""),
            failing, line.attempts,
        )  # fmt: skip


@router.get("/operations/cases/{reference}")
async def case(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    look = await house.case_looks.look(who.actor, reference)
    repairing = await asyncio.to_thread(house.repairs.of, who.actor, reference)
    return await asyncio.to_thread(
        show,
        "operations/case.html",
        request,
        look=look,
        repairing=repairing,
        repair_words=REPAIR_WORDS,
        sentences=SENTENCES,
        line=look.case.line,
        now=look.as_of,
        lifecycle=_where_it_is(look),
        acts=[(act_words(act.kind), act) for act in look.case.acts],
        labels=LABELS,
    )


@router.post("/operations/cases/{reference}/write-again")
async def write_again(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    await posted(request, who.csrf)
    await asyncio.to_thread(house.notices.try_again, who.actor, reference)
    return see_other(f"/operations/cases/{reference}")


def _wrong(stuck: Iterable[StuckCase]) -> dict[str, list[StuckCase]]:
    """In which ways cases are stuck, by their references."""
    found: dict[str, list[StuckCase]] = {}
    for each in stuck:
        found.setdefault(each.reference, []).append(each)
    return found


def _cell(at: datetime | None) -> str:
    """A moment by a clock in the United Kingdom."""
    return f"{rendering.in_london(at):%Y-%m-%d %H:%M}" if at else ""


def _where_it_is(look: CaseLook) -> Lifecycle:
    """The life of a request, and how far this one has come."""
    here = look.case.line.stage
    stays = look.case.stays
    notes = {
        stage: StageNote(
            lines=tuple(_stayed(look, stage)),
            is_here=stage == here,
            was_here=any(stay.stage == stage for stay in stays),
        )
        for stage in Stage
    }
    return draw(
        notes,
        f"The life of the case {look.case.line.reference}",
        "The stages from top to bottom, with the moves between them. Where the case "
        "is and has been is drawn thicker. The table below has the same.",
    )


def _stayed(look: CaseLook, stage: Stage) -> Iterator[str]:
    """How long it has been at a stage, over all of its stays."""
    line = look.case.line
    spans = [
        (stay.until or look.as_of) - stay.since
        for stay in look.case.stays
        if stay.stage == stage
    ]
    if spans and stage is not Stage.CLOSED:
        times = "" if len(spans) == 1 else f", in {len(spans)} stays"
        yield f"{rendering.how_long(sum(spans[1:], spans[0]))}{times}".capitalize()
    if stage == line.stage:
        yield f"Since {rendering.short_day(line.since)}, {rendering.clock(line.since)}"
