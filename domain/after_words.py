"""How what happened after sending reads on a timeline."""

from collections.abc import Mapping

from domain.breach import STEPS, BreachStep
from domain.chasing import Chase
from domain.release import FEEDBACK_LABELS, PROBLEM_LABELS, Feedback, RecipientProblem

AFTER_SENDING: dict[str, str] = {
    "extended": "let the link work for longer",
    "resent": "sent the recipient the email again",
    "problem_reported": "said that there is a problem",
    "problem_solved": "said what was done about the problem",
    "unlocked": "let the recipient try again after too many wrong tries",
    "new_words": "made new words for the recipient",
    "feedback_given": "said what came of it",
    "chased": "asked whether it has arrived",
    "breach_begun": "began the checklist for the wrong person",
    "breach_step": "settled a step of the checklist for the wrong person",
    "breach_ended": "finished the checklist for the wrong person",
}

CHASED: dict[str, str] = {
    Chase.RECIPIENT_WEEK: "reminded the recipient that it waits for them",
    Chase.RECIPIENT_LAST: "reminded the recipient that the link ends soon",
    Chase.SENDER_FIRST: "told the sender that the recipient has not confirmed it",
    Chase.SENDER_SECOND: "told the sender again that it is not confirmed",
    Chase.FEEDBACK: "asked the sender what came of it",
}


def told_after(what: str, facts: Mapping[str, str]) -> str:
    """What is said with the codes of an entry; empty if the usual phrase is right."""
    if what == "chased":
        return CHASED.get(facts.get("chase", ""), "")
    if what == "extended" and facts.get("days"):
        days = facts["days"]
        return f"let the link work for {days} {'day' if days == '1' else 'days'} more"
    label = _label(what, facts)
    return f"{AFTER_SENDING[what]} ({label})" if label else ""


def _label(what: str, facts: Mapping[str, str]) -> str:
    if what == "problem_reported" and facts.get("problem"):
        return PROBLEM_LABELS[RecipientProblem(facts["problem"])]
    if what == "feedback_given" and facts.get("feedback"):
        return FEEDBACK_LABELS[Feedback(facts["feedback"])]
    if what == "breach_step" and facts.get("step"):
        label = STEPS[BreachStep(facts["step"])].label
        return label if facts.get("done") == "yes" else f"{label}: not needed"
    return ""
