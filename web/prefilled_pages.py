"""Answers that follow from what is known already: shown, and confirmed by a person."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from fastapi import APIRouter
from starlette.responses import Response

from casework.suggestions import Suggested
from domain import acts
from domain.answering import Given
from domain.errors import RuleBroken, Why
from domain.evidence import SUGGESTED, TEXT_MOST, as_words, kept_beside
from domain.wording import EvidenceField, FieldKind
from web.asking import text
from web.forms import Errors
from web.own_request import Answering, OwnForm, OwnRequest, typed

router = APIRouter(prefix="/requests/{reference}")

TOO_LONG = f"This must be {TEXT_MOST:,} characters or fewer"


@router.get("/prefilled")
def prefilled(own: Answering) -> Response:
    found = own.view.suggestions
    return _page(own, found, {}) if found else own.go("next")


def _page(
    own: OwnRequest,
    found: Sequence[Suggested],
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    rows = [
        (each, kept_beside(each.question, each.answer, each.evidence), _boxes(each))
        for each in found
    ]
    return own.show(
        "prefilled",
        422 if errors else 200,
        rows=rows,
        seen=_seen(found),
        most=TEXT_MOST,
        values=values,
        errors=errors or {},
    )


@router.post("/prefilled")
async def confirm_answers(own: Answering, form: OwnForm) -> Response:
    """To change one of them is to stand by those above it, and to answer it oneself."""
    found = own.view.suggestions
    if text(form, "revision") != _seen(found):
        raise RuleBroken(Why.CONTENT_CHANGED)
    codes = [each.question.id for each in found]
    change = text(form, "change")
    taken = found[: codes.index(change)] if change in codes else found
    added = {name: text(form, name) for each in found for name in _boxes(each)}
    if errors := {name: TOO_LONG for name, said in added.items() if _too_long(said)}:
        return _page(own, found, typed(form), errors)
    if taken:
        given = tuple(Given(each.question.id, each.answer) for each in taken)
        await own.do(
            lambda id, at, case: acts.GiveAnswers(id, own.actor, at, given),
            form,
            {n: said for each in taken for n, said in _words(each, added).items()},
        )
    return own.go(f"questions/{change}" if change in codes else "next")


def _boxes(one: Suggested) -> dict[str, EvidenceField]:
    """What may be added beside this answer and is not filled in, by its box's name."""
    evidence = one.question.evidence_for(one.answer)
    fields = evidence.fields if evidence else ()
    return {
        f"{one.question.id}.{field.id}": field
        for field in fields
        if field.kind is FieldKind.TEXT and field.id not in one.evidence
    }


def _too_long(said: str) -> bool:
    return len(said) > TEXT_MOST


def _words(one: Suggested, added: Mapping[str, str]) -> dict[str, str]:
    """Why it was suggested stays on record, beside what is written down with it."""
    own = {name: added[name] for name in _boxes(one) if added[name]}
    kept = as_words(one.question.id, {SUGGESTED: one.because, **one.evidence})
    return {**kept, **own}


def _seen(found: Sequence[Suggested]) -> str:
    """The mark of what the page showed."""
    shown = [[s.question.id, s.answer, s.because, dict(s.evidence)] for s in found]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
