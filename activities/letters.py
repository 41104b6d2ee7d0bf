"""What people outside are written: a reference and a link without authority."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import LONDON


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
