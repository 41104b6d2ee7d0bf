"""Requests that begin with something else than the questions: two acts, sent as one.

Both acts take their ids from the same form, so that a repeat is the same two acts.
"""

from adapters.passwords import new_secret
from casework.desk import Desk, Receipt
from domain.content import Content
from domain.giveaways import KIND_LABELS, PERSONAL, Kind, giveaways
from domain.people import Actor
from domain.preliminaries import AskFirst, ShowTheWay
from domain.stages import Signpost

QUESTION_MOST = 2000


async def ask_first(
    desk: Desk, actor: Actor, question: str, *, once: str | None = None
) -> Receipt:
    """Put a question that names nobody to an adviser."""
    once = once or new_secret()
    opened = await desk.open(actor, Content(), once=once)
    return await desk.do(
        actor,
        opened.reference,
        lambda id, at, case: AskFirst(id, actor, at),
        words={"question": question},
        once=once,
    )


async def show_the_way(
    desk: Desk, actor: Actor, to: Signpost, *, once: str | None = None
) -> Receipt:
    """Record that something was shown another way, with nothing said about anybody."""
    once = once or new_secret()
    opened = await desk.open(actor, Content(), once=once)
    return await desk.do(
        actor,
        opened.reference,
        lambda id, at, case: ShowTheWay(id, actor, at, to),
        once=once,
    )


def to_take_out(question: str) -> str:
    """What has to go from a question that is to name nobody; empty if nothing does."""
    found = dict.fromkeys(giveaways(question, PERSONAL))
    if not found:
        return ""
    listed = ", ".join(f"{KIND_LABELS[each.kind]} ({each.text})" for each in found)
    return f"Take out what could show who it is: {listed}"


def dates_in(question: str) -> tuple[str, ...]:
    """The dates in a question. They may stay, if whoever asks has thought about it."""
    found = giveaways(question, (*PERSONAL, Kind.DATE))
    return tuple(each.text for each in found if each.kind is Kind.DATE)
