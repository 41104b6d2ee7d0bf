"""A case that is restricted: say why it is read, and read it for an hour."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from web.account_pages import safe_path
from web.asking import AskedHouse, Who, once, see_other, show, text, the_house
from web.forms import Errors, read
from web.own_request import OwnForm, typed
from web.rights_forms import ReasonForm

router = APIRouter()


@router.get("/restricted/{reference}")
def why(request: Request, house: AskedHouse, who: Who, reference: str) -> Response:
    then = safe_path(request.query_params.get("then", ""))
    if not house.restrictions.is_restricted(who.actor, reference):
        return see_other(then)
    return _page(request, reference, {}, {"then": then})


@router.post("/restricted/{reference}")
def say_why(request: Request, who: Who, reference: str, form: OwnForm) -> Response:
    house = the_house(request)
    said, errors = read(ReasonForm, form)
    if said is None:
        return _page(request, reference, errors, typed(form))
    house.restrictions.say_why(who.actor, reference, said.reason, once(form))
    return see_other(safe_path(text(form, "then")))


def _page(
    request: Request, reference: str, errors: Errors, values: dict[str, Any]
) -> Response:
    return show(
        "rights/restricted.html",
        request,
        422 if errors else 200,
        reference=reference,
        errors=errors,
        values=values,
    )
