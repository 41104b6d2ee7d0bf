"""The audit through the JSON interface: who read what, and what was refused."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, model_validator

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.fields import Day, Sent, Text
from api.models import Page, Shown
from casework.alerts import AlertLine
from casework.audit import Asked
from domain.audit import LineKind
from domain.unusual import Sign, Verdict

router = APIRouter(tags=["audit"], responses=READING)

REFUSED: Documented = {403: ACTING[403]}
DECIDING: Documented = {403: ACTING[403], 409: ACTING[409], 413: ACTING[413]}
Id = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")]


class WantedLines(BaseModel):
    """Which lines are asked for. Both days count; `who` is a colleague's id."""

    who: Id = ""
    kind: LineKind | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    cursor: str | None = None

    @model_validator(mode="after")
    def in_order(self) -> "WantedLines":
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValueError("the last day must not be before the first")
        return self

    @property
    def asked(self) -> Asked:
        return Asked(self.who, self.kind, self.first_day, self.last_day)


class AuditLine(Shown):
    """One line. `code` is what was read, or really why something was refused."""

    id: str
    at: datetime
    user: str
    by: str
    role: str
    kind: LineKind
    code: str
    words: str
    references: list[str]
    page: str


class Reviewed(Shown):
    """What somebody thought of it."""

    by: str
    at: datetime
    verdict: Verdict
    words: str


class Alert(Shown):
    """A reading that is unusual. `user` is whom it is about."""

    id: str
    at: datetime
    user: str
    whom: str
    sign: Sign
    reference: str
    review: Reviewed | None


class GivenReview(Sent):
    """What you think of it, and why."""

    verdict: Verdict
    words: Text


@router.get("/alerts", summary="List unusual readings", responses=REFUSED)
def list_alerts(
    call: Asking, cursor: str | None = None, *, reviewed: bool = False
) -> Page[Alert]:
    """For auditors, newest first: those that wait, or those that were reviewed."""
    page = call.house.alerts.page(call.actor, cursor, reviewed=reviewed)
    return Page(items=[_alert(each) for each in page.items], next=page.next)


@router.get("/alerts/{alert}", summary="Read one unusual reading", responses=REFUSED)
def read_alert(alert: str, call: Asking) -> Alert:
    return _alert(call.house.alerts.of(call.actor, alert))


@router.post(
    "/alerts/{alert}/review",
    summary="Say what you think of an unusual reading",
    responses=DECIDING,
)
def review_alert(alert: str, sent: GivenReview, call: Asking) -> Alert:
    """Once, and never of what you read yourself."""
    call.house.alerts.review(call.actor, alert, sent.verdict, sent.words)
    return _alert(call.house.alerts.of(call.actor, alert))


def _alert(line: AlertLine) -> Alert:
    made, review = line.alert, line.alert.review
    return Alert(
        id=made.id,
        at=made.at,
        user=made.user,
        whom=line.whom,
        sign=made.sign,
        reference=made.reference,
        review=review and Reviewed.model_validate(review),
    )


@router.get(
    "/audit", summary="List who read what, and what was refused", responses=REFUSED
)
def list_audit(
    wanted: Annotated[WantedLines, Query()], call: Asking
) -> Page[AuditLine]:
    """For auditors, newest first. What was typed is not kept."""
    page = call.house.audit.page(call.actor, wanted.asked, wanted.cursor)
    items = [AuditLine.model_validate(each) for each in page.items]
    return Page(items=items, next=page.next)
