"""What happened, and the sentence each entry reads as.

An entry holds codes; names and people's own words are looked up when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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


def entry_of(act: Act, outcome: Outcome) -> Entry:
    """The line that an act leaves, accepted or refused."""
    what = CHOSEN[act.choice] if isinstance(act, acts.Decide) else DONE[type(act)]
    return Entry(
        what=what,
        by=act.by.id,
        role=_acting_as(act),
        at=act.at,
        act=act.id,
        refused=outcome.why,
        facts=_facts(act),
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


PHRASES: dict[What, str] = {
    What.OPENED: "started this request",
    What.DESCRIBED: "changed what would be shared, about whom or with whom",
    What.ANSWERED: "answered",
    What.REPLIED: "replied to the adviser’s question",
    What.CONFIRMED: "confirmed the answers and what is to be shared",
    What.WITHDREW: "withdrew the request",
    What.WORSENED: "said that things got worse, which opened the urgent lane",
    What.ASKED: "asked the practitioner a question",
    What.APPROVED: "approved the sharing",
    What.DECLINED: "decided that this is not to be shared",
    What.ADVISED: "gave advice",
    What.REVIEWED: "reviewed the urgent share",
    What.DECIDED_TO_TELL: "decided whether a person is told",
    What.TOLD: "told a person about the sharing",
    What.ACKNOWLEDGED: "confirmed having received and stored the information",
    What.REFUSED_RELEASE: "said that this was not meant for them, which closed it",
    What.REVOKED: "closed the release",
    What.RELEASED: "made the information available to the recipient",
    What.RELEASE_STOPPED: "stopped the release: no approval rests on this content",
    What.REMINDED: "sent a reminder",
    What.LAPSED: "closed the request because it was left unfinished",
    What.EXPIRED: "ended the release because nobody collected it in time",
    What.FINISHED: "closed the case: nothing more is owed",
    What.SEALED: "sealed the record",
    What.PASSED_ON: "passed it on to another team",
    What.ASKED_FIRST: "asked an adviser a question that names nobody",
    What.GUIDED: "gave advice on the question",
    What.SETTLED: "had the advice they needed, and closed the request",
    What.SIGNPOSTED: "was shown another way, because this is not for sharing here",
    What.COMPLETED: "completed the record of the urgent share",
    What.TASK_CLAIMED: "took the adviser task",
    What.TASK_PUT_BACK: "put the adviser task back",
    What.TASK_TAKEN_OVER: "took over the adviser task",
    What.TASK_RETURNED: "gave the adviser task back to the team",
    What.TASK_REASSIGNED: "gave the adviser task to a colleague",
    What.TASK_DELEGATED: "asked a colleague to prepare the adviser task",
    What.TASK_CALLED_BACK: "took the adviser task back from a colleague",
    What.TASK_PUT_OFF: "put the adviser task off",
    What.TASK_BROUGHT_BACK: "brought the adviser task back before its day",
    What.PROPOSED: "proposed a decision to whoever decides",
}

SAID = (What.ASKED, What.REPLIED, What.ASKED_FIRST, What.GUIDED, What.COMPLETED)
"""What is itself said in words: they are no reason for it."""

HANDED: dict[What, str] = {
    What.TASK_TAKEN_OVER: "took over the adviser task from {colleague}",
    What.TASK_RETURNED: "gave the adviser task back to the team, because {colleague} "
    "is no longer in it",
    What.TASK_REASSIGNED: "gave the adviser task to {colleague}",
    What.TASK_DELEGATED: "asked {colleague} to prepare the adviser task until {day}",
    What.TASK_CALLED_BACK: "took the adviser task back from {colleague}",
    What.TASK_PUT_OFF: "put the adviser task off until {day}",
}
"""What became of a task, where a colleague or a day belongs to it."""

BY_TELEPHONE: dict[What, str] = {
    What.CONFIRMED: "recorded what they had told the recipient by telephone",
    What.RELEASED: "kept what was told by telephone, and sent nothing to anybody",
}


@dataclass(frozen=True)
class Reading:
    """What is needed to read an entry aloud: names, questions, refusals, words."""

    names: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[Why, str] = field(default_factory=dict)


def sentence(entry: Entry, reading: Reading, because: str = "") -> str:
    """The entry as one sentence a person could read aloud.

    Args:
        entry: the line.
        reading: names of people and individuals, texts of questions and refusals.
        because: the reason in the person's own words, if they gave one.
    """
    who = "Sharewell"
    if entry.role is not Role.SYSTEM:
        name = reading.names.get(entry.by, "Somebody")
        who = f"{name} ({entry.role.label})"
    said = f"{who} {_phrase(entry, reading)}"
    if entry.refused is not None:
        why = reading.refusals.get(entry.refused, entry.refused.value)
        return f"{who} tried and was refused: {PHRASES[entry.what]}. {why}"
    if not because:
        return f"{said}."
    return f"{said}: {because}" if entry.what in SAID else f"{said}, because: {because}"


def _phrase(entry: Entry, reading: Reading) -> str:
    phrase = PHRASES[entry.what]
    if entry.what is What.OPENED and entry.fact("earlier"):
        return f"asked again about {entry.fact('earlier')}"
    if entry.what in BY_TELEPHONE and entry.fact("by") == "telephone":
        return BY_TELEPHONE[entry.what]
    if entry.what in HANDED:
        colleague = reading.names.get(entry.fact("colleague"), "a colleague")
        return HANDED[entry.what].format(colleague=colleague, day=_day(entry))
    if entry.what in (What.DECIDED_TO_TELL, What.TOLD):
        person = reading.names.get(entry.fact("individual"), "a person")
        if entry.what is What.TOLD:
            return f"told {person} about the sharing"
        chosen = {"yes": "is told", "no": "is not told", "delay": "is told later"}
        return f"decided that {person} {chosen.get(entry.fact('decision'), 'is told')}"
    answered = "; ".join(
        f"“{reading.questions[node]}” {VALUES[value]}"
        for node, value in entry.facts
        if node in reading.questions and value in VALUES
    )
    return f"{phrase}: {answered}" if answered else phrase


def _day(entry: Entry) -> str:
    """The day that an entry names, as people write it."""
    iso = entry.fact("until")
    if not iso:
        return "a later day"
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


VALUES = {"yes": "Yes", "no": "No", "unsure": "I am not sure"}
