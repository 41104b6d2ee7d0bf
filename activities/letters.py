"""What people are written. A reference and a link without authority, never more."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.calendar import say_moment
from domain.deadlines import Whom

LONDON = ZoneInfo("Europe/London")

ASKED_AS = {
    Whom.TEAM: "",
    Whom.DEPUTY: "You are asked as a deputy of the team.\n",
    Whom.SENIOR: "You are asked as a senior of the team.\n",
    Whom.ON_CALL: "You are asked because you are on call.\n",
}


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


def to_recipient(number: str, link: str, telephone: str, until: datetime) -> Text:
    day = until.astimezone(LONDON)
    return Text(
        f"You have a secure message - reference {number}",
        f"""A message is waiting for you. Its reference is {number}.

Open it here until {day.day} {day:%B %Y}:
{link}

You will need this e-mail address and the four words that the sender gives you
by telephone. We never ask for a password.

Is it genuine? Ring {telephone or "the organisation you work with"}, or the
number you already have for them, and give the reference.

Not for you? Open the link and choose "This was not meant for me".
""",
    )


def to_individual(telephone: str, reference: str) -> Text:
    return Text(
        f"There is a message for you - reference {reference}",
        f"""There is something we would like to tell you.

Please ring {telephone or "the person you know here"} and give the reference
{reference}. They will tell you what it is about and what your rights are.

If you did not expect this, or it is not safe for you to ring, you do not
have to do anything.
""",
    )


def to_adviser(reference: str, link: str) -> Text:
    return Text(
        f"A request needs an adviser - reference {reference}",
        f"""A practitioner is waiting for advice or approval.

Reference: {reference}
Sign in to see it: {link}

Nothing is decided from this e-mail, and nothing is shared until an adviser
decides.
""",
    )


def to_adviser_with_question(reference: str, link: str) -> Text:
    return Text(
        f"A question needs an adviser - reference {reference}",
        f"""A practitioner asks for advice before anything else. The question names
nobody, and nothing is shared by answering it.

Reference: {reference}
Sign in to see it: {link}
""",
    )


def completion_reminder(reference: str, link: str) -> Text:
    return Text(
        f"Reminder: complete the record - reference {reference}",
        f"""You shared something at once because it was urgent. Its record is not
complete yet. Please write down what there was no time for.

Reference: {reference}
Sign in to do it: {link}/complete
""",
    )


def reminder(reference: str, link: str) -> Text:
    return Text(
        f"Reminder: a request is waiting for you - reference {reference}",
        f"""A request is waiting for you.

Reference: {reference}
Sign in to see it: {link}
""",
    )


def adviser_reminder(
    reference: str, link: str, due: datetime, at: datetime, whom: Whom
) -> Text:
    """To whom a silence has come; it decides nothing by itself."""
    late = due <= at
    wanted = "was needed by" if late else "is needed by"
    nobody = " Nobody has replied yet." if late else ""
    return Text(
        f"Reminder: a request needs an adviser - reference {reference}",
        f"""A practitioner is waiting for an adviser.
A reply {wanted} {say_moment(due)}.{nobody}
{ASKED_AS[whom]}
Reference: {reference}
Sign in to see it: {link}

Nothing is decided from this e-mail, and nothing is shared until an adviser
decides.
""",
    )


def nobody_answered(reference: str, link: str) -> Text:
    """To the practitioner, once the silence has come as far as it can."""
    return Text(
        f"No adviser has answered yet - reference {reference}",
        f"""No adviser has answered your request yet. We have now written to whoever is
on call. Nothing has been shared.

You do not have to wait. If somebody is in danger, ring 999. If help is needed
today, ring the service that you want to tell, and make the referral by
telephone.

Reference: {reference}
Sign in to see it: {link}
""",
    )
