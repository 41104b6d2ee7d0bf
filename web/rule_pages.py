"""The rules, for everybody to read and to try; administrators choose among them."""

import asyncio
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from casework.drawing import draw
from casework.house import House
from casework.rule_steps import ENDS, FIX, SAID, steps
from casework.rulebooks import Edition, RuleChoice
from casework.seen import RULES
from domain.errors import NotAccepted, RuleBroken
from domain.evaluation import Evaluation, evaluate
from domain.organisation import Matter
from domain.people import Role
from domain.refusals import SENTENCES
from domain.rules import AnswerValue, RuleFault, RuleSetRefused
from domain.teams import written
from web.asking import AskedHouse, Who, posted, see_other, show, text, the_house
from web.forms import Errors
from web.organisation_forms import read_manner
from web.own_request import typed
from web.presence_pages import open_page

router = APIRouter()


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


async def file_form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf, files=1)


Form = Annotated[FormData, Depends(form_of)]
FileForm = Annotated[FormData, Depends(file_form_of)]


@router.get("/rules")
def rules(request: Request, house: AskedHouse, who: Who) -> Response:
    return _list(request, who, house.rulebooks.choice(who.actor))


@router.post("/rules")
def settle(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    off = tuple(str(each) for each in form.getlist("guards_off"))
    choice = RuleChoice(text(form, "default"), off)
    manner, errors = read_manner(form)
    try:
        if not errors:
            house.rulebooks.choose(who.actor, choice, manner)
            return see_other("/rules")
    except RuleSetRefused as error:
        errors = {fault.place: fault.fault for fault in error.faults}
    except (NotAccepted, RuleBroken) as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _list(request, who, choice, errors, typed(form))


@router.get("/rules/check")
def check_form(request: Request, who: Who) -> Response:
    return _check(request, who, "")


@router.post("/rules/check")
async def check(
    request: Request, house: AskedHouse, who: Who, form: FileForm
) -> Response:
    written = await _written(form)
    if not written:
        return _check(request, who, "", {"rules": "Paste the rules, or choose a file"})
    return await asyncio.to_thread(_judge, request, house, who, form, written)


@router.get("/rules/{id}")
def rule_set(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    edition = house.rulebooks.edition(who.actor, id)
    return show(
        "rules/rules.html",
        request,
        edition=edition,
        choice=house.rulebooks.choice(who.actor),
        steps=steps(edition.rules, edition.wording),
        said=SAID,
    )


@router.get("/rules/{id}/picture.svg")
def picture(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    """The picture, with the way that the answers in the address have walked."""
    rules, wording = house.rulebooks.get(who.actor, id)
    walked = {
        node: AnswerValue(value)
        for node, value in request.query_params.items()
        if rules.has(node) and value in set(AnswerValue)
    }
    return Response(draw(rules, wording, walked), media_type="image/svg+xml")


@router.get("/rules/{id}/try")
def try_form(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    return _try(request, house.rulebooks.edition(who.actor, id), {})


@router.post("/rules/{id}/try")
def try_out(
    request: Request, house: AskedHouse, who: Who, id: str, form: Form
) -> Response:
    """What the answers amount to. Nothing is kept."""
    edition = house.rulebooks.edition(who.actor, id)
    answers: dict[str, AnswerValue] = {}
    for node in edition.rules.nodes:
        given = text(form, f"answer-{node.id}")
        if given in list(AnswerValue):
            answers[node.id] = AnswerValue(given)
    return _try(request, edition, answers, tried=True)


def _list(
    request: Request,
    who: Who,
    choice: RuleChoice,
    errors: Errors | None = None,
    values: Mapping[str, object] | None = None,
) -> Response:
    house = the_house(request)
    editions = house.rulebooks.editions(who.actor)
    guards = {
        guard.id: dict(each.wording.guards)[guard.id]
        for each in editions
        for guard in each.rules.guards
        if guard.is_optional
    }
    now = house.rulebooks.choice(who.actor)
    return show(
        "rules/list.html",
        request,
        422 if errors else 200,
        open_page=open_page(request, RULES),
        revision=now.mark,
        changed=_rows(now) if "" in (errors or {}) else [],
        values=values or {},
        plans=house.governance.planned(who.actor, Matter.RULES),
        written=written,
        editions=editions,
        choice=choice,
        guards=guards,
        settles=who.actor.has(Role.ADMINISTRATOR),
        errors=errors or {},
    )


def _rows(now: RuleChoice) -> list[tuple[str, str]]:
    """The choice as it is, for somebody whose form met a change."""
    off = ", ".join(now.guards_off)
    return [("Which rules new requests follow", now.default), ("Switched off", off)]


async def _written(form: FormData) -> str:
    """What was pasted, or else the file that was chosen."""
    file = form.get("file")
    if isinstance(file, UploadFile) and file.size:
        return (await file.read()).decode(errors="replace")
    return text(form, "rules")


def _judge(
    request: Request, house: House, who: Who, form: FormData, written: str
) -> Response:
    """Every fault of the file; or, if that was asked for, its adding."""
    if text(form, "choice") == "add":
        try:
            added = house.rulebooks.add(who.actor, written)
        except RuleSetRefused as error:
            return _faulty(request, who, written, error.faults)
        return see_other(f"/rules/{added.id}")
    return _faulty(request, who, written, house.rulebooks.faults(who.actor, written))


def _faulty(
    request: Request, who: Who, written: str, faults: list[RuleFault]
) -> Response:
    errors = {"rules": f"We found {len(faults)} to put right"} if faults else {}
    return _check(request, who, written, errors, faults)


def _check(
    request: Request,
    who: Who,
    written: str,
    errors: Errors | None = None,
    faults: list[RuleFault] | None = None,
) -> Response:
    return show(
        "rules/check.html",
        request,
        422 if errors else 200,
        values={"rules": written},
        errors=errors or {},
        faults=faults,
        adds=who.actor.has(Role.ADMINISTRATOR),
    )


def _try(
    request: Request,
    edition: Edition,
    answers: dict[str, AnswerValue],
    *,
    tried: bool = False,
) -> Response:
    """The questions met so far with their answers, the next one, and the outcome."""
    rules, wording = edition.rules, edition.wording
    found = evaluate(rules, answers)
    asked = found.next_question
    missing = tried and not answers
    errors = {f"answer-{rules.triage}": "Choose an answer"} if missing else {}
    met = [wording.question(id) for id in (*found.path, *([asked] if asked else []))]
    return show(
        "rules/try.html",
        request,
        422 if errors else 200,
        edition=edition,
        questions=met,
        choices=[
            (value, f"{words[:1].upper()}{words[1:]}") for value, words in SAID.items()
        ],
        values={f"answer-{id}": answers[id] for id in found.path},
        found=found,
        outcome=_outcome(found),
        reasons=[wording.reason(code) for code in found.reasons],
        walked=urlencode({id: answers[id].value for id in found.path}),
        errors=errors,
    )


def _outcome(found: Evaluation) -> str:
    """What it comes to in words, if it has come to anything."""
    return ENDS[FIX if found.remediable else found.outcome] if found.outcome else ""
