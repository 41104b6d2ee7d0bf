"""Opening a case in an emergency, reading it, and looking back at who did."""

from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from adapters.clock import now
from casework.emergency_reading import EmergencyLine
from casework.house import House
from domain.emergency import JUDGEMENT_LABELS, Judgement
from domain.people import Role
from web.asking import AskedHouse, Who, once, see_other, show, the_house
from web.case_words import LABELS, say_day
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import OwnForm, typed

router = APIRouter()

HOME = "/records/emergency"
WORDS_MOST = 2000

Words = Annotated[str, Field(max_length=WORDS_MOST)]


class OpenForm(PageForm):
    """Which case, and why. It is opened once both were read back."""

    reference: Annotated[str, Field(max_length=32, pattern=r"^[\w-]+$")]
    reason: Words
    confirmed: Literal["", "yes", "change"] = ""

    sentences: ClassVar[Sentences] = {
        ("reference", "*"): "Write the reference of the case, like SR-7K3M-9QXD",
        ("reason", "missing"): "Write down why you need to read it",
        ("reason", "*"): f"Write {WORDS_MOST:,} characters or fewer",
    }


class JudgementForm(PageForm):
    """What somebody else thinks of it, and why."""

    judgement: Judgement
    words: Words

    sentences: ClassVar[Sentences] = {
        ("judgement", "*"): "Choose what you think of it",
        ("words", "missing"): "Write down why",
        ("words", "*"): f"Write {WORDS_MOST:,} characters or fewer",
    }


@router.get(HOME)
def opened(request: Request, house: AskedHouse, who: Who) -> Response:
    query = request.query_params
    reviewed = query.get("reviewed") == "yes"
    page = house.emergency_reading.page(
        who.actor, query.get("after"), reviewed=reviewed
    )
    return show(
        "records/emergencies.html",
        request,
        page=page,
        reviewed=reviewed,
        labels=JUDGEMENT_LABELS,
        opens=who.actor.has(Role.AUDITOR),
        looks_back=who.actor.has(Role.AUDITOR) or who.actor.has(Role.ADVISER),
    )


@router.get(f"{HOME}/new")
def open_form(request: Request, house: AskedHouse, who: Who) -> Response:
    house.emergency_reading.check_can_ask(who.actor)
    return _form(request, house, dict(request.query_params), {})


@router.post(f"{HOME}/new")
def open_it(request: Request, who: Who, form: OwnForm) -> Response:
    house = the_house(request)
    house.emergency_reading.check_can_ask(who.actor)
    said, errors = read(OpenForm, form)
    if said is None or said.confirmed == "change":
        return _form(request, house, typed(form), errors)
    if said.confirmed != "yes":
        minutes = house.emergency_reading.minutes
        return show("records/emergency-check.html", request, said=said, minutes=minutes)
    id = house.emergency_reading.open(
        who, said.reference.upper(), said.reason, once(form)
    )
    return see_other(f"{HOME}/{id}/case")


@router.get(HOME + "/{id}")
def one(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    return _one(request, house.emergency_reading.of(who.actor, id), {}, {})


@router.post(HOME + "/{id}")
def review(request: Request, who: Who, form: OwnForm, id: str) -> Response:
    house = the_house(request)
    line = house.emergency_reading.of(who.actor, id)
    said, errors = read(JudgementForm, form)
    if said is None:
        return _one(request, line, typed(form), errors)
    house.emergency_reading.review(who.actor, id, said.judgement, said.words)
    return see_other(HOME)


@router.get(HOME + "/{id}/case")
def case(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    request.state.latest_url = f"{HOME}/{id}"
    line, view = house.emergency_reading.read(who, id)
    left = line.reading.until - now()
    return show(
        "records/emergency-case.html",
        request,
        line=line,
        view=view,
        minutes=max(1, round(left.total_seconds() / 60)),
        practitioner=view.names.get(view.case.opened_by, "The practitioner"),
        labels=LABELS,
        say_day=say_day,
    )


@router.post(HOME + "/{id}/close")
def close(request: Request, who: Who, form: OwnForm, id: str) -> Response:
    the_house(request).emergency_reading.close(who.actor, id)
    return see_other(f"{HOME}/{id}")


def _form(
    request: Request, house: House, values: dict[str, object], errors: Errors
) -> Response:
    return show(
        "records/emergency-new.html",
        request,
        422 if errors else 200,
        values=values,
        errors=errors,
        minutes=house.emergency_reading.minutes,
    )


def _one(
    request: Request, line: EmergencyLine, values: dict[str, object], errors: Errors
) -> Response:
    return show(
        "records/emergency.html",
        request,
        422 if errors else 200,
        line=line,
        values=values,
        errors=errors,
        choices=[(each.value, label) for each, label in JUDGEMENT_LABELS.items()],
        labels=JUDGEMENT_LABELS,
    )
