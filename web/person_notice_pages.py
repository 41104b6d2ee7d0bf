"""The notice for one person: its version, its exact text, the letter, what was done."""

import asyncio
from datetime import date
from typing import Annotated, ClassVar

from fastapi import APIRouter, Response
from pydantic import Field

from adapters.clock import now
from casework.person_notices import TellingLine, Wanted, Written
from domain import acts
from domain.content import Individual
from domain.errors import CaseNotFound, NotAccepted, Why
from domain.informing import Method
from domain.person_notices import (
    TOLD_BY,
    VERSION_LABELS,
    Version,
    blocks,
    digest_of,
    tidy,
)
from domain.refusals import SENTENCES
from web.asking import Elsewhere, once, text
from web.forms import Errors, PageForm, Sentences, read, written_date
from web.own_request import Own, OwnForm, OwnRequest, Telling, typed
from web.rendering import in_london

router = APIRouter(prefix="/requests/{reference}/people/{id}")

SAID_MOST = 1000
PDF = "application/pdf"
CHANGED = "You changed the text. Read it once more below, then approve it."


class VersionForm(PageForm):
    """Which version, and whether they may know who has it."""

    version: Version
    named: Annotated[str, Field(pattern="^(yes|no)$")]

    sentences: ClassVar[Sentences] = {
        ("version", "*"): "Select how it is written",
        ("named", "*"): "Select whether they may know who it was shared with",
    }


class ToldForm(PageForm):
    """On which day they were told, by whom, and what was said."""

    told_on: Annotated[date, written_date("The date")]
    by: Annotated[str, Field(max_length=200)]
    said: Annotated[str, Field(max_length=SAID_MOST)]

    sentences: ClassVar[Sentences] = {
        ("told_on", "missing"): "Enter the day on which they were told",
        ("by", "*"): "Enter who told them",
        ("said", "missing"): "Enter what was said or handed over",
        ("said", "*"): f"What was said must be {SAID_MOST:,} characters or fewer",
    }


@router.get("/notice")
def choose_version(id: str, own: Telling) -> Response:
    line = _to_write(own, id)
    return own.show("notice-version", 200, **_about(own, line), values={})


@router.post("/notice")
async def version_chosen(id: str, own: Own, form: OwnForm) -> Response:
    line = await asyncio.to_thread(_to_write, own, id)
    said, errors = read(VersionForm, form)
    if said is None:
        return own.show(
            "notice-version",
            422,
            **_about(own, line),
            values=typed(form),
            errors=errors,
        )
    named = "?named=yes" if said.named == "yes" else ""
    return own.go(f"people/{id}/notice/{said.version.value}{named}")


@router.get("/notice/{version}")
def write_form(id: str, version: str, own: Telling) -> Response:
    line = _to_write(own, id)
    named = own.request.query_params.get("named") == "yes"
    wanted = Wanted(id, _version(version), named)
    draft = own.house.person_notices.draft(own.actor, own.view.reference, wanted)
    return _text_page(own, line, {"text": draft}, {})


@router.post("/notice/{version}")
async def approve(id: str, version: str, own: Own, form: OwnForm) -> Response:
    """Only what was shown is approved: a changed text is shown first."""
    line = await asyncio.to_thread(_to_write, own, id)
    given = tidy(text(form, "text"))
    written = Written(
        id, _version(version), given, text(form, "digest"), text(form, "word")
    )
    if written.digest != digest_of(given):
        errors = {} if text(form, "look") else {"text": CHANGED}
        return await asyncio.to_thread(_text_page, own, line, typed(form), errors)
    if text(form, "look"):
        return await asyncio.to_thread(_text_page, own, line, typed(form), {})
    try:
        receipt = await own.house.person_notices.write(
            own.actor, own.view.reference, written, once(form)
        )
    except NotAccepted as no:
        errors = {no.about or "text": SENTENCES[no.why]}
        return await asyncio.to_thread(_text_page, own, line, typed(form), errors)
    await own.sent()
    return own.after(receipt)


@router.get("/letter")
def letter(id: str, own: Own) -> Response:
    document = own.house.person_notices.letter(own.actor, own.view.reference, id)
    return Response(
        document,
        media_type=PDF,
        headers={"Content-Disposition": 'attachment; filename="letter.pdf"'},
    )


@router.get("/told")
def told_form(id: str, own: Telling) -> Response:
    line = _line(own, id)
    if line.made is None or not line.made.is_ready or line.made.settled:
        raise Elsewhere(own.at())
    values = {"by": own.view.names.get(own.actor.id, "")}
    return own.show("told-how", 200, **_about(own, line), values=values)


@router.post("/told")
async def told(id: str, own: Own, form: OwnForm) -> Response:
    line = await asyncio.to_thread(_line, own, id)
    said, errors = read(ToldForm, form)
    if said and said.told_on > in_london(now()).date():
        said, errors = None, {"told_on": SENTENCES[Why.DATE_AHEAD]}
    if said is None:
        return own.show(
            "told-how", 422, **_about(own, line), values=typed(form), errors=errors
        )
    receipt = await own.do(
        lambda key, at, case: acts.MarkTold(key, own.actor, at, id, said.told_on),
        form,
        {"said": said.said, TOLD_BY: said.by},
    )
    return own.after(receipt)


@router.post("/answered")
async def answered(id: str, own: Own, form: OwnForm) -> Response:
    reference = own.view.reference
    await asyncio.to_thread(own.house.person_notices.answered, own.actor, reference, id)
    return own.go()


def _text_page(
    own: OwnRequest, line: TellingLine, values: dict[str, str], errors: Errors
) -> Response:
    """The text, and below it exactly how it will be read."""
    shown = tidy(values.get("text", ""))
    return own.show(
        "notice-text",
        422 if errors else 200,
        **_about(own, line),
        second_look=own.house.person_notices.second_look(own.actor, own.view.reference),
        blocks=blocks(shown),
        digest=digest_of(shown),
        values=values,
        errors=errors,
    )


def _about(own: OwnRequest, line: TellingLine) -> dict[str, object]:
    return {
        "line": line,
        "person": _person(own, line.individual),
        "versions": list(VERSION_LABELS.items()),
        "by_email": bool(line.made and line.made.method is Method.EMAIL),
    }


def _to_write(own: OwnRequest, id: str) -> TellingLine:
    """Somebody for whom a text is wanted, and who is not told yet."""
    line = _line(own, id)
    made = line.made
    if made is None or not made.with_notice or made.settled:
        raise Elsewhere(own.at(f"people/{id}/tell"))
    return line


def _line(own: OwnRequest, id: str) -> TellingLine:
    for line in own.house.person_notices.standing(own.actor, own.view.reference):
        if line.individual == id:
            return line
    raise CaseNotFound


def _person(own: OwnRequest, id: str) -> Individual:
    return next(each for each in own.view.content.individuals if each.id == id)


def _version(code: str) -> Version:
    try:
        return Version(code)
    except ValueError:
        raise CaseNotFound from None
