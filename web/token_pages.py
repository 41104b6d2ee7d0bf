"""One's own tokens, for programs that act in one's name."""

from asyncio import to_thread
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import NotAccepted, RuleBroken
from domain.refusals import SENTENCES
from web.asking import AskedHouse, Who, posted, see_other
from web.forms import Errors, read
from web.own_request import typed
from web.setting_up import Sets, Setting
from web.token_forms import SCOPES, TokenForm

router = APIRouter(prefix="/account/tokens")

HERE = "/account/tokens"


@router.get("")
def tokens(here: Sets, who: Who) -> Response:
    return _page(here, {})


@router.post("")
async def make(here: Sets, who: Who) -> Response:
    """The token is in the answer itself, since it is shown this once."""
    form = await here.form()
    said, errors = read(TokenForm, form)
    fault = await here.password_fault(form) if said is not None else ""
    if fault:
        errors = {"password": fault}
    if said is not None and not errors:
        try:
            token = await to_thread(here.house.tokens.make, who.actor, said.given)
            return here.show("token", token=token, back_to=HERE)
        except NotAccepted as no:
            errors = {no.about or "": SENTENCES[no.why]}
        except RuleBroken as no:
            errors = {"": SENTENCES[no.why]}
    return await to_thread(_page, here, typed(form), errors)


@router.post("/{name}/end")
async def end(request: Request, house: AskedHouse, who: Who, name: str) -> Response:
    await posted(request, who.csrf)
    await to_thread(house.tokens.end, who.actor, name)
    return see_other(HERE)


def _page(
    here: Setting, values: Mapping[str, object], errors: Errors | None = None
) -> Response:
    return here.show(
        "tokens", 422 if errors else 200, scopes=SCOPES, errors=errors or {},
        lines=here.house.tokens.mine(here.who.actor),
        values={"days": "90", **values, "password": ""},
    )  # fmt: skip
