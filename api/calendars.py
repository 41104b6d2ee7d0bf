"""When an organisation is at work, and who is written to when an adviser is silent."""

from fastapi import APIRouter, Response

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.calendar_models import Chains, GivenChains, GivenTimes, WorkingTimes
from api.matching import IfMatch, marked

router = APIRouter(prefix="/organisation", tags=["organisation"], responses=READING)

SETTING: Documented = {403: ACTING[403], 413: ACTING[413]}
MATCHING: Documented = {**SETTING, 409: ACTING[409]}


@router.get("/calendar", summary="Read when your organisation is at work")
def read_calendar(call: Asking, answer: Response) -> WorkingTimes:
    """Its `ETag` changes with it."""
    marked(answer, call.house.calendars.mark(call.actor))
    return WorkingTimes.of(call.house.calendars.times(call.actor))


@router.put(
    "/calendar",
    summary="Settle when your organisation is at work",
    responses=MATCHING,
)
def settle_calendar(
    sent: GivenTimes, call: Asking, answer: Response, if_match: IfMatch = ""
) -> WorkingTimes:
    """It holds for new requests; open ones keep the calendar they began with.

    With `begins_on` it holds from that day on.
    """
    call.house.calendars.settle(call.actor, sent.settled(), sent.manner(if_match))
    marked(answer, call.house.calendars.mark(call.actor))
    return WorkingTimes.of(call.house.calendars.times(call.actor))


@router.get("/chains", summary="Read who is written to when an adviser is silent")
def read_chains(call: Asking) -> Chains:
    return Chains.of(call.house.calendars.chains(call.actor))


@router.put(
    "/chains",
    summary="Settle who is written to when an adviser is silent",
    responses=SETTING,
)
def settle_chains(sent: GivenChains, call: Asking) -> Chains:
    """A priority that is left out goes back to the usual chain.

    With `begins_on` it holds for new requests from that day on.
    """
    call.house.calendars.settle_chains(call.actor, sent.settled(), sent.manner())
    return Chains.of(call.house.calendars.chains(call.actor))
