"""Finding cases by reference, name, number or organisation, and who looked for whom."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.fields import Line, NhsNumber, PastDay, Sent
from api.inbox import Code
from api.models import Page, Problem, Shown
from api.problems import BadInput
from casework.finding import Found, Hit
from casework.read_log import ReadLine
from domain.reads import ReadKind
from domain.stages import Ending, Stage

router = APIRouter(tags=["tasks"], responses=READING)

REFUSED: Documented = {403: ACTING[403]}
TOO_OFTEN: Documented = {
    **REFUSED,
    429: {"model": Problem, "description": "Looked for too often; wait"},
}


class GivenSearch(Sent):
    """Whom or what to look for: one of a name, an NHS number and an organisation."""

    name: Line | None = None
    date_of_birth: PastDay | None = None
    nhs_number: NhsNumber = ""
    organisation: Line | None = None


class FoundCase(Shown):
    """A case that was found. `task` is what waits there for an adviser."""

    reference: str
    task: str | None
    stage: Stage
    ending: Ending | None
    opened_at: datetime


class FoundCases(Shown):
    """Waiting cases first, then the newest. `more` says that there are others."""

    items: list[FoundCase]
    more: bool


class Read(Shown):
    """Somebody looked for a case. `asked` is the same when the same was typed."""

    by: str
    role: str
    at: datetime
    kind: ReadKind
    asked: str
    found: int
    references: list[str]


@router.get(
    "/tasks/find", summary="Find cases by a part of a reference", responses=REFUSED
)
def find_by_reference(
    call: Asking, reference: Annotated[Code, Query(min_length=1)]
) -> FoundCases:
    return _shown(call.house.finding.by_reference(call.actor, reference))


@router.post(
    "/tasks/find",
    summary="Find cases by a name, an NHS number or an organisation",
    responses=TOO_OFTEN,
)
def find_cases(sent: GivenSearch, call: Asking) -> FoundCases:
    """Every search is written down, with who made it. Auditors can read that."""
    _check(sent)
    finding, born = call.house.finding, sent.date_of_birth
    if sent.organisation is not None:
        return _shown(finding.by_organisation(call.actor, sent.organisation))
    if sent.nhs_number:
        return _shown(finding.by_nhs_number(call.actor, sent.nhs_number))
    day = born.isoformat() if born else ""
    return _shown(finding.by_name(call.actor, sent.name or "", day))


@router.get("/reads", summary="List who looked for whom", responses=REFUSED)
def list_reads(call: Asking, cursor: str | None = None) -> Page[Read]:
    """For auditors, newest first. What was typed is not kept."""
    page = call.house.read_log.all(call.actor, cursor)
    return Page(items=[_line(each) for each in page.items], next=page.next)


def _check(sent: GivenSearch) -> None:
    given = [sent.name, sent.nhs_number, sent.organisation]
    if not any(given):
        raise BadInput("name", "Give a name, an NHS number or an organisation.")
    if len([each for each in given if each]) > 1:
        field = "organisation" if sent.organisation else "nhs_number"
        raise BadInput(field, "Give only one of them.")
    if sent.date_of_birth is not None and sent.name is None:
        raise BadInput("date_of_birth", "Give it together with a name.")


def _shown(found: Found) -> FoundCases:
    return FoundCases(items=[_case(hit) for hit in found.hits], more=found.more)


def _case(hit: Hit) -> FoundCase:
    return FoundCase(
        reference=hit.case.reference,
        task=hit.task.id if hit.task else None,
        stage=Stage(hit.case.stage),
        ending=Ending(hit.case.ending) if hit.case.ending else None,
        opened_at=hit.case.opened_at,
    )


def _line(line: ReadLine) -> Read:
    return Read(
        by=line.by,
        role=line.read.role,
        at=line.read.at,
        kind=line.read.kind,
        asked=line.read.asked,
        found=len(line.read.cases),
        references=list(line.read.cases),
    )
