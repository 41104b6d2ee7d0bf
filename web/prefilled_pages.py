"""Answers that follow from what is known already: shown, and confirmed by a person."""

import json
from collections.abc import Sequence
from hashlib import sha256

from fastapi import APIRouter
from starlette.responses import Response

from casework.suggestions import Suggested
from domain import acts
from domain.answering import Given
from domain.errors import RuleBroken, Why
from domain.evidence import SUGGESTED, as_words, kept_beside
from web.asking import text
from web.own_request import Answering, OwnForm

router = APIRouter(prefix="/requests/{reference}")


@router.get("/prefilled")
def prefilled(own: Answering) -> Response:
    found = own.view.suggestions
    if not found:
        return own.go("next")
    rows = [(s, kept_beside(s.question, s.answer, s.evidence)) for s in found]
    return own.show("prefilled", rows=rows, seen=_seen(found))


@router.post("/prefilled")
async def confirm_answers(own: Answering, form: OwnForm) -> Response:
    """To change one of them is to stand by those above it, and to answer it oneself."""
    found = own.view.suggestions
    if text(form, "revision") != _seen(found):
        raise RuleBroken(Why.CONTENT_CHANGED)
    codes = [each.question.id for each in found]
    change = text(form, "change")
    taken = found[: codes.index(change)] if change in codes else found
    if taken:
        given = tuple(Given(each.question.id, each.answer) for each in taken)
        await own.do(
            lambda id, at, case: acts.GiveAnswers(id, own.actor, at, given),
            form,
            {name: said for each in taken for name, said in _words(each).items()},
        )
    return own.go(f"questions/{change}" if change in codes else "next")


def _words(one: Suggested) -> dict[str, str]:
    """Why it was suggested stays on record, beside what is written down with it."""
    return as_words(one.question.id, {SUGGESTED: one.because, **one.evidence})


def _seen(found: Sequence[Suggested]) -> str:
    """The mark of what the page showed."""
    shown = [[s.question.id, s.answer, s.because, dict(s.evidence)] for s in found]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
