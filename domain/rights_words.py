"""How requests about somebody's rights are told: labels, lines of logs, letters."""

from collections.abc import Mapping
from datetime import date

from domain.rights import Identity, Kind, Outcome, RightsRequest, Step

KIND_LABELS: dict[Kind, str] = {
    Kind.ACCESS: "A copy of what is kept about them",
    Kind.RECTIFICATION: "Something is wrong and should be put right",
    Kind.RESTRICTION: "It should not be used for now",
    Kind.OBJECTION: "They do not want it to be used",
    Kind.COMPLAINT: "They complain about what was done",
}

IDENTITY_LABELS: dict[Identity, str] = {
    Identity.KNOWN: "Somebody here knows them and has spoken to them",
    Identity.DOCUMENT: "Somebody here has seen a document with their name",
    Identity.REPRESENTATIVE: "Somebody acts for them, and has shown that they may",
    Identity.NOT_YET: "Nobody has checked yet",
}

OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.DONE: "Done as they asked",
    Outcome.IN_PART: "Done in part",
    Outcome.NOT_DONE: "Not done",
    Outcome.TAKEN_BACK: "They took it back",
}

STEP_SENTENCES: dict[Step, str] = {
    Step.OPENED: "wrote this request down",
    Step.IDENTITY_CHECKED: "checked who they are",
    Step.ACKNOWLEDGED: "told them that the complaint has come",
    Step.EXTENDED: "settled that it takes longer, until {due}",
    Step.LINKED: "linked it to {case}",
    Step.SEARCHED: "looked for the cases of this person, and found {found}",
    Step.CHOSEN: "chose what becomes of part {part} of the copy: {choice}",
    Step.MADE_READY: "gave the copy to a second person to look at",
    Step.SENT_BACK: "sent the copy back",
    Step.APPROVED: "approved the copy",
    Step.TAKEN_OUT: "downloaded the copy ({form}) to hand it over",
    Step.CORRECTED: "put a note about what is said to be wrong with {case}",
    Step.RECIPIENT_TOLD: "told the recipient of {case} of the correction",
    Step.RESTRICTED: "restricted {case}",
    Step.LIFTED: "lifted the restriction of {case}",
    Step.READ: "said why they read {case} although it is restricted",
    Step.CLOSED: "ended it: {outcome}",
    Step.REMINDED: "reminded whoever handles it that the day comes near",
    Step.DESTROYED: "destroyed what was written in it",
}

RIGHTS: dict[str, str] = {
    "rights_linked": "linked this case to a request about somebody’s rights",
    "correction_noted": "noted what is said to be wrong in this case, and what was "
    "decided about it",
    "correction_sent": "told the recipient of a correction",
    "restricted": "restricted this case: it is read for a reason only, and nothing "
    "is shared from it",
    "restriction_lifted": "lifted the restriction of this case",
    "read_restricted": "said why they read this case although it is restricted",
    "rights_decided": "ended a request about somebody’s rights that belongs to this "
    "case",
}
"""How each step reads on the timeline of the case."""


def told_of_rights(what: str, facts: Mapping[str, str]) -> str:
    """The phrase with the number of the request; empty for what is no such step."""
    phrase = RIGHTS.get(what, "")
    return f"{phrase} ({facts['request']})" if phrase and "request" in facts else phrase


def step_said(step: Step, facts: Mapping[str, str]) -> str:
    """A line of the log of a request, as one sentence without who did it."""
    known = {
        "case": facts.get("case", "a case"),
        "found": facts.get("found", "none"),
        "part": facts.get("part", ""),
        "choice": facts.get("choice", "").replace("_", " "),
        "form": facts.get("form", "").upper(),
        "due": day_said(facts.get("due", "")),
        "outcome": _outcome(facts.get("outcome", "")),
    }
    return STEP_SENTENCES[step].format(**known)


def _outcome(code: str) -> str:
    label = OUTCOME_LABELS[Outcome(code)] if code else ""
    return label[:1].lower() + label[1:]


def day_said(iso: str) -> str:
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


# Letters

WHAT_THEY_ASKED: dict[Kind, str] = {
    Kind.ACCESS: "You asked for a copy of what we keep about you.",
    Kind.RECTIFICATION: "You told us that something we keep about you is wrong.",
    Kind.RESTRICTION: "You asked us not to use what we keep about you for now.",
    Kind.OBJECTION: "You told us that you do not want us to use what we keep about "
    "you.",
    Kind.COMPLAINT: "You complained about how we used information about you.",
}

ANSWERS: dict[Outcome, str] = {
    Outcome.DONE: "We have done what you asked.",
    Outcome.IN_PART: "We have done a part of what you asked.",
    Outcome.NOT_DONE: "We have not done what you asked.",
    Outcome.TAKEN_BACK: "You took this back, so we have ended it.",
}

LETTER = """\
{day}

Our number: {number}

{asked} It came to us on {received}.

{said}

If you do not agree
You can complain to us, and we tell you within 30 days that your complaint has come. \
{ring} and give the number above. You can also complain to the Information \
Commissioner’s Office (ico.org.uk, telephone 0303 123 1113), and you can go to court.

{organisation}
"""


def letter(
    request: RightsRequest, today: date, organisation: str, telephone: str, why: str
) -> str:
    """What is said to them now: that it came, that it takes longer, or the outcome."""
    return LETTER.format(
        day=day_said(today.isoformat()),
        number=request.id,
        asked=WHAT_THEY_ASKED[request.kind],
        received=day_said(request.received_on.isoformat()),
        said=_said(request, why),
        ring=f"Ring us on {telephone}" if telephone else "Ring us",
        organisation=organisation,
    )


def _said(request: RightsRequest, why: str) -> str:
    if request.outcome is not None:
        return f"{ANSWERS[request.outcome]}\n\nWhy\n{why}"
    if request.extended and request.due_on:
        until = day_said(request.due_on.isoformat())
        return f"We need more time, until {until}.\n\nWhy\n{why}"
    if request.kind is Kind.COMPLAINT:
        return (
            "We have your complaint. We look into it without delay, and then we tell "
            "you what we found."
        )
    by = day_said(request.due_on.isoformat()) if request.due_on else ""
    return f"We have it, and we answer by {by}."
