"""The sentence that each entry of an account reads as.

An entry holds codes; names and people's own words are looked up when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.after_words import AFTER_SENDING, told_after
from domain.emergency import EMERGENCY, told_of_emergency
from domain.errors import Why
from domain.operating_words import OPERATING, told_of_operating
from domain.people import Role
from domain.release import BY_WAY, STOPPED_BECAUSE, Way
from domain.retention_words import RETENTION, told_of_retention
from domain.rights_words import RIGHTS, told_of_rights
from domain.telling_words import TELLING, told_of_telling
from domain.timeline import Entry, What

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
    What.ACKNOWLEDGED: "confirmed having received and stored the information",
    What.REFUSED_RELEASE: "said that this was not meant for them, which closed it",
    What.REVOKED: "closed the release",
    What.RELEASED: "made the information available to the recipient",
    What.RELEASE_STOPPED: "stopped the release: no approval rests on this content",
    What.MADE_READY: "made it ready for the sender to hand over",
    What.HANDED_OVER: "handed it over to the recipient",
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
    What.SUSPENDED: "stopped the link, because the directory entry of the recipient "
    "was changed",
    What.RESUMED: "looked at the recipient again, and let them open the link",
    What.BROUGHT_BACK: "was brought back from a backup. After that backup this was "
    "shared, and the record of it is lost: ask the recipient before you share it again",
    What.DESTROYED: "destroyed the words and files of this case, for ever",
    **{What(w): phrase for w, phrase in (AFTER_SENDING | TELLING | RETENTION).items()},
    **{What(w): phrase for w, phrase in (RIGHTS | OPERATING | EMERGENCY).items()},
}

SAID = (
    What.ASKED, What.REPLIED, What.ASKED_FIRST, What.GUIDED, What.COMPLETED,
    What.PROBLEM_REPORTED, What.PROBLEM_SOLVED, What.FEEDBACK_GIVEN,
    What.TOLD, What.ADVISED_TELLING, What.CORRECTION_NOTED, What.READ_RESTRICTED,
)  # fmt: skip
"""What is itself said in words: they are no reason for it."""

HANDED: dict[What, str] = {
    What.TASK_TAKEN_OVER: "took over the adviser task from {colleague}",
    What.TASK_RETURNED: "gave the adviser task back to the team, because {colleague} "
    "is no longer in it",
    What.TASK_REASSIGNED: "gave the adviser task to {colleague}",
    What.TASK_DELEGATED: "asked {colleague} to prepare the adviser task until {day}",
    What.TASK_CALLED_BACK: "took the adviser task back from {colleague}",
    What.TASK_PUT_OFF: "put the adviser task off until {day}",
    What.CANCELLED: "cancelled the request before anything was shared, as {colleague} "
    "had proposed",
}
"""What became of a task, where a colleague or a day belongs to it."""

CLASHED = "the approvals together leave nothing to share, so it is decided afresh"

BY_TELEPHONE: dict[What, str] = {
    What.CONFIRMED: "recorded what they had told the recipient by telephone",
    What.RELEASED: "kept what was told by telephone, and sent nothing to anybody",
}


@dataclass(frozen=True)
class Reading:
    """What is needed to read an entry aloud: names, questions, refusals, teams."""

    names: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[Why, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


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
        return f"{who} {_refused(entry.what)}. They were told: “{why}”"
    if not because:
        return f"{said}."
    return f"{said}: {because}" if entry.what in SAID else f"{said}, because: {because}"


PARTICIPLES = {
    "took": "taken", "gave": "given", "withdrew": "withdrawn", "began": "begun",
    "was": "been",
}  # fmt: skip


def _refused(what: What) -> str:
    """What was tried and not done, such as "would have taken the task"."""
    verb, _, rest = PHRASES[what].partition(":")[0].partition(" ")
    done = f"{PARTICIPLES.get(verb, verb)} {rest}".strip()
    return f"would have {done}, but was refused"


def _phrase(entry: Entry, reading: Reading) -> str:
    told = _of_a_place(entry, reading) or _of_a_person(entry, reading)
    told = told or told_of_retention(entry.what, dict(entry.facts))
    told = told or told_of_rights(entry.what, dict(entry.facts))
    told = told or told_of_operating(entry.what, dict(entry.facts))
    told = told or told_of_emergency(entry.what, dict(entry.facts))
    told = told or _of_a_release(entry)
    if told:
        return told
    phrase = PHRASES[entry.what]
    if entry.fact("left") == "nothing":
        phrase = f"{phrase}; {CLASHED}"
    answered = "; ".join(
        f"“{reading.questions[node]}” {VALUES[value]}"
        for node, value in entry.facts
        if node in reading.questions and value in VALUES
    )
    return f"{phrase}: {answered}" if answered else phrase


def _of_a_place(entry: Entry, reading: Reading) -> str:
    """Where another request, a telephone or a team belongs to it; else nothing."""
    if entry.what is What.OPENED and entry.fact("earlier"):
        return f"asked again about {entry.fact('earlier')}"
    if entry.what in BY_TELEPHONE and entry.fact("by") == "telephone":
        return BY_TELEPHONE[entry.what]
    if entry.what is What.PASSED_ON and entry.fact("to") in reading.places:
        return f"passed it on to {reading.places[entry.fact('to')]}"
    return ""


def _of_a_person(entry: Entry, reading: Reading) -> str:
    """Where a colleague or somebody it is about belongs to it; else nothing."""
    if entry.what in HANDED:
        colleague = reading.names.get(entry.fact("colleague"), "a colleague")
        return HANDED[entry.what].format(colleague=colleague, day=_day(entry))
    if entry.what in TELLING:
        person = reading.names.get(entry.fact("individual"), "a person")
        return told_of_telling(entry.what, person, entry.fact("decision"))
    return ""


def _of_a_release(entry: Entry) -> str:
    """Why a release was stopped, or what came after it; else nothing."""
    if entry.fact("way"):
        return f"{PHRASES[entry.what]}, {BY_WAY[Way(entry.fact('way'))]}"
    why = STOPPED_BECAUSE.get(entry.fact("why"), "")
    if entry.what is What.RELEASE_STOPPED and why:
        return f"stopped the release, and nothing was shared: {why}"
    return told_after(entry.what, dict(entry.facts))


def _day(entry: Entry) -> str:
    """The day that an entry names, as people write it."""
    iso = entry.fact("until")
    if not iso:
        return "a later day"
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


VALUES = {"yes": "Yes", "no": "No", "unsure": "I am not sure"}
