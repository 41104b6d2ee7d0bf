"""The same repair for many cases: looked at, begun, followed and stopped."""

import asyncio
from collections import Counter
from typing import Annotated, ClassVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from pydantic import AfterValidator, Field
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.bulk_repairs import BulkLine, BulkWish
from casework.house import House
from casework.repairs import LONGEST_REASON
from casework.sessions import SignedIn
from domain.case_filter import read_case_filter
from domain.errors import NotAccepted, Why
from domain.refusals import SENTENCES
from domain.repairs import IN_BULK, MOST_AT_ONCE, REPAIR_WORDS, Repair
from web.asking import AskedHouse, Who, once, posted, see_other, show, text, the_house
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import typed
from web.repair_pages import HOURS, USUAL_HOURS, WHY

router = APIRouter(prefix="/operations/repairs")

CHOICES = tuple((repair.value, REPAIR_WORDS[repair].button) for repair in IN_BULK)
"""What the list of cases offers."""


def _in_bulk(repair: Repair) -> Repair:
    if repair not in IN_BULK:
        raise ValueError("Choose what to do")
    return repair


class ChosenForm(PageForm):
    """What is to be done; to which cases stands beside it."""

    repair: Annotated[Repair, AfterValidator(_in_bulk)]
    hours: Annotated[int, Field(ge=1, le=24)] = USUAL_HOURS

    sentences: ClassVar[Sentences] = {
        ("repair", "*"): "Choose what to do",
        **HOURS,
    }


class BeginForm(ChosenForm):
    """The same, looked at, with a reason."""

    reason: Annotated[str, Field(max_length=LONGEST_REASON)]

    sentences: ClassVar[Sentences] = {**ChosenForm.sentences, **WHY}


@router.get("")
def batches(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "operations/batches.html",
        request,
        batches=house.bulk_repairs.newest(who.actor),
        words=REPAIR_WORDS,
    )


@router.post("/preview")
async def preview(request: Request, house: AskedHouse, who: Who) -> Response:
    """What would happen to each of them. Nothing is done yet."""
    form = await posted(request, who.csrf)
    chosen, errors = read(ChosenForm, form)
    references = await asyncio.to_thread(_chosen, house, who, form)
    wish = BulkWish(chosen.repair, references, hours=chosen.hours) if chosen else None
    return await _page(request, wish, form, errors)


@router.post("")
async def begin(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    given, errors = read(BeginForm, form)
    if given is None:
        chosen, _ = read(ChosenForm, form)
        wish = BulkWish(chosen.repair, _ticked(form)) if chosen else None
        return await _page(request, wish, form, errors)
    wish = BulkWish(given.repair, _ticked(form), given.reason, given.hours)
    try:
        batch = await asyncio.to_thread(
            house.bulk_repairs.start, who.actor, wish, once(form)
        )
    except NotAccepted as no:
        beside = {"": SENTENCES[no.why]}
        return await _page(request, wish, form, beside)
    return see_other(f"/operations/repairs/{batch}")


@router.get("/{batch}")
def progress(request: Request, house: AskedHouse, who: Who, batch: str) -> Response:
    found = house.bulk_repairs.batch(who.actor, batch)
    return show(
        "operations/batch.html",
        request,
        batch=found,
        words=REPAIR_WORDS[found.repair],
        sentences=SENTENCES,
    )


@router.post("/{batch}/stop")
async def stop(request: Request, house: AskedHouse, who: Who, batch: str) -> Response:
    await posted(request, who.csrf)
    request.state.latest_url = f"/operations/repairs/{batch}"
    await asyncio.to_thread(house.bulk_repairs.stop, who.actor, batch)
    return see_other(f"/operations/repairs/{batch}")


def _ticked(form: FormData) -> tuple[str, ...]:
    """Each tick is a field of its own; what was looked at is one field with all."""
    fields = form.getlist("reference")
    return tuple(each for field in fields for each in str(field).split())


def _chosen(house: House, who: SignedIn, form: FormData) -> tuple[str, ...]:
    """The cases that were ticked, or all that the filter of the list lets through."""
    if text(form, "every") != "yes":
        return _ticked(form)
    known = house.running.choices(who.actor).known
    wanted, _ = read_case_filter(dict(parse_qsl(text(form, "filter"))), known)
    return tuple(line.reference for line in house.running.every(who.actor, wanted))


async def _page(
    request: Request, wish: BulkWish | None, form: FormData, errors: Errors
) -> Response:
    """What would become of each, with the form to begin it."""
    lines: tuple[BulkLine, ...] = ()
    try:
        if wish is not None:
            lines = await asyncio.to_thread(_looked_at, request, wish)
    except NotAccepted as no:
        wish, errors = None, {"": SENTENCES[no.why]}
    repair = wish.repair if wish else None
    return show(
        "operations/bulk-preview.html",
        request,
        status=422 if errors else 200,
        repair=repair,
        words=REPAIR_WORDS[repair] if repair else None,
        able=[each.reference for each in lines if each.why is None],
        unable=_unable(lines),
        most=MOST_AT_ONCE,
        values=typed(form),
        errors=errors,
    )


def _looked_at(request: Request, wish: BulkWish) -> tuple[BulkLine, ...]:
    hours = wish.hours or USUAL_HOURS
    asked = BulkWish(wish.repair, wish.references, hours=hours)
    return the_house(request).bulk_repairs.preview(request.state.who.actor, asked)


def _unable(lines: tuple[BulkLine, ...]) -> list[tuple[str, int]]:
    """Why nothing can be done to some of them, and to how many."""
    counts: Counter[Why] = Counter(each.why for each in lines if each.why)
    return [(SENTENCES[why], number) for why, number in counts.most_common()]
