"""Setting up what somebody shows beside their password, and taking it away."""

from asyncio import to_thread
from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from adapters import authenticator
from casework.second_step import SetUp
from domain.errors import NotAccepted, RuleBroken
from domain.refusals import SENTENCES
from web.asking import see_other, text
from web.setting_up import Sets, Setting, wanted_next

router = APIRouter(prefix="/account/second-step")

HERE = "/account/second-step/set-up"
LONGEST_NAME = 60
NOT_SHOWN = "Enter the 6 numbers that the app shows"
Errors = Mapping[str, str]


@router.get("/set-up")
def set_up(here: Sets) -> Response:
    return _overview(here)


def _overview(here: Setting, errors: Errors | None = None) -> Response:
    fault = next(iter((errors or {}).values()), "")
    return here.show(
        "set-up", 422 if errors else 200, has=here.house.second_steps.of(here.who),
        errors={"": fault} if fault else {},
    )  # fmt: skip


# An authenticator app


@router.get("/app")
def app_form(here: Sets) -> Response:
    return _app(here, authenticator.new_secret(), here.goes_to)


@router.post("/app")
async def set_up_app(here: Sets) -> Response:
    form = await here.form()
    secret, code = text(form, "secret"), text(form, "code")[:20]
    errors = {} if code else {"code": NOT_SHOWN}
    errors |= await _unproved(here, form)
    if not errors:
        keep = partial(
            here.house.second_steps.set_up_app, here.who, here.cookie, secret, code
        )
        try:
            return _done(here, form, await to_thread(keep))
        except NotAccepted as no:
            errors = {"code": SENTENCES[no.why]}
    shown = secret if authenticator.is_secret(secret) else authenticator.new_secret()
    return _app(here, shown, wanted_next(form), errors)


@router.post("/app/remove")
async def remove_app(here: Sets) -> Response:
    return await _take_away(here, partial(here.house.second_steps.remove_app, here.who))


def _app(
    here: Setting, secret: str, goes_to: str, errors: Errors | None = None
) -> Response:
    return here.show(
        "app", 422 if errors else 200, secret=secret, errors=errors or {},
        spaced=authenticator.spaced(secret), wanted=goes_to,
        app_link=authenticator.link_of(secret, here.who.email),
    )  # fmt: skip


# Passkeys


@router.get("/new-passkey")
def passkey_form(here: Sets) -> Response:
    return _passkey(here, here.goes_to)


@router.post("/new-passkey")
async def add_passkey(here: Sets) -> Response:
    form = await here.form()
    label = text(form, "label")
    errors = {} if label else {"label": "Give it a name, so that you know it again"}
    if len(label) > LONGEST_NAME:
        errors = {"label": f"Use {LONGEST_NAME} characters or fewer"}
    errors |= await _unproved(here, form)
    if not errors:
        answer = form.get("passkey")
        given = answer if isinstance(answer, str) else ""
        add = here.house.second_steps.add_passkey
        try:
            made = await to_thread(add, here.who, here.cookie, given, label)
            return _done(here, form, made)
        except NotAccepted as no:
            errors = {"passkey": SENTENCES[no.why]}
    values = {"label": label}
    return await to_thread(_passkey, here, wanted_next(form), errors, values)


@router.post("/passkeys/{passkey}/remove")
async def remove_passkey(here: Sets, passkey: str) -> Response:
    remove = partial(here.house.second_steps.remove_passkey, here.who, passkey)
    return await _take_away(here, remove)


def _passkey(
    here: Setting,
    goes_to: str,
    errors: Errors | None = None,
    values: Mapping[str, str] | None = None,
) -> Response:
    asked = here.house.second_steps.ask_for_passkey(here.who, here.cookie)
    return here.show(
        "passkey", 422 if errors else 200, asked=asked, wanted=goes_to,
        values=values or {}, errors=errors or {},
    )  # fmt: skip


# Recovery codes


@router.post("/codes")
async def new_codes(here: Sets) -> Response:
    """They are in the answer itself, since they are shown this once."""
    form = await here.form()
    errors = await _unproved(here, form)
    if not errors:
        try:
            codes = await to_thread(here.house.second_steps.new_codes, here.who)
            return here.show("codes", codes=codes, wanted=HERE)
        except RuleBroken as no:
            errors = {"": SENTENCES[no.why]}
    return _overview(here, errors)


def _done(here: Setting, form: FormData, made: SetUp) -> Response:
    """On with a new cookie; by way of the codes, if they are new."""
    wanted = wanted_next(form) if here.is_first else HERE
    if made.codes:
        page = here.show("codes", codes=made.codes, wanted=wanted)
        return here.renew(page, made.cookie)
    return here.renew(see_other(wanted), made.cookie)


async def _take_away(here: Setting, remove: "partial[None]") -> Response:
    form = await here.form()
    errors = await _unproved(here, form)
    if not errors:
        try:
            await to_thread(remove)
            return see_other(HERE)
        except RuleBroken as no:
            errors = {"": SENTENCES[no.why]}
    return _overview(here, errors)


async def _unproved(here: Setting, form: FormData) -> dict[str, str]:
    fault = await here.password_fault(form)
    return {"password": fault} if fault else {}
