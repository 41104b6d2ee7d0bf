"""Opening a case in an emergency through the JSON interface, and looking back at it."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from api.answering import ACTING, READING, Documented
from api.asking import Acting, Asking
from api.fields import Line, Sent, Text
from api.models import Page, ShareRequest, Shown
from api.showing import request_of
from casework.emergency_reading import EmergencyLine
from domain.emergency import Judgement

router = APIRouter(tags=["audit"], responses=READING)

REFUSED: Documented = {403: ACTING[403]}
DECIDING: Documented = {403: ACTING[403], 409: ACTING[409], 413: ACTING[413]}


class JudgedReading(Shown):
    """What somebody else thought of it."""

    by: str
    at: datetime
    judgement: Judgement
    words: str | None


class EmergencyReading(Shown):
    """A case that was opened in an emergency. `user` is who opened it.

    `reason` is empty for administrators, and once the words of the case are destroyed.
    """

    id: str
    reference: str
    user: str
    by: str
    at: datetime
    until: datetime
    ended_at: datetime | None
    is_live: bool
    reason: str | None
    review_by: datetime
    is_late: bool
    review: JudgedReading | None


class GivenOpening(Sent):
    """Which case you need to read now, and why. `confirmed`: you have read it back."""

    reference: Line
    reason: Text
    confirmed: Literal[True]


class GivenJudgement(Sent):
    """Whether it was right to open it, and why you think so."""

    judgement: Judgement
    words: Text


@router.post(
    "/emergency-readings",
    status_code=201,
    summary="Open a case in an emergency",
    responses=DECIDING,
)
def open_case(sent: GivenOpening, call: Acting) -> EmergencyReading:
    """For auditors. Everybody concerned is told at once, and somebody reviews it."""
    house = call.house.emergency_reading
    id = house.open(call.who, sent.reference, sent.reason, call.once or "")
    return _shown(house.of(call.actor, id))


@router.get(
    "/emergency-readings",
    summary="List cases opened in an emergency",
    responses=REFUSED,
)
def list_readings(
    call: Asking, cursor: str | None = None, *, reviewed: bool = False
) -> Page[EmergencyReading]:
    """Newest first: those that wait for a review, or those that were reviewed."""
    page = call.house.emergency_reading.page(call.actor, cursor, reviewed=reviewed)
    return Page(items=[_shown(each) for each in page.items], next=page.next)


@router.get(
    "/emergency-readings/{reading}",
    summary="Read who opened a case in an emergency, and why",
    responses=REFUSED,
)
def read_reading(reading: str, call: Asking) -> EmergencyReading:
    return _shown(call.house.emergency_reading.of(call.actor, reading))


@router.get(
    "/emergency-readings/{reading}/request",
    summary="Read the request that you opened in an emergency",
    responses={403: ACTING[403], 409: ACTING[409]},
)
def read_opened(reading: str, call: Asking) -> ShareRequest:
    """With the token with which it was opened, until the time is over."""
    _, view = call.house.emergency_reading.read(call.who, reading)
    return request_of(view, advises=False)


@router.post(
    "/emergency-readings/{reading}/close",
    summary="Close what you opened in an emergency",
    responses=REFUSED,
)
def close_reading(reading: str, call: Asking) -> EmergencyReading:
    call.house.emergency_reading.close(call.actor, reading)
    return _shown(call.house.emergency_reading.of(call.actor, reading))


@router.post(
    "/emergency-readings/{reading}/review",
    summary="Say whether it was right to open a case",
    responses=DECIDING,
)
def review_reading(
    reading: str, sent: GivenJudgement, call: Asking
) -> EmergencyReading:
    """Once, and never of what you opened yourself."""
    house = call.house.emergency_reading
    house.review(call.actor, reading, sent.judgement, sent.words)
    return _shown(house.of(call.actor, reading))


def _shown(line: EmergencyLine) -> EmergencyReading:
    made, review = line.reading, line.reading.review
    reads = line.reason is not None
    return EmergencyReading(
        id=made.id,
        reference=made.reference,
        user=made.user,
        by=line.by,
        at=made.at,
        until=made.until,
        ended_at=made.ended_at,
        is_live=line.is_live,
        reason=line.reason,
        review_by=made.review_by,
        is_late=line.is_late,
        review=review
        and JudgedReading(
            by=review.by,
            at=review.at,
            judgement=review.judgement,
            words=review.words if reads else None,
        ),
    )
