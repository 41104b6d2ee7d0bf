"""Setting up an authenticator app: with a colleague, or by the recipient alone.

The secret is in the form and in no address. Nothing is kept until the app has shown a
right code.
"""

from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.datastructures import FormData
from starlette.responses import Response

from adapters import authenticator
from casework.enrolment import Proof
from casework.recipient_directory import EntryLine
from casework.visiting import NoLongerHere
from domain.errors import NotAccepted
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other, show
from web.collect_showing import show as show_recipient
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import own_form
from web.visits import Here, Inside

router = APIRouter()

ENTRY = "/directory/{entry_id}/authenticator"
OWN = "/c/{locator}/authenticator"

Form = Annotated[FormData, Depends(own_form)]


class AppForm(PageForm):
    """The secret that was shown, and what the app makes of it."""

    secret: Annotated[str, Field(max_length=64)]
    code: Annotated[str, Field(max_length=20)]

    sentences: ClassVar[Sentences] = {
        ("code", "*"): "Enter the 6 numbers that the app shows",
    }


@router.get(ENTRY)
def entry_form(
    request: Request, house: AskedHouse, who: Who, entry_id: str
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    if not line.may_retire:
        return see_other(f"/directory/{entry_id}")
    return _entry(request, line, authenticator.new_secret())


@router.post(ENTRY)
def set_up(
    request: Request, house: AskedHouse, who: Who, entry_id: str, form: Form
) -> Response:
    line = house.recipients.get(who.actor, entry_id)
    said, errors = read(AppForm, form)
    if said is not None:
        proof = Proof(said.secret, said.code)
        try:
            house.enrolment.set_up(who.actor, entry_id, proof, _seen(form))
            return see_other(f"/directory/{entry_id}")
        except NotAccepted as no:
            errors = {"code": SENTENCES[no.why]}
    return _entry(request, line, _secret(form), errors)


@router.post(f"{ENTRY}/remove")
def take_away(house: AskedHouse, who: Who, entry_id: str, form: Form) -> Response:
    house.enrolment.take_away(who.actor, entry_id, _seen(form))
    return see_other(f"/directory/{entry_id}")


@router.get(OWN)
def own_app_form(here: Inside) -> Response:
    if not here.house.enrolment.may_set_up(here.at):
        raise NoLongerHere
    return _own(here, authenticator.new_secret())


async def recipients_form(request: Request, here: Inside) -> FormData:
    return await posted(request, here.visit.csrf)


@router.post(OWN)
def set_up_own(
    here: Inside, form: Annotated[FormData, Depends(recipients_form)]
) -> Response:
    said, errors = read(AppForm, form)
    if said is not None:
        try:
            here.house.enrolment.set_up_own(here.at, Proof(said.secret, said.code))
            return show_recipient("authenticator-done", here)
        except NotAccepted as no:
            errors = {"code": SENTENCES[no.why]}
    return _own(here, _secret(form), errors)


def _entry(
    request: Request, line: EntryLine, secret: str, errors: Errors | None = None
) -> Response:
    return show(
        "directory/authenticator.html",
        request,
        422 if errors else 200,
        line=line,
        revision=line.contact.version,
        **_shown(secret, errors),
    )


def _own(here: Here, secret: str, errors: Errors | None = None) -> Response:
    status = 422 if errors else 200
    return show_recipient("authenticator", here, status, **_shown(secret, errors))


def _shown(secret: str, errors: Errors | None) -> dict[str, Any]:
    """A secret to type or to open. The app is told no name and no address."""
    return {
        "secret": secret,
        "spaced": authenticator.spaced(secret),
        "app_link": authenticator.link_of(secret, "Security codes"),
        "values": {},
        "errors": errors or {},
    }


def _secret(form: FormData) -> str:
    """The one that was shown, so that nobody has to begin again."""
    given = form.get("secret")
    if isinstance(given, str) and authenticator.is_secret(given):
        return given
    return authenticator.new_secret()


def _seen(form: FormData) -> int:
    seen = form.get("revision")
    return int(seen) if isinstance(seen, str) and seen.isdecimal() else 0
