"""The audit for auditors: who read what, and what was refused; also to take away."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Request
from pydantic import model_validator
from starlette.responses import Response

from casework.audit import MOST, Asked, AuditLine, rows_of
from casework.paging import Page
from domain.audit import LINE_LABELS, LineKind
from web.asking import AskedHouse, Who, see_other, show
from web.filtered_lists import Part, check_days, narrowed, taken_away
from web.forms import PageForm, Sentences, read, written_date
from web.spreadsheets import as_csv

router = APIRouter()


class AuditForm(PageForm):
    """Which lines to show."""

    who: Part = ""
    kind: LineKind | Literal[""] = ""
    first_day: Annotated[date | None, written_date("The first day")] = None
    last_day: Annotated[date | None, written_date("The last day")] = None

    sentences: ClassVar[Sentences] = {
        ("who", "*"): "Choose somebody from the list",
        ("kind", "*"): "Choose what happened from the list",
    }

    @model_validator(mode="after")
    def can_be(self) -> "AuditForm":
        check_days(self.first_day, self.last_day)
        return self

    @property
    def asked(self) -> Asked:
        return Asked(self.who, self.kind or None, self.first_day, self.last_day)


@router.get("/records/audit")
def audit(request: Request, house: AskedHouse, who: Who) -> Response:
    query = request.query_params
    colleagues = house.audit.colleagues(who.actor)
    said, errors = read(AuditForm, query)
    page: Page[AuditLine] = Page([], None)
    if said is not None:
        page = house.audit.page(who.actor, said.asked, query.get("cursor"))
    return show(
        "records/audit.html",
        request,
        422 if errors else 200,
        page=page,
        **narrowed(query, said),
        errors=errors,
        colleagues=colleagues,
        kinds=[(kind.value, label) for kind, label in LINE_LABELS.items()],
        labels=LINE_LABELS,
        most=MOST,
    )


@router.get("/records/audit.csv")
def spreadsheet(request: Request, house: AskedHouse, who: Who) -> Response:
    said, _ = read(AuditForm, request.query_params)
    if said is None:
        return see_other(f"/records/audit?{request.query_params}")  # it says why
    lines = house.audit.file(who.actor, said.asked)
    return taken_away(as_csv(rows_of(lines)), "text/csv", "audit.csv")


@router.get("/records/audit.json")
def document(request: Request, house: AskedHouse, who: Who) -> Response:
    said, _ = read(AuditForm, request.query_params)
    if said is None:
        return see_other(f"/records/audit?{request.query_params}")  # it says why
    lines = [asdict(each) for each in house.audit.file(who.actor, said.asked)]
    body = json.dumps(lines, default=lambda at: at.isoformat(), ensure_ascii=False)
    return taken_away(body, "application/json", "audit.json")
