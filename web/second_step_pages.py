"""The second step of signing in: a code of an app, a passkey, or a recovery code."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from casework.entering import Given
from casework.house import House
from casework.sessions import Arriving, Waits
from web import rendering
from web.account_pages import go_in, safe_path
from web.asking import (
    NEXT_STEP,
    AskedHouse,
    Elsewhere,
    cookie_name,
    network,
    posted,
    text,
)
from web.setting_up import wanted_next

router = APIRouter(prefix="/account/second-step")

LONGEST_CODE = 40
WRONG_CODE = "This is not the code that the app shows now. Wait for the next one"
WRONG_PASSKEY = "We could not use this passkey. Try again"
WRONG_RECOVERY = "This is not one of your recovery codes, or it was used already"


def half_way(request: Request, house: AskedHouse) -> Arriving:
    """Whoever has given their password and not shown their second step yet.

    Raises:
        Elsewhere: they are not at this step.
    """
    cookie = request.cookies.get(cookie_name(house), "")
    arriving = house.sessions.arriving(cookie) if cookie else None
    if arriving is None:
        raise Elsewhere("/")
    if arriving.waits is not Waits.SECOND:
        raise Elsewhere(NEXT_STEP[arriving.waits])
    return arriving


HalfWay = Annotated[Arriving, Depends(half_way)]


async def half_form(request: Request, half: HalfWay) -> FormData:
    return await posted(request, half.who.csrf)


Form = Annotated[FormData, Depends(half_form)]


@router.get("")
def second_step(request: Request, house: AskedHouse, half: HalfWay) -> Response:
    return _page(request, house, half)


@router.post("")
def give_code(
    request: Request, house: AskedHouse, half: HalfWay, form: Form
) -> Response:
    code = text(form, "code")[:LONGEST_CODE]
    if not code:
        return _page(request, house, half, {"code": "Enter the 6 numbers"}, form)
    given = Given(code, network(request))
    entered = house.entering.by_app(_cookie(request, house), given)
    if entered is None:
        return _page(request, house, half, {"code": WRONG_CODE}, form)
    return go_in(house, entered, wanted_next(form))


@router.post("/passkey")
def show_passkey(
    request: Request, house: AskedHouse, half: HalfWay, form: Form
) -> Response:
    answer = form.get("passkey")
    shown = answer if isinstance(answer, str) else ""
    entered = house.second_steps.by_passkey(
        _cookie(request, house), shown, network(request)
    )
    if entered is None:
        return _page(request, house, half, {"passkey": WRONG_PASSKEY}, form)
    return go_in(house, entered, wanted_next(form))


@router.get("/recovery")
def recovery(request: Request, half: HalfWay) -> Response:
    return _recovery(request, half)


@router.post("/recovery")
async def give_recovery_code(
    request: Request, house: AskedHouse, half: HalfWay, form: Form
) -> Response:
    code = text(form, "code")[:LONGEST_CODE]
    if not code:
        return _recovery(request, half, {"code": "Enter a recovery code"}, form)
    given = Given(code, network(request))
    entered = await asyncio.to_thread(
        house.entering.by_recovery_code, _cookie(request, house), given
    )
    if entered is None:
        return _recovery(request, half, {"code": WRONG_RECOVERY}, form)
    return go_in(house, entered, wanted_next(form))


def _cookie(request: Request, house: House) -> str:
    return request.cookies.get(cookie_name(house), "")


def _page(
    request: Request,
    house: House,
    half: Arriving,
    errors: Mapping[str, str] | None = None,
    form: FormData | None = None,
) -> HTMLResponse:
    has = house.second_steps.of(half.who)
    asked = house.second_steps.ask_to_show(_cookie(request, house))
    return _show(
        "second-step", request, half, errors, form, has_app=has.has_app, asked=asked
    )


def _recovery(
    request: Request,
    half: Arriving,
    errors: Mapping[str, str] | None = None,
    form: FormData | None = None,
) -> HTMLResponse:
    return _show("recovery", request, half, errors, form)


def _show(
    name: str,
    request: Request,
    half: Arriving,
    errors: Mapping[str, str] | None,
    form: FormData | None,
    **context: Any,
) -> HTMLResponse:
    asked = request.query_params.get("next", "")
    return rendering.page(
        f"account/{name}.html",
        status=422 if errors else 200,
        csrf=half.who.csrf,
        once="",
        values={},
        errors=errors or {},
        goes_to=wanted_next(form) if form is not None else safe_path(asked),
        help_telephone=half.who.telephone,
        **context,
    )
