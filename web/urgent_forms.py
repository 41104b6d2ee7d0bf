"""What is typed in the urgent lane: as little as possible, and later the rest."""

import re
from contextlib import suppress
from datetime import date, datetime, time
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from domain.calendar import LONDON
from domain.content import Recipient
from web.form_fields import NAME_MOST, Short, not_ahead, work_address
from web.forms import PageForm, Sentences, written_date

TEXT_MOST = 2000
ELSE = "other"
NOBODY_CHOSEN = "Select who you are telling"
Telephone = Annotated[str, Field(pattern=r"^[0-9+][0-9 ()+-]{1,20}(x[0-9]{1,6})?$")]
"""Also a short one, like 101."""

Text = Annotated[str, Field(max_length=TEXT_MOST)]
TOO_LONG = f"This must be {TEXT_MOST:,} characters or fewer"
CLOCKS = ("%H:%M", "%H%M", "%I:%M%p", "%I%p")
WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}


def read_clock(written: object) -> time:
    """A time of the day as people write it."""
    plain = re.sub(r"\s", "", str(written).casefold())
    plain = re.sub(r"([ap])\.?m\.?$", r"\1m", plain).replace(".", ":")
    for clock in CLOCKS:
        with suppress(ValueError):
            return datetime.strptime(plain, clock).time()  # noqa: DTZ007 - no day yet
    if plain not in WORDS:
        raise ValueError("Enter the time, like 2:20pm or 14:20")
    return WORDS[plain]


class AboutForm(PageForm):
    """Who it is about, in one box: a name, or what one can say of them."""

    about: Short

    sentences: ClassVar[Sentences] = {
        ("about", "missing"): "Enter their name, or describe them",
        ("about", "*"): f"This must be {NAME_MOST} characters or fewer",
    }


class SaidForm(PageForm):
    """What the recipient needs to know, or was told."""

    said: Text

    sentences: ClassVar[Sentences] = {
        ("said", "missing"): "Enter what they need to know",
        ("said", "*"): TOO_LONG,
    }


NAMED: Sentences = {
    ("name", "missing"): "Enter their name",
    ("name", "*"): f"Name must be {NAME_MOST} characters or fewer",
    ("role", "missing"): "Enter what they do, like police sergeant",
    ("role", "*"): f"Role must be {NAME_MOST} characters or fewer",
    ("organisation", "missing"): "Enter their organisation",
    ("organisation", "*"): f"Organisation must be {NAME_MOST} characters or fewer",
    ("phone", "missing"): "Enter the telephone number",
    ("phone", "*"): "Enter a telephone number, like 01632 960 001 or 101",
}


class SomebodyElseForm(PageForm):
    """Somebody who is not in the directory, and can be sent a link."""

    name: Short
    role: Short
    organisation: Short
    email: Annotated[str, AfterValidator(work_address)]
    phone: Telephone

    sentences: ClassVar[Sentences] = {
        **NAMED,
        ("email", "missing"): "Enter their work email address",
    }

    def recipient(self) -> Recipient:
        return Recipient(
            self.name, self.role, self.organisation, self.email, self.phone
        )


class ToldForm(PageForm):
    """Who was told by telephone, on which number, when, and what."""

    name: Short
    role: Short
    organisation: Short
    phone: Telephone
    told_on: Annotated[date, written_date("The date"), AfterValidator(not_ahead)]
    told_at: Annotated[time, BeforeValidator(read_clock)]
    said: Text

    sentences: ClassVar[Sentences] = {
        **NAMED,
        ("phone", "missing"): "Enter the number you rang",
        ("told_on", "missing"): "Enter the day on which you told them",
        ("told_at", "missing"): "Enter the time, like 2:20pm",
        ("said", "missing"): "Enter what you told them",
        ("said", "*"): TOO_LONG,
    }

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.told_on, self.told_at, LONDON)

    def recipient(self) -> Recipient:
        """Somebody who was rung: nothing is ever sent to them."""
        return Recipient(self.name, self.role, self.organisation, "", self.phone)


class CompletionForm(PageForm):
    """What there was no time for."""

    urgency: Text
    told: Text
    since: Text
    put_right: Text = ""

    sentences: ClassVar[Sentences] = {
        ("urgency", "missing"): "Enter what made it urgent",
        ("told", "missing"): "Enter who was told, and when",
        ("since", "missing"): "Enter what has happened since, or that nothing has",
        ("urgency", "*"): TOO_LONG,
        ("told", "*"): TOO_LONG,
        ("since", "*"): TOO_LONG,
        ("put_right", "*"): TOO_LONG,
    }
