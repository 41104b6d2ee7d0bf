"""The kinds of record, for everybody to read; administrators keep them longer."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.retention_classes import NewClass, mark_of_class
from domain.errors import NotAccepted
from domain.people import Role
from domain.refusals import SENTENCES
from domain.retention import RUNS_WORDS, RetentionClass
from domain.teams import check_can_arrange
from web.asking import AskedHouse, Who, once, posted, see_other, show, text
from web.forms import Errors, read
from web.organisation_forms import read_manner
from web.own_request import typed
from web.retention_forms import KindForm, YearsForm

router = APIRouter()

PAGE = "/organisation/retention"
RUNS = [(runs.value, words.capitalize()) for runs, words in RUNS_WORDS.items()]


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(PAGE)
def classes(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "organisation/retention.html",
        request,
        classes=house.retention_classes.all(who.actor),
        settles=who.actor.has(Role.ADMINISTRATOR),
        saved="saved" in request.query_params,
    )


@router.get(f"{PAGE}/new")
def new_class(request: Request, who: Who) -> Response:
    check_can_arrange(who.actor)
    return _page(request, None, {})


@router.post(f"{PAGE}/new")
def add_class(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    check_can_arrange(who.actor)
    said, errors = read(KindForm, form)
    if said is not None:
        new = NewClass(said.label, said.years, said.runs, said.source)
        try:
            house.retention_classes.add(who.actor, new, once(form))
            return see_other(f"{PAGE}?saved=yes")
        except NotAccepted as refused:
            errors = {refused.about or "": SENTENCES[refused.why]}
    return _page(request, None, typed(form), errors)


@router.get(f"{PAGE}/{{code}}")
def one_class(request: Request, house: AskedHouse, who: Who, code: str) -> Response:
    kept = house.retention_classes.get(who.actor, code)
    check_can_arrange(who.actor)
    return _page(request, kept, {"years": str(kept.years)})


@router.post(f"{PAGE}/{{code}}")
def lengthen(
    request: Request, house: AskedHouse, who: Who, code: str, form: Form
) -> Response:
    check_can_arrange(who.actor)
    kept = house.retention_classes.get(who.actor, code)
    request.state.latest_url = PAGE
    said, errors = read(YearsForm, form)
    manner, wrong = read_manner(form)
    errors = {**errors, **wrong}
    if said is not None and not errors:
        seen, why = text(form, "revision"), manner.reason
        try:
            house.retention_classes.lengthen(who.actor, code, said.years, seen, why)
            return see_other(f"{PAGE}?saved=yes")
        except NotAccepted as refused:
            errors = {refused.about or "": SENTENCES[refused.why]}
    return _page(request, kept, typed(form), errors)


def _page(
    request: Request,
    kept: RetentionClass | None,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    return show(
        "organisation/retention-class.html",
        request,
        422 if errors else 200,
        kept=kept,
        runs=RUNS,
        revision=mark_of_class(kept) if kept else None,
        values=values,
        errors=errors or {},
    )
