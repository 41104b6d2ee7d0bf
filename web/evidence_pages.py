"""What is written down beside an answer, such as the power that it rests on."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData
from starlette.responses import Response

from casework import journey
from casework.answers import AnswerLine
from domain import acts
from domain.answering import Given
from domain.errors import NotAccepted, Why
from domain.evidence import LINE_MOST, TEXT_MOST, TICKED, as_words
from domain.wording import Evidence, EvidenceField, FieldKind
from web.asking import text
from web.form_fields import date_parts
from web.forms import PARTS, Errors, errors_for, written_date
from web.own_request import Answering, OwnForm, OwnRequest, typed
from web.question_pages import answer_to, the_question

router = APIRouter(prefix="/requests/{reference}/questions/{code}")

FIELD = "e-"
"""Before the id of a field, so that no rule set can name one of the form's own."""

CHOICE = "choice"

A_DAY: TypeAdapter[date] = TypeAdapter(Annotated[date, written_date("The date")])


@router.get("/evidence")
def evidence_form(code: str, own: Answering) -> Response:
    beside = _beside(own, code)
    if beside is None:
        return own.go(f"questions/{code}{own.query}")
    given, evidence = beside
    return _page(own, given, evidence, _shown(given, evidence), {})


@router.post("/evidence")
async def keep_evidence(code: str, own: Answering, form: OwnForm) -> Response:
    beside = _beside(own, code)
    if beside is None:  # the answer was changed meanwhile
        raise NotAccepted(Why.UNREACHED_QUESTION, about=code)
    given, evidence = beside
    choice = given.kept.choice.id if given.kept.choice else text(form, CHOICE)
    values, errors = _read(evidence, choice, form)
    if errors:
        return _page(own, given, evidence, typed(form), errors)
    answers = (Given(code, given.value),)
    await own.do(
        lambda id, at, case: acts.GiveAnswers(id, own.actor, at, answers),
        form,
        {code: given.note, **as_words(code, values)},
    )
    chosen_now = evidence.options and given.kept.choice is None and choice
    if chosen_now and evidence.fields_for(choice):
        return own.go(f"questions/{code}/evidence{own.query}")
    return own.go("next")


def _beside(own: OwnRequest, code: str) -> tuple[AnswerLine, Evidence] | None:
    """The answer, and what the rules ask to be written down beside it, if anything."""
    question = the_question(own, code)
    given = answer_to(own, code)
    evidence = question.evidence_for(given.value) if given else None
    if given is None or evidence is None or code in journey.advised(own.view):
        return None
    return given, evidence


def _page(
    own: OwnRequest,
    given: AnswerLine,
    evidence: Evidence,
    values: dict[str, str],
    errors: Errors,
) -> Response:
    choice = given.kept.choice
    fields = evidence.fields_for(choice.id if choice else "")
    return own.show(
        "evidence",
        422 if errors else 200,
        given=given,
        evidence=evidence,
        fields=() if evidence.options and choice is None else fields,
        field_name=FIELD,
        mosts={"line": LINE_MOST, "text": TEXT_MOST},
        values=values,
        errors=errors,
        back_to=own.at(f"questions/{given.question.id}{own.query}"),
    )


def _shown(given: AnswerLine, evidence: Evidence) -> dict[str, str]:
    """What is kept, as the form shows it again."""
    shown: dict[str, str] = {}
    for field, written in given.kept.fields:
        name = FIELD + field.id
        is_date = field.kind is FieldKind.DATE
        shown |= date_parts(name, written) if is_date else {name: written}
    return shown


def _read(
    evidence: Evidence, choice: str, form: FormData
) -> tuple[dict[str, str], Errors]:
    """What is written in each field, and what is wrong with it.

    Nobody is held up by what they do not know: it can be left for now.
    """
    if evidence.options and evidence.option(choice) is None:
        later = {} if text(form, "later") else {CHOICE: f"Select one: {evidence.label}"}
        return {}, later
    values = {evidence.id: choice} if choice else {}
    errors: Errors = {}
    for field in evidence.fields_for(choice):
        written, fault = _read_one(field, form)
        if not written and not fault and field.required and not text(form, "later"):
            fault = f"Fill in “{field.label}”, or leave it for now"
        if fault:
            errors[FIELD + field.id] = fault
        values[field.id] = written
    return values, errors


def _read_one(field: EvidenceField, form: FormData) -> tuple[str, str]:
    name = FIELD + field.id
    if field.kind is FieldKind.DATE:
        return _read_day(name, form)
    written = text(form, name).replace("\r\n", "\n")
    if field.kind is FieldKind.TICK:
        return (TICKED if written else ""), ""
    most = TEXT_MOST if field.kind is FieldKind.TEXT else LINE_MOST
    fault = f"“{field.label}” must be {most:,} characters or fewer"
    return written, fault if len(written) > most else ""


def _read_day(name: str, form: FormData) -> tuple[str, str]:
    parts = {part: text(form, f"{name}-{part}") for part in PARTS}
    if not any(parts.values()):
        return "", ""
    try:
        return A_DAY.validate_python(parts, context={}).isoformat(), ""
    except ValidationError as wrong:
        return "", next(iter(errors_for(wrong, {}).values()))
