"""Accounts of colleagues: administrators look after them, operations unlock them."""

from asyncio import to_thread
from collections.abc import Mapping
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.datastructures import FormData
from starlette.responses import Response

from domain.errors import RuleBroken
from domain.identity import DEED_LABELS
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other, show
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import own_form, typed

router = APIRouter()

PEOPLE = "/organisation/people"
ONE = f"{PEOPLE}/{{user}}"
LOCKED = "/operations/locked"

Form = Annotated[FormData, Depends(own_form)]


class CareForm(PageForm):
    """Why something is done to somebody else's account."""

    reason: Annotated[str, Field(max_length=1000)]

    sentences: ClassVar[Sentences] = {
        ("reason", "missing"): "Enter why",
        ("reason", "*"): "Use 1,000 characters or fewer",
    }


@router.get(PEOPLE)
def people(request: Request, house: AskedHouse, who: Who) -> Response:
    lines = house.account_care.colleagues(who.actor)
    return show("organisation/people.html", request, lines=lines)


@router.get(ONE)
def person(request: Request, house: AskedHouse, who: Who, user: str) -> Response:
    return _person(request, house, who)


@router.post(f"{ONE}/second-step")
def reset_second_step(
    request: Request, house: AskedHouse, who: Who, user: str, form: Form
) -> Response:
    said, errors = read(CareForm, form)
    if said is None:
        return _person(request, house, who, typed(form), errors)
    house.account_care.reset_second_step(who.actor, user, said.reason)
    return see_other(f"{PEOPLE}/{user}")


@router.post(f"{ONE}/sign-out")
def sign_out(
    request: Request, house: AskedHouse, who: Who, user: str, form: Form
) -> Response:
    said, errors = read(CareForm, form)
    if said is None:
        return _person(request, house, who, typed(form), errors)
    house.account_care.end_sessions(who.actor, user, said.reason)
    return see_other(f"{PEOPLE}/{user}")


@router.post(f"{ONE}/new-password")
def send_link(
    request: Request, house: AskedHouse, who: Who, user: str, form: Form
) -> Response:
    try:
        house.account_care.send_link(who.actor, user)
    except RuleBroken as no:
        return _person(request, house, who, {}, {"": SENTENCES[no.why]})
    return see_other(f"{PEOPLE}/{user}")


def _person(
    request: Request,
    house: AskedHouse,
    who: Who,
    values: Mapping[str, object] | None = None,
    errors: Errors | None = None,
) -> Response:
    user = request.path_params["user"]
    line, events = house.account_care.colleague(who.actor, user)
    return show(
        "organisation/colleague.html", request, 422 if errors else 200, line=line,
        events=events, labels=DEED_LABELS, is_own=user == who.actor.id,
        values=values or {}, errors=errors or {},
    )  # fmt: skip


# Operations


@router.get(LOCKED)
def locked(request: Request, house: AskedHouse, who: Who) -> Response:
    lines = house.account_care.locked(who.actor)
    return show("operations/locked.html", request, lines=lines)


@router.post(f"{LOCKED}/{{user}}/unlock")
async def unlock(request: Request, house: AskedHouse, who: Who, user: str) -> Response:
    await posted(request, who.csrf)
    await to_thread(house.account_care.unlock, who.actor, user)
    return see_other(LOCKED)
