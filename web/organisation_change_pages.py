"""What was changed in how an organisation works; also to take away."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Request
from pydantic import model_validator
from starlette.responses import Response

from casework.audit import MOST
from casework.changes import ChangeLine, WantedChanges, rows_of
from casework.paging import Page
from domain.organisation import CHANGE_LABELS, MATTER_LABELS, Matter
from domain.teams import written
from web.asking import AskedHouse, Who, see_other, show
from web.filtered_lists import Part, check_days, narrowed, taken_away
from web.forms import PageForm, Sentences, read, written_date
from web.spreadsheets import as_csv

router = APIRouter()

PAGE = "/organisation/changes"


class ChangesForm(PageForm):
    """Which changes to show."""

    matter: Matter | Literal[""] = ""
    who: Part = ""
    first_day: Annotated[date | None, written_date("The first day")] = None
    last_day: Annotated[date | None, written_date("The last day")] = None

    sentences: ClassVar[Sentences] = {
        ("matter", "*"): "Choose what was changed from the list",
        ("who", "*"): "Choose somebody from the list",
    }

    @model_validator(mode="after")
    def can_be(self) -> "ChangesForm":
        check_days(self.first_day, self.last_day)
        return self

    @property
    def asked(self) -> WantedChanges:
        return WantedChanges(
            self.matter or None, self.who, self.first_day, self.last_day
        )


@router.get(PAGE)
def changes(request: Request, house: AskedHouse, who: Who) -> Response:
    query = request.query_params
    colleagues = house.changes.colleagues(who.actor)
    said, errors = read(ChangesForm, query)
    page: Page[ChangeLine] = Page([], None)
    if said is not None:
        page = house.changes.page(who.actor, said.asked, query.get("cursor"))
    return show(
        "organisation/changes.html",
        request,
        422 if errors else 200,
        page=page,
        **narrowed(query, said),
        errors=errors,
        colleagues=colleagues,
        matters=[(matter.value, label) for matter, label in MATTER_LABELS.items()],
        labels=MATTER_LABELS,
        kinds=CHANGE_LABELS,
        written=written,
        most=MOST,
    )


@router.get(f"{PAGE}.csv")
def spreadsheet(request: Request, house: AskedHouse, who: Who) -> Response:
    said, _ = read(ChangesForm, request.query_params)
    if said is None:
        return see_other(f"{PAGE}?{request.query_params}")  # it says why
    lines = house.changes.file(who.actor, said.asked)
    return taken_away(as_csv(rows_of(lines)), "text/csv", "changes.csv")


@router.get(f"{PAGE}.json")
def document(request: Request, house: AskedHouse, who: Who) -> Response:
    said, _ = read(ChangesForm, request.query_params)
    if said is None:
        return see_other(f"{PAGE}?{request.query_params}")  # it says why
    lines = [asdict(each) for each in house.changes.file(who.actor, said.asked)]
    body = json.dumps(lines, default=_plain, ensure_ascii=False)
    return taken_away(body, "application/json", "changes.json")


def _plain(value: date | datetime) -> str:
    return value.isoformat()
