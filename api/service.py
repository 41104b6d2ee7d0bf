"""How the service is, and what everybody is told: for operations."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import StringConstraints

from api.answering import ACTING, READING, Documented
from api.asking import Asking, Call
from api.fields import AnyMoment, Sent
from api.matching import IfMatch, marked
from api.models import Shown
from domain.health import Part, Sign, State
from domain.service_notice import WORDS_MOST

router = APIRouter(
    prefix="/operations",
    tags=["operations"],
    responses={**READING, 403: ACTING[403]},
)


class HealthOfPart(Shown):
    """One thing that was found of a part. `about` says of which of several."""

    part: Part
    sign: Sign
    state: State
    about: str
    since: datetime | None
    number: int | None
    version: str


class ServiceHealth(Shown):
    """Every part of the service, and how all of it is."""

    state: State
    as_of: datetime
    found: list[HealthOfPart]


class GivenNotice(Sent):
    """What everybody is told; without `starts_at` it begins now."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=WORDS_MOST)]
    starts_at: AnyMoment | None = None
    ends_at: AnyMoment


class NoticeForAll(Shown):
    """What stands on every page, or will; `null` where there is nothing."""

    words: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    set_by: str | None = None
    set_at: datetime | None = None


SETTING: Documented = {409: ACTING[409], 413: ACTING[413]}


@router.get("/health", summary="How every part of the service is")
async def read_health(call: Asking) -> ServiceHealth:
    return ServiceHealth.model_validate(await call.house.health.look(call.actor))


@router.get("/notice", summary="Read what everybody is told")
def read_notice(call: Asking, answer: Response) -> NoticeForAll:
    """It stands on every page. The `ETag` changes with each that is set."""
    return _shown(call, answer)


@router.put("/notice", summary="Tell everybody something", responses=SETTING)
def put_up_notice(
    sent: GivenNotice, call: Asking, answer: Response, if_match: IfMatch = ""
) -> NoticeForAll:
    """It takes the place of the one before. Anybody can read it, so it names nobody."""
    span = (sent.starts_at, sent.ends_at)
    call.house.notice_for_all.put_up(call.actor, sent.words, span, if_match)
    return _shown(call, answer)


@router.delete(
    "/notice", summary="Take down the notice", status_code=204, responses=SETTING
)
def take_down_notice(call: Asking, if_match: IfMatch = "") -> Response:
    call.house.notice_for_all.take_down(call.actor, if_match)
    return Response(status_code=204)


def _shown(call: Call, answer: Response) -> NoticeForAll:
    standing = call.house.notice_for_all.standing(call.actor)
    marked(answer, standing.mark)
    if standing.notice is None:
        return NoticeForAll()
    notice = standing.notice.notice
    return NoticeForAll(
        words=notice.words,
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        set_by=notice.set_by,
        set_at=notice.set_at,
    )
