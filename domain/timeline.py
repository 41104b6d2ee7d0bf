"""What happened: the entries of a case's account, each in codes only.

How an entry reads aloud is in `domain.narration`.
"""

from dataclasses import dataclass
from datetime import datetime

from domain import (
    acts,
    after_sending,
    handing_over,
    operating,
    passing,
    preliminaries,
    telling,
)
from domain.acts import Act, Choice, Outcome
from domain.errors import Why
from domain.happenings import What
from domain.people import SYSTEM, Role

__all__ = ["What"]


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
    handing_over.HandOver: What.HANDED_OVER,
    passing.PassOn: What.PASSED_ON,
    preliminaries.AskFirst: What.ASKED_FIRST,
    preliminaries.Guide: What.GUIDED,
    preliminaries.Settle: What.SETTLED,
    preliminaries.ShowTheWay: What.SIGNPOSTED,
    preliminaries.Complete: What.COMPLETED,
    telling.WriteNotice: What.WROTE_NOTICE,
    telling.LookAtNotice: What.AGREED_NOTICE,
    telling.AdviseTelling: What.ADVISED_TELLING,
    after_sending.Extend: What.EXTENDED,
    after_sending.Resend: What.RESENT,
    after_sending.ReportProblem: What.PROBLEM_REPORTED,
    after_sending.Solve: What.PROBLEM_SOLVED,
    after_sending.Unlock: What.UNLOCKED,
    after_sending.GiveFeedback: What.FEEDBACK_GIVEN,
    operating.GiveTime: What.GAVE_TIME,
    operating.Cancel: What.CANCELLED,
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
    return Entry(
        what=_what(act),
        by=act.by.id,
        role=_acting_as(act),
        at=act.at,
        act=act.id,
        refused=outcome.why,
        facts=(*_facts(act), *((("left", "nothing"),) if clashed else ())),
    )


def _what(act: Act) -> What:
    if isinstance(act, acts.Decide):
        return CHOSEN[act.choice]
    if isinstance(act, telling.LookAtNotice) and not act.agreed:
        return What.SENT_BACK_NOTICE
    return DONE[type(act)]


def own_entry(what: What, at: datetime, **facts: str) -> Entry:
    """The line that Sharewell's own moves leave."""
    return Entry(what, SYSTEM, Role.SYSTEM, at, facts=tuple(facts.items()))


ADVISERS_ACTS = (
    acts.Ask, acts.Decide, acts.Review, preliminaries.Guide, passing.PassOn,
    *telling.TELLING_ACTS,
)  # fmt: skip


OPERATORS_ACTS = (operating.GiveTime, operating.Cancel)


def _acting_as(act: Act) -> Role:
    """In which of their roles they did it; a refused act may fit none of them."""
    advising = isinstance(act, ADVISERS_ACTS) and act.by.has(Role.ADVISER)
    likely = (Role.ADVISER,) if advising else (Role.RECIPIENT, Role.PRACTITIONER)
    if isinstance(act, OPERATORS_ACTS):
        likely = (Role.OPERATIONS,)
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
    if type(act) in ITS_FACT:
        name = ITS_FACT[type(act)]
        return ((name, str(getattr(act, name))),)
    return tuple((name, value) for name, value in _one_fact(act) if value)


ITS_FACT: dict[type[Act], str] = {
    acts.MarkTold: "individual",
    telling.WriteNotice: "individual",
    telling.LookAtNotice: "individual",
    handing_over.HandOver: "way",
    after_sending.Extend: "days",
    operating.GiveTime: "hours",
    operating.Cancel: "colleague",
    after_sending.ReportProblem: "problem",
    after_sending.GiveFeedback: "feedback",
}
"""The one code that an entry of such an act holds, by its name."""


def _one_fact(act: Act) -> tuple[tuple[str, str], ...]:
    match act:
        case acts.Inform(individual=individual, decision=decision):
            return (("individual", individual), ("decision", decision.value))
        case telling.AdviseTelling(individual=individual, decision=decision):
            return (("individual", individual), ("decision", decision.value))
        case acts.Open(earlier=earlier):
            return (("earlier", earlier),)
        case acts.Confirm(by_telephone=spoken, way=way):
            return (("by", "telephone" if spoken else ""), ("way", str(way or "")))
        case passing.PassOn(to=to) | preliminaries.ShowTheWay(to=to):
            return (("to", str(to)),)
    return ()
