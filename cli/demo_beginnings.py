"""Synthetic cases that begin with something else than the questions."""

from casework.desk import Desk
from casework.first_steps import ask_first, show_the_way
from domain.people import Actor
from domain.preliminaries import Guide
from domain.stages import Signpost

FIRST_STEPS = ("question", "guided", "signposted")
WORRY = (
    "A child of about 8 often comes to school hungry and tired. Can I ask the school "
    "nurse about it without telling the parents first?"
)
GUIDANCE = (
    "Yes. Ask what the nurse knows that bears on your worry, and say why you ask. Talk "
    "to the parents as well, unless that could put the child at risk."
)


async def first_step(
    desk: Desk, practitioner: Actor, adviser: Actor, story: str, once: str
) -> str:
    """The reference of a case that was asked about first, or shown another way."""
    if story == "signposted":
        to = Signpost.SUBJECT_ACCESS
        return (await show_the_way(desk, practitioner, to, once=once)).reference
    reference = (await ask_first(desk, practitioner, WORRY, once=once)).reference
    if story == "guided":
        await desk.do(
            adviser,
            reference,
            lambda id, at, case: Guide(id, adviser, at),
            words={"guidance": GUIDANCE},
        )
    return reference
