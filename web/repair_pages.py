"""Repairs of one case: what will happen, why it is done, and two people to cancel."""

import asyncio
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.repair_checks import Detail
from casework.repairs import LONGEST_REASON, RepairLine, Wanted
from domain.errors import CaseNotFound, NotAccepted
from domain.refusals import SENTENCES
from domain.repairs import REPAIR_WORDS, Repair
from web.asking import AskedHouse, Who, once, posted, see_other, show, the_house
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import typed
from web.running_words import LABELS

USUAL_HOURS = 4

WHY: Sentences = {
    ("reason", "missing"): "Enter your reason",
    ("reason", "*"): f"Your reason must be {LONGEST_REASON} characters or fewer",
}
HOURS: Sentences = {("hours", "*"): "Enter a whole number of hours from 1 to 24"}


class RepairForm(PageForm):
    """Why it is done; `revision` is what was looked at."""

    reason: Annotated[str, Field(max_length=LONGEST_REASON)]
    revision: int

    sentences: ClassVar[Sentences] = WHY


class ExtendForm(RepairForm):
    """For how many hours more, and why."""

    hours: Annotated[int, Field(ge=1, le=24)]

    sentences: ClassVar[Sentences] = {**HOURS, **WHY}


class GiveForm(RepairForm):
    """To whom the task goes, and why."""

    to: str

    sentences: ClassVar[Sentences] = {("to", "*"): "Choose an adviser", **WHY}


FORMS: dict[Repair, type[RepairForm]] = {
    Repair.EXTEND: ExtendForm,
    Repair.REASSIGN: GiveForm,
}


def lead_back(request: Request, reference: str) -> None:
    """A page that refuses leads back to the case."""
    request.state.latest_url = f"/operations/cases/{reference}"


def known(repair: str) -> Repair:
    """A repair by its part of an address.

    Raises:
        CaseNotFound: there is none of this name.
    """
    if repair not in set(Repair):
        raise CaseNotFound
    return Repair(repair)


Named = Annotated[Repair, Depends(known)]

router = APIRouter(
    prefix="/operations/cases/{reference}", dependencies=[Depends(lead_back)]
)


@router.get("/repair/{repair}")
def repair_form(
    request: Request, house: AskedHouse, who: Who, reference: str, repair: Named
) -> Response:
    hours = {"hours": str(USUAL_HOURS)} if repair is Repair.EXTEND else {}
    return _page(request, reference, repair, hours)


@router.post("/repair/{repair}")
async def do_repair(
    request: Request, house: AskedHouse, who: Who, reference: str, repair: Named
) -> Response:
    form = await posted(request, who.csrf)
    given, errors = read(FORMS.get(repair, RepairForm), form)
    if given is None:
        return await _again(request, reference, repair, form, errors)
    wanted = Wanted(reference, repair, given.reason, _detail(given))
    try:
        line = await house.repairs.ask(who.actor, wanted, once(form))
    except NotAccepted as no:
        beside = {no.about or "": SENTENCES[no.why]}
        return await _again(request, reference, repair, form, beside)
    return _after(request, line)


@router.post("/cancel/agree")
async def agree(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    form = await posted(request, who.csrf)
    await house.repairs.agree(who.actor, reference, once(form))
    return see_other(f"/operations/cases/{reference}")


@router.post("/cancel/decline")
async def decline(
    request: Request, house: AskedHouse, who: Who, reference: str
) -> Response:
    await posted(request, who.csrf)
    await house.repairs.decline(who.actor, reference)
    return see_other(f"/operations/cases/{reference}")


def _detail(given: RepairForm) -> Detail:
    hours = given.hours if isinstance(given, ExtendForm) else 0
    to = given.to if isinstance(given, GiveForm) else ""
    return Detail(hours, to, given.revision)


def _after(request: Request, line: RepairLine) -> Response:
    """Back to the case; while Temporal is away, a page that says it is kept."""
    address = f"/operations/cases/{line.reference}"
    if line.result is None and line.repair is not Repair.CANCEL:
        return show(
            "errors/202.html", request, status=202, received_at=line.at,
            reference=line.reference, what="your repair", next_url=address,
        )  # fmt: skip
    return see_other(address)


async def _again(
    request: Request, reference: str, repair: Repair, form: FormData, errors: Errors
) -> Response:
    """The form as it was sent, with what is wrong with it."""
    if set(errors) == {"revision"}:
        errors = {"": "This page is out of date. Check it, then send it again"}
    errors.pop("revision", None)
    sent = (typed(form), errors)
    return await asyncio.to_thread(_page, request, reference, repair, *sent)


def _page(
    request: Request,
    reference: str,
    repair: Repair,
    values: dict[str, object] | dict[str, str],
    errors: Errors | None = None,
) -> Response:
    house, actor = the_house(request), request.state.who.actor
    return show(
        "operations/repair.html",
        request,
        status=422 if errors else 200,
        preview=house.repairs.preview(actor, reference, repair, USUAL_HOURS),
        words=REPAIR_WORDS[repair],
        usual_hours=USUAL_HOURS,
        values=values,
        errors=errors or {},
        labels=LABELS,
    )
