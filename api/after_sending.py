"""What can be done about a release after it has left, and what came of it."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from api.after_sending_models import GivenFeedback, MoreDays, SentAgain
from api.answering import ACTING, request_after
from api.asking import Acting, Call
from api.given import Reason
from api.models import ShareRequest
from api.showing import request_of
from casework.filing import Make
from domain import after_sending

router = APIRouter(prefix="/releases", tags=["releases"], responses=ACTING)


@router.post(
    "/{release}/extend", summary="Let the link work longer", response_model=ShareRequest
)
async def extend(release: str, sent: MoreDays, call: Acting) -> Response:
    """So many days from now: for its sender, or an adviser."""
    return await _do(
        call,
        release,
        lambda id, at, case: after_sending.Extend(id, call.actor, at, sent.days),
        {"reason": sent.reason},
    )


@router.post(
    "/{release}/resend", summary="Write to the recipient again",
    response_model=ShareRequest,
)  # fmt: skip
async def resend(release: str, sent: SentAgain, call: Acting) -> Response:
    """The same link in a new e-mail."""
    return await _do(
        call,
        release,
        lambda id, at, case: after_sending.Resend(id, call.actor, at),
        {"reason": sent.reason} if sent.reason else None,
    )


@router.post(
    "/{release}/solve", summary="Say what was done about a problem",
    response_model=ShareRequest,
)  # fmt: skip
async def solve(release: str, sent: Reason, call: Acting) -> Response:
    return await _do(
        call,
        release,
        lambda id, at, case: after_sending.Solve(id, call.actor, at),
        {"reason": sent.reason},
    )


@router.post(
    "/{release}/unlock", summary="Let the recipient try again",
    response_model=ShareRequest,
)  # fmt: skip
async def unlock(release: str, sent: Reason, call: Acting) -> Response:
    """After too many wrong tries. It takes effect at once; the counts begin again."""
    return await _do(
        call,
        release,
        lambda id, at, case: after_sending.Unlock(id, call.actor, at),
        {"reason": sent.reason},
    )


@router.post(
    "/{release}/feedback", summary="Write down what came of it",
    response_model=ShareRequest,
)  # fmt: skip
async def give_feedback(release: str, sent: GivenFeedback, call: Acting) -> Response:
    """For its sender, as the recipient told them. Also after the request is closed."""
    return await _do(
        call,
        release,
        lambda id, at, case: after_sending.GiveFeedback(
            id, call.actor, at, sent.feedback
        ),
        {"said": sent.words} if sent.words else None,
    )


@router.post("/{release}/wrong-recipient", summary="It went to the wrong person")
async def wrong_recipient(release: str, sent: Reason, call: Acting) -> ShareRequest:
    """Closes it at once, and begins the checklist for advisers (see `/breaches`)."""
    reference = await _reference(call, release)
    await call.house.wrong_recipient.begin(
        call.actor, reference, sent.reason, call.once
    )
    view = await asyncio.to_thread(call.house.views.case, call.actor, reference)
    return request_of(view, call.advises)


async def _reference(call: Call, release: str) -> str:
    return await asyncio.to_thread(
        call.house.lookup.case_of_release, call.actor, release
    )


async def _do(
    call: Call, release: str, make: Make, words: Mapping[str, str] | None
) -> Response:
    reference = await _reference(call, release)
    receipt = await call.house.desk.do(
        call.actor, reference, make, words=words, once=call.once
    )
    return await request_after(call, receipt)
