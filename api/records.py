"""Finding finished cases through the JSON interface."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, model_validator

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.fields import Day, Line, NhsNumber, PastDay, Sent
from api.finding import TOO_OFTEN
from api.inbox import Code
from api.models import Shown
from api.problems import BadInput
from casework.record_search import RecordFilter, RecordLine, Whom
from domain.stages import Ending

router = APIRouter(prefix="/records", tags=["records"], responses=READING)

REFUSED: Documented = {403: ACTING[403]}
Id = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")]


class GivenWhom(Sent):
    """Whom or what to look for. All of it has to fit."""

    name: Line | None = None
    date_of_birth: PastDay | None = None
    nhs_number: NhsNumber = ""
    organisation: Line | None = None


class WantedRecords(BaseModel):
    """Which finished cases are asked for.

    Both days count. `who` is a colleague's id, `role` in which role they took part.
    `search` is the id of a search by name.
    """

    reference: Code = ""
    first_day: Day | None = None
    last_day: Day | None = None
    ending: Ending | None = None
    ruleset: Id = ""
    who: Id = ""
    role: Literal["practitioner", "adviser"] | None = None
    search: Id = ""
    cursor: str | None = None

    @model_validator(mode="after")
    def in_order(self) -> "WantedRecords":
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValueError("the last day must not be before the first")
        return self

    def as_filter(self) -> RecordFilter:
        return RecordFilter(
            self.reference,
            self.first_day,
            self.last_day,
            self.ending or "",
            self.ruleset,
            self.who,
            self.role or "",
            self.search,
        )


class FinishedCase(Shown):
    """A finished case: codes and dates only, and who asked for it."""

    reference: str
    ending: Ending
    practitioner: str
    opened_at: datetime
    closed_at: datetime
    ruleset: str
    version: str


class FinishedCases(Shown):
    """Newest first. `next` and `previous` are cursors of the pages beside this one."""

    items: list[FinishedCase]
    next: str | None
    previous: str | None


class MadeSearch(Shown):
    """A search: its id for `search`, how much it found, until when it stands."""

    search: str
    found: int
    until: datetime
    more: bool


@router.get("", summary="List finished cases", responses=REFUSED)
def list_records(
    call: Asking, wanted: Annotated[WantedRecords, Query()]
) -> FinishedCases:
    """For auditors and advisers. Names are never sent here, but to `/records/find`."""
    page = call.house.record_search.page(call.actor, wanted.as_filter(), wanted.cursor)
    if page.over:
        raise BadInput("search", "There is no such search of yours, or not any more.")
    items = [_shown(line) for line in page.items]
    return FinishedCases(items=items, next=page.next, previous=page.previous)


@router.post(
    "/find",
    summary="Search by a name, a date of birth, an NHS number or an organisation",
    status_code=201,
    responses=TOO_OFTEN,
)
def find_records(sent: GivenWhom, call: Asking) -> MadeSearch:
    """The search is written down, with who made it. It stands for an hour."""
    born = sent.date_of_birth.isoformat() if sent.date_of_birth else ""
    whom = Whom(sent.name or "", born, sent.nhs_number, sent.organisation or "")
    if whom == Whom():
        raise BadInput("name", "Give at least one thing to search for.")
    made = call.house.record_search.find(call.actor, whom)
    return MadeSearch(
        search=made.id, found=made.found, until=made.until, more=made.more
    )


def _shown(line: RecordLine) -> FinishedCase:
    case = line.case
    return FinishedCase(
        reference=case.reference,
        ending=case.ending,
        practitioner=line.by,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        ruleset=case.ruleset,
        version=case.version,
    )
