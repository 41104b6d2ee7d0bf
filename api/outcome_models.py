"""Bodies and answers around the other outcomes: advice, another way, asking again."""

from typing import Annotated

from pydantic import AfterValidator, Field

from api.fields import Sent, Text
from api.models import Shown
from casework.first_steps import QUESTION_MOST, to_take_out
from domain.stages import Signpost

WORDS_MOST = 2000


def _names_nobody(question: str) -> str:
    fault = to_take_out(question)
    if fault:
        raise ValueError(fault)
    return question


Words = Annotated[Text, Field(max_length=WORDS_MOST)]
MaskedQuestion = Annotated[
    Text, Field(max_length=QUESTION_MOST), AfterValidator(_names_nobody)
]


class GivenFirstQuestion(Sent):
    """A question to an adviser that names nobody."""

    question: MaskedQuestion


class GivenGuidance(Sent):
    guidance: Words


class GivenSignpost(Sent):
    to: Signpost


class WhatIsNew(Sent):
    what_is_new: Words


class Way(Shown):
    """What goes another way: to whom, by when, and who says so."""

    to: Signpost
    label: str
    hint: str
    take_it_to: str
    by_when: str
    source: str


class Ways(Shown):
    items: list[Way]


class Letter(Shown):
    """What whoever asked may be told."""

    text: str
    reasons: list[str]
