"""Programs that have an account, and their tokens, for administrators."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.services import GivenService
from domain.errors import NotAccepted, RuleBroken
from domain.identity import SERVICE_ROLES
from domain.people import Role
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, once, see_other, show
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import own_form, typed
from web.token_forms import SCOPES, TokenForm

router = APIRouter(prefix="/organisation/programs")

HERE = "/organisation/programs"
ROLES = [
    (Role.PRACTITIONER.value, "Send requests of its own, as a practitioner"),
    (Role.OPERATIONS.value, "Watch how everything runs, as operations"),
]
assert {code for code, _ in ROLES} == {role.value for role in SERVICE_ROLES}

Form = Annotated[FormData, Depends(own_form)]


class ProgramForm(PageForm):
    """A program: what it is called and what it does here."""

    name: Annotated[str, Field(max_length=100)]
    roles: list[Role]

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter the name of the program",
        ("name", "*"): "Use 100 characters or fewer",
        ("roles", "*"): "Choose what it does here",
    }

    @property
    def given(self) -> GivenService:
        return GivenService(self.name, tuple(dict.fromkeys(self.roles)))


@router.get("")
def programs(request: Request, house: AskedHouse, who: Who) -> Response:
    return _programs(request, house, who, {})


@router.post("")
def add(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    said, errors = read(ProgramForm, form)
    try:
        if said is not None:
            added = house.services.add(who.actor, said.given, once(form))
            return see_other(f"{HERE}/{added.id}")
    except NotAccepted as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _programs(request, house, who, typed(form), errors)


@router.get("/{service}")
def program(request: Request, house: AskedHouse, who: Who, service: str) -> Response:
    return _program(request, house, who, {})


@router.post("/{service}/tokens")
def make_token(
    request: Request, house: AskedHouse, who: Who, service: str, form: Form
) -> Response:
    """The token is in the answer itself, since it is shown this once."""
    house.services.get(who.actor, service)
    said, errors = read(TokenForm, form)
    try:
        if said is not None:
            token = house.services.make_token(who.actor, service, said.given)
            back_to = f"{HERE}/{service}"
            return show("account/token.html", request, token=token, back_to=back_to)
    except (NotAccepted, RuleBroken) as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _program(request, house, who, typed(form), errors)


@router.post("/{service}/tokens/{name}/end")
def end_token(
    house: AskedHouse, who: Who, service: str, name: str, form: Form
) -> Response:
    house.services.end_token(who.actor, service, name)
    return see_other(f"{HERE}/{service}")


@router.post("/{service}/end")
def end(house: AskedHouse, who: Who, service: str, form: Form) -> Response:
    house.services.disable(who.actor, service)
    return see_other(HERE)


def _programs(
    request: Request,
    house: AskedHouse,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    return show(
        "organisation/programs.html", request, 422 if errors else 200, roles=ROLES,
        lines=house.services.all(who.actor), values=values, errors=errors or {},
    )  # fmt: skip


def _program(
    request: Request,
    house: AskedHouse,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    known = house.services.get(who.actor, request.path_params["service"])
    return show(
        "organisation/program.html", request, 422 if errors else 200, scopes=SCOPES,
        known=known, errors=errors or {},
        values={"days": "90", **values},
    )  # fmt: skip
