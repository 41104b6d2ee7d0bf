"""How the recipient proves themselves, as their sender sees and changes it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from adapters.clock import now
from casework.new_words import may_give
from web.after_sending_pages import Left, LeftForm, there
from web.asking import Elsewhere, once, see_other

router = APIRouter(prefix="/releases/{reference}")

WhoeverSees = Annotated[Left, Depends(there)]


@router.get("/words")
def words_form(left: WhoeverSees) -> Response:
    line, case = left.view.release, left.view.case
    if line is None or not may_give(left.actor, case, line.parcel, now()):
        raise Elsewhere(left.home)
    return left.show("words", channel=line.parcel.channel.value)


@router.post("/words")
async def words(left: WhoeverSees, form: LeftForm) -> Response:
    await left.house.new_words.give(left.actor, left.view.reference, once(form))
    return see_other(left.home)
