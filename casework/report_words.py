"""What the tables of a report are called, and what each of their numbers counts."""

from dataclasses import dataclass

from domain.channels import Channel
from domain.happenings import What
from domain.release import Way


@dataclass(frozen=True)
class Heading:
    """A table's title, and one sentence on what is in it."""

    title: str
    note: str


TABLES: dict[str, Heading] = {
    "started": Heading(
        "Requests started", "Every request counts in the month in which it was started."
    ),
    "ended": Heading(
        "Requests ended", "Every request counts in the month in which it ended."
    ),
    "endings": Heading(
        "How requests ended", "The requests that ended in these months."
    ),
    "refusals": Heading(
        "Why information was not shared",
        "The requests that ended as not shared, each by the last reason. Rare reasons "
        "are counted together.",
    ),
    "bases": Heading(
        "Consent and other reasons to share",
        "The requests that ended as shared, by what made the sharing lawful.",
    ),
    "advice": Heading(
        "Replies from advisers", "What advisers were asked or had to approve."
    ),
    "reviews": Heading(
        "Urgent shares and their reviews",
        "Every urgent share has to be looked at afterwards.",
    ),
    "ways": Heading(
        "How information was sent", "Each share counts once, when it was sent."
    ),
    "withheld": Heading(
        "People who have not been told",
        "As things stand today, whichever months you chose. Each decision not to tell "
        "somebody has a day on which it is looked at again.",
    ),
    "happened": Heading(
        "What went wrong", "One share can be in several lines, so there is no total."
    ),
}

WORK = {
    "in_time": "Done in time",
    "late": "Done late",
    "waiting": "Not done yet, still in time",
    "overdue": "Not done yet, overdue",
}

WITHHELD = {
    "due": "To be looked at again now",
    "soon": "Due in the next 30 days",
    "later": "Due later",
}

BASES = {
    "consent": "With consent",
    "emergency": "Because somebody was in danger",
    "other": "For another lawful reason",
}

WAYS: dict[str, str] = {
    Channel.ORGANISATION: "Secure link, signed in with their own organisation",
    Channel.APP: "Secure link, code from an authenticator app",
    Channel.TEXT: "Secure link, code by text message",
    Channel.PHRASE: "Secure link, four words told by telephone",
    Way.TELEPHONE: "Told by telephone",
    Way.IN_PERSON: "In person",
    Way.PORTAL: "The recipient’s own portal",
    Way.ACCREDITED_MAIL: "Accredited secure email",
    Way.POST: "Recorded post",
    Way.SEALED_FILE: "A sealed file",
}

HAPPENED: dict[What | None, str] = {
    What.REFUSED_RELEASE: "The recipient said that it was not meant for them",
    None: "It became known that something went to the wrong person",
    What.PROBLEM_REPORTED: "The recipient had a problem with it",
    What.REVOKED: "The sender closed it",
    What.EXPIRED: "Nobody collected it in time",
    What.SUSPENDED: "Stopped, because the recipient’s entry was changed",
}
"""None is for what is in no single line of an account."""

DECLINED, OTHER_REASON = "declined", "other_reason"

COUNTED = {
    DECLINED: "An adviser decided against it",
    OTHER_REASON: "Another reason",
    "to_advice": "From asking an adviser to their reply",
    "to_share": "From starting a request to sharing",
}
