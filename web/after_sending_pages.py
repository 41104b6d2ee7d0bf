"""What its sender, or an adviser, does about a release after it has left."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from adapters.clock import now
from casework.filing import Make
from casework.house import House
from casework.views import CaseView
from domain import after_sending
from domain.after_sending import MOST_DAYS
from domain.errors import NotAccepted
from domain.people import Actor
from domain.refusals import SENTENCES
from domain.release import FEEDBACK_LABELS
from web.asking import AskedHouse, Elsewhere, Who, once, posted, see_other, show
from web.case_words import LABELS
from web.forms import Errors, read
from web.own_request import not_applied, typed
from web.release_forms import AgainForm, ExtendForm, FeedbackForm, ReasonForm

router = APIRouter(prefix="/releases/{reference}")


@dataclass(frozen=True)
class Left:
    """A release that has left, and who has a page about it open."""

    request: Request
    house: House
    actor: Actor
    view: CaseView
    may_be_drawn: bool = True
    """Whether its page is for now; a form can be sent from an older one."""

    @property
    def home(self) -> str:
        """The page of its case, as whoever looks at it knows it."""
        place = "requests" if self.view.is_mine else "tasks/cases"
        return f"/{place}/{self.view.reference}"

    def show(self, name: str, status: int = 200, **context: object) -> Response:
        return show(
            f"releases/{name}.html", self.request, status, view=self.view,
            home=self.home, labels=LABELS, now=now(), **context,
        )  # fmt: skip

    def again(self, name: str, form: FormData, errors: Errors) -> Response:
        """The same page with everything typed, and what is wrong with it.

        Raises:
            Elsewhere: there is no such page any more, and nothing was done.
        """
        if not self.may_be_drawn:
            raise Elsewhere(self.home)
        return self.show(name, 422, values=typed(form), errors=errors, **CHOICES)

    async def do(
        self, make: Make, form: FormData, words: Mapping[str, str]
    ) -> Response:
        receipt = await self.house.desk.do(
            self.actor,
            self.view.reference,
            make,
            words={name: said for name, said in words.items() if said},
            once=once(form),
        )
        if receipt.applied:
            return see_other(self.home)
        return not_applied(self.request, receipt)


def the_left(reference: str, request: Request, house: AskedHouse, who: Who) -> Left:
    view = house.views.case(who.actor, reference)
    left = Left(request, house, who.actor, view)
    request.state.latest_url = left.home
    return left


class Allowing:
    """A release about which this can be done now; its page is not shown otherwise."""

    def __init__(self, act: str) -> None:
        self._act = act

    def __call__(self, left: Annotated[Left, Depends(the_left)]) -> Left:
        return _for_now(left, self._act in left.view.may)


def there(left: Annotated[Left, Depends(the_left)]) -> Left:
    """Something has left, whatever became of it."""
    return _for_now(left, left.view.release is not None)


def _for_now(left: Left, is_so: bool) -> Left:
    if left.request.method == "GET" and not is_so:
        raise Elsewhere(left.home)
    return replace(left, may_be_drawn=is_so)


async def left_form(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


LeftForm = Annotated[FormData, Depends(left_form)]
Extending = Annotated[Left, Depends(Allowing("extend"))]
Resending = Annotated[Left, Depends(Allowing("resend"))]
Solving = Annotated[Left, Depends(Allowing("solve"))]
Unlocking = Annotated[Left, Depends(Allowing("unlock"))]
Answering = Annotated[Left, Depends(Allowing("give_feedback"))]
WhoeverSees = Annotated[Left, Depends(there)]

CHOICES: dict[str, object] = {
    "most_days": MOST_DAYS,
    "feedback_choices": [(each.value, said) for each, said in FEEDBACK_LABELS.items()],
}


@router.get("/extend")
def extend_form(left: Extending) -> Response:
    return left.show("extend", 200, values={}, **CHOICES)


@router.post("/extend")
async def extend(left: Extending, form: LeftForm) -> Response:
    said, errors = read(ExtendForm, form)
    if said is None:
        return left.again("extend", form, errors)
    days = said.days
    try:
        return await left.do(
            lambda id, at, case: after_sending.Extend(id, left.actor, at, days),
            form,
            {"reason": said.reason},
        )
    except NotAccepted as no:
        return left.again("extend", form, {"days": SENTENCES[no.why]})


@router.get("/resend")
def resend_form(left: Resending) -> Response:
    return left.show("resend", values={})


@router.post("/resend")
async def resend(left: Resending, form: LeftForm) -> Response:
    said, errors = read(AgainForm, form)
    if said is None:
        return left.again("resend", form, errors)
    return await left.do(
        lambda id, at, case: after_sending.Resend(id, left.actor, at),
        form,
        {"reason": said.reason},
    )


@router.get("/solve")
def solve_form(left: Solving) -> Response:
    return left.show("solve", values={})


@router.post("/solve")
async def solve(left: Solving, form: LeftForm) -> Response:
    said, errors = read(ReasonForm, form)
    if said is None:
        return left.again("solve", form, errors)
    return await left.do(
        lambda id, at, case: after_sending.Solve(id, left.actor, at),
        form,
        {"reason": said.reason},
    )


@router.get("/unlock")
def unlock_form(left: Unlocking) -> Response:
    return left.show("unlock", values={})


@router.post("/unlock")
async def unlock(left: Unlocking, form: LeftForm) -> Response:
    said, errors = read(ReasonForm, form)
    if said is None:
        return left.again("unlock", form, errors)
    return await left.do(
        lambda id, at, case: after_sending.Unlock(id, left.actor, at),
        form,
        {"reason": said.reason},
    )


@router.get("/feedback")
def feedback_form(left: Answering) -> Response:
    return left.show("feedback", 200, values={}, **CHOICES)


@router.post("/feedback")
async def give_feedback(left: Answering, form: LeftForm) -> Response:
    said, errors = read(FeedbackForm, form)
    if said is None:
        return left.again("feedback", form, errors)
    came = said.feedback
    return await left.do(
        lambda id, at, case: after_sending.GiveFeedback(id, left.actor, at, came),
        form,
        {"said": said.said},
    )


@router.get("/wrong-person")
def wrong_person_form(left: WhoeverSees) -> Response:
    if left.view.after_sending.breach is not None:
        return see_other(f"/breaches/{left.view.reference}")
    return left.show("wrong-person", values={})


@router.post("/wrong-person")
async def wrong_person(left: WhoeverSees, form: LeftForm) -> Response:
    """The link is closed when this returns, also with Temporal down."""
    said, errors = read(ReasonForm, form)
    if said is None:
        return left.again("wrong-person", form, errors)
    begin = left.house.wrong_recipient.begin
    await begin(left.actor, left.view.reference, said.reason, once(form))
    return see_other(f"/breaches/{left.view.reference}")
