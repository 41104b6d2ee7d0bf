"""Waits for an act's outcome; a refused one raises the refusal it records."""

import asyncio

from domain.acts import Outcome
from domain.errors import (
    CaseError,
    CaseNotFound,
    NotAccepted,
    NotAllowed,
    RuleBroken,
    Why,
)
from storage.store import Storehouse

FIRST_LOOK = 0.02
SLOWEST_LOOK = 0.25

NOT_ALLOWED = frozenset(
    {
        Why.NOT_YOUR_ROLE,
        Why.NOT_YOUR_CASE,
        Why.NOT_YOUR_ORGANISATION,
        Why.OWN_REQUEST,
        Why.CONFLICT,
        Why.SECOND_OPERATOR,
    }
)
NOT_ACCEPTED = frozenset(
    {
        Why.UNKNOWN_QUESTION,
        Why.UNREACHED_QUESTION,
        Why.UNKNOWN_INDIVIDUAL,
        Why.DAYS_OUT_OF_BOUNDS,
        Why.NOT_LONGER,
        Why.DATE_NEEDED,
        Why.DATE_PAST,
        Why.NO_SAFE_EMAIL,
        Why.HOURS_OUT_OF_BOUNDS,
    }
)


async def applied(storehouse: Storehouse, act_id: str, within: float) -> bool:
    """Whether an act is applied yet, looking for at most `within` seconds.

    Raises:
        CaseError: it was refused, with the reason on record.
    """
    pause = FIRST_LOOK
    waited = 0.0
    while True:
        outcome = await asyncio.to_thread(_outcome, storehouse, act_id)
        if outcome is not None:
            raise_refusal(outcome)
            return True
        if waited >= within:
            return False
        await asyncio.sleep(pause)
        waited += pause
        pause = min(pause * 1.5, SLOWEST_LOOK)


def _outcome(storehouse: Storehouse, act_id: str) -> Outcome | None:
    with storehouse.reading() as store:
        return store.acts.outcome(act_id)


def raise_refusal(outcome: Outcome) -> None:
    """The recorded refusal as the exception it was; nothing if it was accepted."""
    if outcome.accepted or outcome.why is None:
        return
    if outcome.why is Why.NOT_FOUND:
        raise CaseNotFound
    kind: type[CaseError] = RuleBroken
    if outcome.why in NOT_ALLOWED:
        kind = NotAllowed
    if outcome.why in NOT_ACCEPTED:
        kind = NotAccepted
    raise kind(
        outcome.why, other=outcome.other, since=outcome.since, about=outcome.about
    )
