"""The texts that people are told with: read by everybody, edited by administrators."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.notice_templates import TemplateRefused, topic_of
from domain.errors import CaseNotFound, NotAccepted, RuleBroken
from domain.people import Role
from domain.person_notices import FILLED_IN, VERSION_LABELS, Version, blocks
from domain.refusals import SENTENCES
from domain.teams import written
from web.asking import AskedHouse, Who, posted, see_other, show, text, the_house
from web.forms import Errors
from web.organisation_forms import read_manner
from web.own_request import typed

router = APIRouter(prefix="/organisation/notices")

PAGE = "/organisation/notices"


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get("")
def notices(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "organisation/notices.html",
        request,
        templates=house.notice_templates.all(who.actor),
        labels=VERSION_LABELS,
        settles=who.actor.has(Role.ADMINISTRATOR),
        saved=request.query_params.get("saved", ""),
    )


@router.get("/{version}")
def template(request: Request, house: AskedHouse, who: Who, version: str) -> Response:
    found = house.notice_templates.of(who.actor, _version(version))
    return _page(request, who, found.version, {"text": found.text})


@router.post("/{version}")
def settle(
    request: Request, house: AskedHouse, who: Who, version: str, form: Form
) -> Response:
    """Look at it first, or use it from now on."""
    which, given = _version(version), text(form, "text")
    manner, errors = read_manner(form)
    try:
        if text(form, "look"):
            house.notice_templates.preview(who.actor, given)
            return _page(request, who, which, typed(form))
        if not errors:
            house.notice_templates.settle(who.actor, which, given, manner)
            return see_other(f"{PAGE}?saved={'later' if manner.begins_on else 'now'}")
    except TemplateRefused as refused:
        errors = {"text": " ".join(refused.faults)}
    except (NotAccepted, RuleBroken) as no:
        errors = {no.about or "": SENTENCES[no.why]}
    return _page(request, who, which, typed(form), errors)


@router.post("/{version}/restore")
def restore(house: AskedHouse, who: Who, version: str, form: Form) -> Response:
    house.notice_templates.restore(who.actor, _version(version))
    return see_other(f"{PAGE}?saved=yes")


def _page(
    request: Request,
    who: Who,
    version: Version,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    house = the_house(request)
    given, now = (
        str(values.get("text", "")),
        house.notice_templates.of(who.actor, version),
    )
    shown = "" if errors else house.notice_templates.preview(who.actor, given)
    return show(
        "organisation/notice.html",
        request,
        422 if errors else 200,
        version=version,
        label=VERSION_LABELS[version],
        settles=who.actor.has(Role.ADMINISTRATOR),
        is_own=now.is_own,
        revision=house.notice_templates.mark(who.actor, version),
        changed=[("The text", now.text)] if "" in (errors or {}) else [],
        plans=house.planned.of(who.actor, topic_of(version)),
        written=written,
        filled_in=FILLED_IN,
        blocks=blocks(shown),
        values=values,
        errors=errors or {},
    )


def _version(code: str) -> Version:
    try:
        return Version(code)
    except ValueError:
        raise CaseNotFound from None
