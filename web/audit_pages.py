"""The audit for auditors: who read what, and what was refused; also to take away."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from pydantic import Field, model_validator
from starlette.responses import Response

from casework.audit import MOST, Asked, AuditLine, rows_of
from casework.lists import Page
from domain.audit import LINE_LABELS, LineKind
from web.asking import AskedHouse, Who, see_other, show
from web.forms import PageForm, Sentences, read, written_date
from web.spreadsheets import as_csv

router = APIRouter()

Part = Annotated[str, Field(max_length=64, pattern=r"^[\w.-]*$")]


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
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValueError("last_day|The last day must not be before the first")
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
        values=dict(query),
        chosen=said is None or any(vars(said).values()),
        again=urlencode([(k, v) for k, v in query.items() if k != "cursor" and v]),
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
    return _file(as_csv(rows_of(lines)), "text/csv", "audit.csv")


@router.get("/records/audit.json")
def document(request: Request, house: AskedHouse, who: Who) -> Response:
    said, _ = read(AuditForm, request.query_params)
    if said is None:
        return see_other(f"/records/audit?{request.query_params}")  # it says why
    lines = [asdict(each) for each in house.audit.file(who.actor, said.asked)]
    body = json.dumps(lines, default=lambda at: at.isoformat(), ensure_ascii=False)
    return _file(body, "application/json", "audit.json")


def _file(body: str, media: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=media, headers=headers)
