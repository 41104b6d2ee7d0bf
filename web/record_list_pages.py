"""Finding finished cases: the list with its filters, and the search by a name.

A name never stands in an address: it is posted, and a search is named by its id.
"""

import asyncio
from datetime import date
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Request
from pydantic import Field, model_validator
from starlette.responses import HTMLResponse, Response

from casework.house import House
from casework.inbox_filter import is_code
from casework.record_search import RecordFilter, RecordPage, Whom
from domain.nhs_number import as_nhs_number
from domain.people import Role
from domain.stages import ENDING_LABELS, Ending
from web.asking import AskedHouse, Who, posted, see_other, show
from web.case_words import LABELS
from web.describing import today
from web.filtered_lists import Part, check_days, narrowed
from web.form_fields import NAME_MOST, NhsNumber
from web.forms import Errors, PageForm, Sentences, read, written_date

router = APIRouter()

OVER = "This search has ended, because it is more than an hour old. Search again"
ROLES = (("practitioner", "As a practitioner"), ("adviser", "As an adviser"))


Name = Annotated[str, Field(max_length=NAME_MOST)]


class FilterForm(PageForm):
    """Which finished cases to show."""

    reference: str = ""
    first_day: Annotated[date | None, written_date("The first day")] = None
    last_day: Annotated[date | None, written_date("The last day")] = None
    ending: Ending | Literal[""] = ""
    ruleset: Part = ""
    who: Part = ""
    role: Literal["practitioner", "adviser", ""] = ""
    search: Part = ""

    sentences: ClassVar[Sentences] = {
        ("ending", "*"): "Choose how it ended from the list",
        ("role", "*"): "Choose a role from the list",
        ("who", "*"): "Choose somebody from the list",
        ("ruleset", "*"): "Choose rules from the list",
    }

    @model_validator(mode="after")
    def can_be(self) -> "FilterForm":
        if not is_code(self.reference or "x"):
            raise ValueError("reference|Enter letters and numbers only, like 7K3M")
        check_days(self.first_day, self.last_day)
        return self

    @property
    def as_filter(self) -> RecordFilter:
        return RecordFilter(**vars(self))


class WhomForm(PageForm):
    """Whom or what to look for."""

    name: Name = ""
    date_of_birth: Annotated[date | None, written_date("Date of birth", past=True)] = (
        None
    )
    nhs_number: NhsNumber = ""
    organisation: Name = ""

    sentences: ClassVar[Sentences] = {
        ("name", "*"): f"Their name must be {NAME_MOST} characters or fewer",
        ("organisation", "*"): f"The name must be {NAME_MOST} characters or fewer",
    }

    @model_validator(mode="after")
    def is_somebody(self) -> "WhomForm":
        if not any(vars(self).values()):
            raise ValueError("name|Enter at least one thing to search for")
        return self

    @property
    def whom(self) -> Whom:
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        number = as_nhs_number(self.nhs_number)
        return Whom(self.name, born, number, self.organisation)


@router.get("/records")
def records(request: Request, house: AskedHouse, who: Who) -> Response:
    query = request.query_params
    said, errors = read(FilterForm, query)
    page = RecordPage()
    if said is not None:
        cursor = query.get("cursor")
        page = house.record_search.page(who.actor, said.as_filter, cursor)
    if page.over:
        errors = {"": OVER}
    return show(
        "records/records.html",
        request,
        422 if errors else 200,
        page=page,
        **narrowed(query, said),
        errors=errors,
        choices=house.record_search.choices(who.actor),
        endings=[(ending.value, label) for ending, label in ENDING_LABELS.items()],
        roles=ROLES,
        audits=who.actor.has(Role.AUDITOR),
        labels=LABELS,
    )


@router.get("/records/find")
def find(request: Request, house: AskedHouse, who: Who) -> Response:
    house.record_search.check(who.actor)
    return _form(request, {})


@router.post("/records/find")
async def search(request: Request, house: AskedHouse, who: Who) -> Response:
    form = await posted(request, who.csrf)
    said, errors = read(WhomForm, form, today=today())
    if said is None:
        house.record_search.check(who.actor)
        return _form(request, dict(form), errors)
    return await asyncio.to_thread(_made, house, who, said.whom)


def _made(house: House, who: Who, whom: Whom) -> Response:
    return see_other(f"/records?search={house.record_search.find(who.actor, whom).id}")


def _form(
    request: Request, values: dict[str, object], errors: Errors | None = None
) -> HTMLResponse:
    return show(
        "records/find.html",
        request,
        422 if errors else 200,
        values=values,
        errors=errors or {},
    )
