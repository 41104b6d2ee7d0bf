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

You will need this e-mail address and a security code: four words that the
sender tells you by telephone, or the way that you agreed with them. The code
is never in an e-mail. We never ask for a password.

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


def to_individual_with_code(code: str, door: str) -> Text:
    """A code that opens nothing without what only they know. It names nobody."""
    return Text(
        "There is a message for you",
        f"""There is a message for you.

Go to {door}
Your code is {code}

You also need your date of birth, or the word that you agreed with the person
you know here.

Read it when you are alone. If you did not expect this, or it is not safe for
you, you do not have to do anything. You can delete this e-mail.
""",
    )
