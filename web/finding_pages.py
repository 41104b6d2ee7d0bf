"""Finding a case: by a part of its reference, by a name, by who would receive it.

A name never stands in an address, so a search by name answers with the page itself.
"""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from casework.finding import Found
from casework.house import House
from casework.inbox_filter import is_code
from domain.people import Actor
from web.asking import AskedHouse, Who, posted, show, text
from web.case_words import LABELS
from web.describing import today
from web.form_fields import NAME_MOST, NhsNumber
from web.forms import Errors, PageForm, Sentences, read, written_date

router = APIRouter()

Whole = Annotated[str, Field(max_length=NAME_MOST)]


class NameSearch(PageForm):
    """Somebody a case may be about."""

    name: Whole
    date_of_birth: Annotated[date | None, written_date("Date of birth", past=True)] = (
        None
    )

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter their whole name",
        ("name", "*"): "Their name must be 200 characters or fewer",
    }

    def look(self, house: House, actor: Actor) -> Found:
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        return house.finding.by_name(actor, self.name, born)


class NumberSearch(PageForm):
    """Somebody by their NHS number."""

    nhs_number: NhsNumber

    sentences: ClassVar[Sentences] = {
        ("nhs_number", "missing"): "Enter their NHS number",
    }

    def look(self, house: House, actor: Actor) -> Found:
        return house.finding.by_nhs_number(actor, self.nhs_number)


class OrganisationSearch(PageForm):
    """An organisation that something would go to."""

    organisation: Whole

    sentences: ClassVar[Sentences] = {
        ("organisation", "missing"): "Enter the name of the organisation",
        ("organisation", "*"): "The name must be 200 characters or fewer",
    }

    def look(self, house: House, actor: Actor) -> Found:
        return house.finding.by_organisation(actor, self.organisation)


@router.get("/tasks/find")
def find(request: Request, house: AskedHouse, who: Who) -> Response:
    part = request.query_params.get("reference", "").strip()
    wrong = {"reference": "Enter letters and numbers only, like 7K3M"}
    known = not part or is_code(part)
    found = house.finding.by_reference(who.actor, part if known else "")
    if not known:
        return _page(request, {"reference": part}, errors=wrong)
    values = {"reference": part}
    return _page(request, values, found if part else None, by="reference")


@router.post("/tasks/find")
async def search(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = _wanted(form)
    if wanted is None:
        await asyncio.to_thread(house.finding.by_reference, who.actor, "")
        return _page(request, form, errors=errors)
    found = await asyncio.to_thread(wanted.look, house, who.actor)
    return _page(request, form, found, by=text(form, "choice"))


def _wanted(
    form: FormData,
) -> tuple[NameSearch | NumberSearch | OrganisationSearch | None, Errors]:
    if text(form, "choice") == "organisation":
        return read(OrganisationSearch, form)
    if text(form, "choice") == "number":
        return read(NumberSearch, form)
    return read(NameSearch, form, today=today())


def _page(
    request: Request,
    values: Mapping[str, object],
    found: Found | None = None,
    *,
    by: str = "",
    errors: Errors | None = None,
) -> HTMLResponse:
    return show(
        "tasks/find.html",
        request,
        422 if errors else 200,
        values=values,
        found=found,
        by=by,
        errors=errors or {},
        labels=LABELS,
    )
