"""A question to an adviser that names nobody, before anything else; and its answer."""

import asyncio
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, Field, model_validator
from starlette.responses import HTMLResponse, Response

from casework import first_steps
from casework.first_steps import QUESTION_MOST, dates_in, to_take_out
from domain import policies
from domain.preliminaries import Guide, Settle
from web.asking import AskedHouse, Who, once, posted, see_other, show
from web.forms import PageForm, Sentences, read
from web.own_request import Own, OwnForm, not_applied, typed
from web.task_pages import landed, lead_back, show_task

router = APIRouter()
one = APIRouter(prefix="/requests/{reference}")
advising = APIRouter(dependencies=[Depends(lead_back)])

GUIDANCE_MOST = 2000


def _names_nobody(question: str) -> str:
    fault = to_take_out(question)
    if fault:
        raise ValueError(fault)
    return question


class QuestionFirstForm(PageForm):
    """The question. A date in it may stay if whoever asks says so."""

    question: Annotated[
        str, Field(max_length=QUESTION_MOST), AfterValidator(_names_nobody)
    ]
    dates_may_stay: Literal["yes"] | None = None

    sentences: ClassVar[Sentences] = {
        ("question", "missing"): "Enter your question",
        ("question", "string_too_long"): "Your question must be "
        f"{QUESTION_MOST:,} characters or fewer",
    }

    @model_validator(mode="after")
    def dates_are_meant(self) -> "QuestionFirstForm":
        dates = dates_in(self.question)
        if dates and not self.dates_may_stay:
            found = ", ".join(dates)
            raise ValueError(
                f"dates_may_stay|There is a date in it ({found}). Take it out, or tick "
                "that it may stay"
            )
        return self


class GuidanceForm(PageForm):
    """What an adviser answers."""

    guidance: Annotated[str, Field(max_length=GUIDANCE_MOST)]

    sentences: ClassVar[Sentences] = {
        ("guidance", "missing"): "Enter your advice",
        ("guidance", "*"): f"Your advice must be {GUIDANCE_MOST:,} characters or fewer",
    }


@router.get("/requests/ask-first")
def question_form(request: Request, who: Who) -> HTMLResponse:
    policies.check_can_open(who.actor)
    return show("requests/ask-first.html", request, values={})


@router.post("/requests/ask-first")
async def ask(request: Request, house: AskedHouse, who: Who, form: OwnForm) -> Response:
    said, errors = read(QuestionFirstForm, form)
    if said is None:
        return show(
            "requests/ask-first.html", request, 422, values=typed(form), errors=errors
        )
    receipt = await first_steps.ask_first(
        house.desk, who.actor, said.question, once=once(form)
    )
    if not receipt.applied:
        return not_applied(request, receipt)
    return see_other(f"/requests/{receipt.reference}/sent")


@one.get("/settle")
def settling_is_on_its_own_page(own: Own) -> Response:
    return own.go()


@one.post("/settle")
async def settle(own: Own, form: OwnForm) -> Response:
    receipt = await own.do(lambda id, at, case: Settle(id, own.actor, at), form)
    return own.after(receipt)


@advising.post("/tasks/{task_id}/guide")
async def guide(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    wanted, errors = read(GuidanceForm, form)
    if wanted is None:
        policies.check_can_guide(who.actor, view.case)  # who was first comes first
        return show_task(request, who, view, values=typed(form), errors=errors)
    receipt = await house.desk.do(
        who.actor,
        view.reference,
        lambda id, at, case: Guide(id, who.actor, at),
        words={"guidance": wanted.guidance},
        once=once(form),
    )
    return landed(request, receipt, f"/tasks/{task_id}/done", "your advice")


router.include_router(one)
router.include_router(advising)
