"""What is typed about for how long things are kept."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.retention import LONGEST, Runs
from web.forms import PageForm, Sentences, written_date

MOST = 2000
REASON = "Write down the reason"
TOO_LONG = f"Write {MOST:,} characters or fewer"
YEARS = f"Enter a whole number of years from 1 to {LONGEST}"

Words = Annotated[str, Field(max_length=MOST)]
Years = Annotated[int, Field(ge=1, le=LONGEST)]


class WhyForm(PageForm):
    """Why a hold is placed or lifted."""

    reason: Words

    sentences: ClassVar[Sentences] = {
        ("reason", "missing"): REASON,
        ("reason", "*"): TOO_LONG,
    }


class ClassForm(WhyForm):
    """As what kind of record it is kept, and why."""

    code: str

    sentences: ClassVar[Sentences] = {
        **WhyForm.sentences,
        ("code", "*"): "Select the kind of record",
    }


class LongerForm(WhyForm):
    """Until when it is kept, and why."""

    until: Annotated[date, written_date("The day")]

    sentences: ClassVar[Sentences] = {
        **WhyForm.sentences,
        ("until", "missing"): "Enter the day until which it is kept",
    }


class DisposeForm(PageForm):
    """That they have looked at it, and mean it."""

    sure: Literal["yes"]

    sentences: ClassVar[Sentences] = {
        ("sure", "*"): "Tick the box if you have looked at it and are sure"
    }


class YearsForm(PageForm):
    """For how long a kind of record is kept."""

    years: Years

    sentences: ClassVar[Sentences] = {("years", "*"): YEARS}


class KindForm(YearsForm):
    """A kind of record that an organisation adds."""

    label: Annotated[str, Field(max_length=100)]
    runs: Runs
    source: Annotated[str, Field(max_length=200)] = ""

    sentences: ClassVar[Sentences] = {
        **YearsForm.sentences,
        ("label", "missing"): "Enter what kind of record it is",
        ("label", "*"): "Write 100 characters or fewer",
        ("runs", "*"): "Select from when the time runs",
        ("source", "*"): "Write 200 characters or fewer",
    }
