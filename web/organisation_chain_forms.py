"""The form of a chain: who is written to when an adviser is silent, and when."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator
from starlette.datastructures import FormData

from domain.calendar import Span
from domain.deadlines import Chain, Step, Whom
from domain.organisation_words import say_span
from web.asking import text
from web.forms import Errors, PageForm, Sentences, read

MOST, EMPTY = 20, 2
"""So many steps can there be, and so many have boxes that are empty."""
STEPS = range(1, MOST + 1)

WORKING, ALWAYS = "working", "always"
HOUR = 60
SPAN = re.compile(
    r"((?P<hours>\d{1,4})\s*h(ours?|rs?)?)?\s*((?P<minutes>\d{1,6})\s*m(in(ute)?s?)?)?",
    re.IGNORECASE,
)
HOW_LONG = "Enter a time like 15 minutes or 2 hours"


def _minutes(value: object) -> int:
    found = SPAN.fullmatch(str(value or "").replace("working ", "").strip())
    parts = found.groupdict() if found else {}
    minutes = int(parts.get("hours") or 0) * HOUR + int(parts.get("minutes") or 0)
    if not minutes:
        raise ValueError(HOW_LONG)
    return minutes


Minutes = Annotated[int, BeforeValidator(_minutes)]


class ChainForm(PageForm):
    clock: Literal["working", "always"]
    reply: Minutes
    again: Minutes

    sentences: ClassVar[Sentences] = {
        ("clock", "*"): "Select when the time runs",
        ("reply", "missing"): HOW_LONG,
        ("again", "missing"): HOW_LONG,
    }


def read_chain(form: FormData) -> tuple[Chain | None, Errors]:
    """What was typed, or what is wrong with it."""
    said, errors = read(ChainForm, form)
    working = said is not None and said.clock == WORKING
    steps = [_step(form, number, working, errors) for number in STEPS]
    found = tuple(each for each in steps if each is not None)
    if not found and not errors:
        errors["after-1"] = HOW_LONG
    if said is None or errors:
        return None, errors
    return Chain(Span(said.reply, working), found, Span(said.again, working)), {}


def _step(form: FormData, number: int, working: bool, errors: Errors) -> Step | None:
    """One step; None where both its boxes are empty."""
    after, whom = text(form, f"after-{number}"), text(form, f"whom-{number}")
    if not after and not whom:
        return None
    if whom not in list(Whom):
        errors[f"whom-{number}"] = "Choose who is written to"
    try:
        span = Span(_minutes(after), working)
    except ValueError:
        errors[f"after-{number}"] = HOW_LONG
        return None
    if whom not in list(Whom):
        return None
    return Step(span, Whom(whom), bool(text(form, f"close-{number}")))


def chain_as_typed(chain: Chain) -> dict[str, str]:
    """What is settled, as somebody would type it."""
    values = {
        "clock": WORKING if chain.reply.working else ALWAYS,
        "reply": _typed(chain.reply),
        "again": _typed(chain.again),
    }
    for number, step in zip(STEPS, chain.steps, strict=False):
        values[f"after-{number}"] = _typed(step.after)
        values[f"whom-{number}"] = step.whom.value
        values[f"close-{number}"] = "yes" if step.by_close else ""
    return values


def boxes(values: Mapping[str, object]) -> range:
    """The numbers of the steps that have boxes: all that are full, and some."""
    full = [each for each in STEPS if values.get(f"after-{each}")]
    return range(1, min(max([0, *full]) + EMPTY, MOST) + 1)


def _typed(span: Span) -> str:
    return say_span(Span(span.minutes))
