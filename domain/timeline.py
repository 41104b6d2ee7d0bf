"""What happened: the entries of a case's account, each in codes only.

How an entry reads aloud is in `domain.narration`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain import acts, passing, preliminaries
from domain.acts import Act, Choice, Outcome
from domain.errors import Why
from domain.people import SYSTEM, Role


class What(StrEnum):
    OPENED = "opened"
    DESCRIBED = "described"
    ANSWERED = "answered"
    REPLIED = "replied"
    CONFIRMED = "confirmed"
    WITHDREW = "withdrew"
    WORSENED = "worsened"
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    ADVISED = "advised"
    REVIEWED = "reviewed"
    DECIDED_TO_TELL = "decided_to_tell"
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    REFUSED_RELEASE = "refused_release"
    REVOKED = "revoked"
    RELEASED = "released"
    RELEASE_STOPPED = "release_stopped"
    REMINDED = "reminded"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    FINISHED = "finished"
    SEALED = "sealed"
    PASSED_ON = "passed_on"
    ASKED_FIRST = "asked_first"
    GUIDED = "guided"
    SETTLED = "settled"
    SIGNPOSTED = "signposted"
    COMPLETED = "completed"
    TASK_CLAIMED = "task_claimed"
    TASK_PUT_BACK = "task_put_back"
    TASK_TAKEN_OVER = "task_taken_over"
    TASK_RETURNED = "task_returned"
    TASK_REASSIGNED = "task_reassigned"
    TASK_DELEGATED = "task_delegated"
    TASK_CALLED_BACK = "task_called_back"
    TASK_PUT_OFF = "task_put_off"
    TASK_BROUGHT_BACK = "task_brought_back"
    PROPOSED = "proposed"


@dataclass(frozen=True)
class Entry:
    """One line of the account. `refused` says that it was tried and refused."""

    what: What
    by: str
    role: Role
    at: datetime
    act: str | None = None
    refused: Why | None = None
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        return dict(self.facts).get(name, "")


DONE: dict[type[Act], What] = {
    acts.Open: What.OPENED,
    acts.Describe: What.DESCRIBED,
    acts.GiveAnswers: What.ANSWERED,
    acts.Reply: What.REPLIED,
    acts.Confirm: What.CONFIRMED,
    acts.Withdraw: What.WITHDREW,
    acts.Worsen: What.WORSENED,
    acts.Ask: What.ASKED,
    acts.Decide: What.APPROVED,
    acts.Review: What.REVIEWED,
    acts.Inform: What.DECIDED_TO_TELL,
    acts.MarkTold: What.TOLD,
    acts.Acknowledge: What.ACKNOWLEDGED,
    acts.RefuseRelease: What.REFUSED_RELEASE,
    acts.Revoke: What.REVOKED,
    passing.PassOn: What.PASSED_ON,
    preliminaries.AskFirst: What.ASKED_FIRST,
    preliminaries.Guide: What.GUIDED,
    preliminaries.Settle: What.SETTLED,
    preliminaries.ShowTheWay: What.SIGNPOSTED,
    preliminaries.Complete: What.COMPLETED,
}

CHOSEN: dict[Choice, What] = {
    Choice.APPROVE: What.APPROVED,
    Choice.DECLINE: What.DECLINED,
    Choice.ADVISE: What.ADVISED,
}


def entry_of(act: Act, outcome: Outcome, *, clashed: bool = False) -> Entry:
    """The line that an act leaves, accepted or refused.

    `clashed`: with this approval and those before it, nothing was left to share.
    """
    what = CHOSEN[act.choice] if isinstance(act, acts.Decide) else DONE[type(act)]
    return Entry(
        what=what,
        by=act.by.id,
        role=_acting_as(act),
        at=act.at,
        act=act.id,
        refused=outcome.why,
        facts=(*_facts(act), *((("left", "nothing"),) if clashed else ())),
    )


def own_entry(what: What, at: datetime, **facts: str) -> Entry:
    """The line that Sharewell's own moves leave."""
    return Entry(what, SYSTEM, Role.SYSTEM, at, facts=tuple(facts.items()))


ADVISERS_ACTS = (
    acts.Ask, acts.Decide, acts.Review, preliminaries.Guide, passing.PassOn,
)  # fmt: skip


def _acting_as(act: Act) -> Role:
    """In which of their roles they did it; a refused act may fit none of them."""
    advising = isinstance(act, ADVISERS_ACTS) and act.by.has(Role.ADVISER)
    likely = (Role.ADVISER,) if advising else (Role.RECIPIENT, Role.PRACTITIONER)
    held = [role for role in (*likely, *act.by.roles) if act.by.has(role)]
    return held[0] if held else Role.PRACTITIONER


def _facts(act: Act) -> tuple[tuple[str, str], ...]:
    match act:
        case acts.GiveAnswers(answers=answers) | acts.Decide(answers=answers):
            return tuple((given.node, given.value.value) for given in answers)
        case acts.Review():
            return tuple(
                (name, "yes" if getattr(act, name) else "no")
                for name in ("needed", "enough", "right_recipient")
            )
    return tuple((name, value) for name, value in _one_fact(act) if value)


def _one_fact(act: Act) -> tuple[tuple[str, str], ...]:
    match act:
        case acts.Inform(individual=individual, decision=decision):
            return (("individual", individual), ("decision", decision.value))
        case acts.MarkTold(individual=individual):
            return (("individual", individual),)
        case acts.Open(earlier=earlier):
            return (("earlier", earlier),)
        case acts.Confirm(by_telephone=spoken):
            return (("by", "telephone" if spoken else ""),)
        case passing.PassOn(to=to) | preliminaries.ShowTheWay(to=to):
            return (("to", str(to)),)
    return ()
