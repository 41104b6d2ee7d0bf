"""How the caller wants to be told of what happens."""

from fastapi import APIRouter

from api.answering import READING
from api.asking import Asking
from api.calendar_models import Clock
from api.fields import Sent
from api.models import Shown
from domain.notices import How, Preference

router = APIRouter(prefix="/account", tags=["account"], responses=READING)


class NoticePreference(Shown):
    """When e-mails are sent; `at` is when a digest comes, on a clock in the UK."""

    how: How
    at: Clock


class GivenNoticePreference(Sent):
    """What the caller chooses. Without a time, a digest comes at 08:30."""

    how: How
    at: Clock = Preference().at


@router.get("/notices", summary="Read when you are written to")
def read_preference(call: Asking) -> NoticePreference:
    return NoticePreference.model_validate(call.house.notices.preference(call.actor))


@router.put("/notices", summary="Choose when you are written to")
def choose_preference(sent: GivenNoticePreference, call: Asking) -> NoticePreference:
    """What is for an emergency always comes at once. It holds for what was not sent."""
    call.house.notices.prefer(call.actor, Preference(sent.how, sent.at))
    return read_preference(call)
