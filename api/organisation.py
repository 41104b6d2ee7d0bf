"""How an organisation works: what it decided, what is to begin, what was changed."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.matching import IfMatch, marked
from api.models import Page
from api.organisation_models import (
    ChangeLine,
    GivenPolicies,
    GivenReasonWhy,
    OrganisationFacts,
    PlannedChange,
    PoliciesShown,
    WantedChanges,
)
from domain.organisation import POLICIES

router = APIRouter(prefix="/organisation", tags=["organisation"], responses=READING)

REFUSED: Documented = {403: ACTING[403]}
MATCHING: Documented = {403: ACTING[403], 409: ACTING[409], 413: ACTING[413]}


@router.get("/facts", summary="Read how many people and teams there are")
def read_facts(call: Asking) -> OrganisationFacts:
    return OrganisationFacts.model_validate(call.house.governance.facts(call.actor))


@router.get("/policies", summary="Read what your organisation decided")
def read_policies(call: Asking, answer: Response) -> PoliciesShown:
    """Its `ETag` changes with it, and with what is to begin."""
    marked(answer, call.house.governance.mark(call.actor, *POLICIES))
    return PoliciesShown.of(call.house.governance.now(call.actor))


@router.put(
    "/policies", summary="Settle what your organisation decides", responses=MATCHING
)
def settle_policies(
    sent: GivenPolicies, call: Asking, answer: Response, if_match: IfMatch = ""
) -> PoliciesShown:
    """All that is sent, or nothing. With `begins_on` it holds from that day on."""
    governance = call.house.governance
    governance.settle(call.actor, sent.given(), sent.manner(if_match))
    return read_policies(call, answer)


@router.get("/plans", summary="List the changes that are to begin")
def list_plans(call: Asking) -> list[PlannedChange]:
    """The next first. Until its day each is as it was."""
    return [PlannedChange.of(each) for each in call.house.planned.all(call.actor)]


@router.post(
    "/plans/{plan}/take-back",
    summary="Take a change back before it begins",
    status_code=204,
    responses=MATCHING,
)
def take_back_plan(plan: str, sent: GivenReasonWhy, call: Asking) -> None:
    call.house.planned.take_back(call.actor, plan, sent.reason)


@router.get(
    "/changes", summary="List what was changed in your organisation", responses=REFUSED
)
def list_changes(
    wanted: Annotated[WantedChanges, Query()], call: Asking
) -> Page[ChangeLine]:
    """For administrators and auditors, newest first."""
    page = call.house.changes.page(call.actor, wanted.asked, wanted.cursor)
    items = [ChangeLine.model_validate(each) for each in page.items]
    return Page(items=items, next=page.next)
