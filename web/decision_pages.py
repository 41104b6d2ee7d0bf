"""The second page of a decision: what is open, why, and what will happen."""

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from casework.filing import Make
from casework.journey import is_new_to_us
from casework.views import CaseView
from domain import acts, policies
from domain.acts import Choice
from domain.errors import NotAccepted, RuleBroken
from domain.people import Actor
from web.asking import AskedHouse, Who, once, posted, see_other, text
from web.deciding import (
    CHOICES,
    LEAVE,
    Draft,
    QuestionForm,
    ReviewForm,
    blank,
    typed,
)
from web.forms import read
from web.own_request import shown_again
from web.previews import preview_of
from web.task_pages import case_page, landed, lead_back

router = APIRouter(dependencies=[Depends(lead_back)])

HEADINGS = {
    "approve": ("Share this information", "Approve the sharing"),
    "approve_some": ("Share some of it", "Approve the sharing"),
    "decline": ("Do not share this information", "Confirm not to share"),
    "advise": ("Give advice", "Send your advice"),
}

ANSWERS = (("yes", "Yes"), ("no", "No"), "or", ("unsure", "I am not sure either"))
LEFT = (
    LEAVE,
    "Leave it to the practitioner",
    "They are asked before anything is shared",
)
ASK, REVIEW = "ask", "review"
LOOKED_AT = ("needed", "enough", "right_recipient")


@router.get("/tasks/{task_id}/decision")
def decision(
    request: Request, house: AskedHouse, who: Who, task_id: str, choice: str = ""
) -> Response:
    view = house.views.task(who.actor, task_id)
    if choice not in CHOICES or "decide" not in view.may:
        return see_other(f"/tasks/{task_id}")
    draft = blank(view, choice)
    kept = house.drafts.get(who.actor, view.reference, _page(choice))
    if kept is not None:
        draft = replace(draft, values=draft.values | shown_again(kept.fields))
    return _decision_page(request, view, task_id, draft)


def _page(choice: str) -> str:
    """What the page of a decision is called where its draft is kept."""
    return f"decision/{choice}"


@router.post("/tasks/{task_id}/decision")
async def decide(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    draft = typed(view, form)
    if draft.choice not in CHOICES:
        return see_other(f"/tasks/{task_id}")
    if text(form, "look"):  # nothing is decided: they only look at it first
        calm = replace(draft, errors={})
        return _decision_page(request, view, task_id, calm, looking=True)
    if draft.errors:
        policies.check_can_decide(who.actor, view.case)  # who was first comes first
        return _decision_page(request, view, task_id, draft)
    try:
        receipt = await house.desk.do(
            who.actor,
            view.reference,
            _decision(who.actor, draft, text(form, "digest")),
            words=draft.words,
            once=once(form),
        )
    except (RuleBroken, NotAccepted) as no:
        draft = replace(draft, errors=draft.mended_by(no))
        if not draft.errors:
            raise
        return _decision_page(request, view, task_id, draft)
    await asyncio.to_thread(
        house.drafts.drop, who.actor, view.reference, _page(draft.choice)
    )
    return landed(request, receipt, f"/tasks/{task_id}/done", "your decision")


def _decision(actor: Actor, draft: Draft, digest: str) -> Make:
    choice = CHOICES[draft.choice]
    approving = draft.form if choice is Choice.APPROVE else None
    left_out = approving.left_out if approving else ()
    days = approving.available_days if approving else None
    second = bool(approving and approving.second)
    return lambda id, at, case: acts.Decide(
        id, actor, at, choice, digest, draft.given, left_out, days, second
    )


def _decision_page(
    request: Request,
    view: CaseView,
    task_id: str,
    draft: Draft,
    *,
    looking: bool = False,
) -> HTMLResponse:
    heading, button = HEADINGS[draft.choice]
    standing = view.approvals.given + 1
    return case_page(
        "tasks/decision.html",
        request,
        view,
        422 if draft.errors else 200,
        task_id=task_id,
        heading=heading,
        button=button,
        draft=draft,
        autosave=f"/tasks/{task_id}/drafts/{_page(draft.choice)}",
        values=draft.values,
        errors=draft.errors,
        second_needed=view.approvals.needed > standing,
        days=view.terms.timings.available_for.days,
        looking=looking,
        new_to_us=is_new_to_us(view),
        preview=preview_of(view, draft.values),
        choices=ANSWERS,
        leave=LEFT,
    )


@router.get("/tasks/{task_id}/ask")
def ask_form(request: Request, house: AskedHouse, who: Who, task_id: str) -> Response:
    view = house.views.task(who.actor, task_id)
    if "ask" not in view.may:
        return see_other(f"/tasks/{task_id}")
    kept = house.drafts.get(who.actor, view.reference, ASK)
    values = shown_again(kept.fields) if kept else {}
    return case_page("tasks/ask.html", request, view, task_id=task_id, values=values)


@router.post("/tasks/{task_id}/ask")
async def ask(request: Request, house: AskedHouse, who: Who, task_id: str) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    wanted, errors = read(QuestionForm, form)
    if wanted is None:
        about = {"task_id": task_id, "values": form, "errors": errors}
        return case_page("tasks/ask.html", request, view, 422, **about)
    receipt = await house.desk.do(
        who.actor,
        view.reference,
        lambda id, at, case: acts.Ask(id, who.actor, at),
        words={"question": wanted.question},
        once=once(form),
    )
    await asyncio.to_thread(house.drafts.drop, who.actor, view.reference, ASK)
    return landed(request, receipt, f"/tasks/{task_id}/done", "your question")


@router.get("/tasks/{task_id}/review")
def review_form(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    view = house.views.task(who.actor, task_id)
    if "review" not in view.may:
        return see_other(f"/tasks/{task_id}")
    kept = house.drafts.get(who.actor, view.reference, REVIEW)
    values = shown_again(kept.fields) if kept else {}
    name = "tasks/review.html"
    return case_page(name, request, view, task_id=task_id, values=values)


@router.post("/tasks/{task_id}/review")
async def review(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    view = await asyncio.to_thread(house.views.task, who.actor, task_id)
    wanted, errors = read(ReviewForm, form)
    if wanted is None:
        about = {"task_id": task_id, "values": form, "errors": errors}
        return case_page("tasks/review.html", request, view, 422, **about)
    said = [getattr(wanted, name) == "yes" for name in LOOKED_AT]
    receipt = await house.desk.do(
        who.actor,
        view.reference,
        lambda id, at, case: acts.Review(id, who.actor, at, *said),
        words={"lessons": wanted.lessons} if wanted.lessons else {},
        once=once(form),
    )
    await asyncio.to_thread(house.drafts.drop, who.actor, view.reference, REVIEW)
    return landed(request, receipt, f"/tasks/{task_id}/done", "your review")
