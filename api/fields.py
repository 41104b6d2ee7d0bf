"""The kinds of fields that people may send, each with its limits."""

import unicodedata
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic import StringConstraints as Limits

from adapters.clock import now
from domain.nhs_number import as_nhs_number, fault_of_nhs_number

LONDON = ZoneInfo("Europe/London")
LONGEST_LINE = 200
LONGEST_TEXT = 2000
LONGEST_EMAIL = 254
LONGEST_DIGEST = 64


class Sent(BaseModel):
    """A body that somebody sends. A misspelt field is a fault, not a silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


def today() -> date:
    """The date on a clock in the United Kingdom."""
    return now().astimezone(LONDON).date()


def _on_one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("write this on one line")
    return text


def _readable(text: str) -> str:
    odd = (each for each in text if unicodedata.category(each) in ("Cc", "Cs"))
    if any(each not in "\n\r\t" for each in odd):
        raise ValueError("leave out characters that nobody can read")
    return text


def _written(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("write the date as text, like 2026-11-22")
    return value


def _nhs_number(value: str) -> str:
    fault = fault_of_nhs_number(value) if value else ""
    if fault:
        raise ValueError(fault)
    return as_nhs_number(value)


def _not_future(value: date) -> date:
    if value > today():
        raise ValueError("the date must be today or in the past")
    return value


def _written_moment(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("write the time as text, like 2026-11-22T14:20:00+00:00")
    return value


def _zoned(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("write the time with its time zone, like 14:20:00+00:00")
    return value


def _not_ahead(value: datetime) -> datetime:
    if _zoned(value) > now():
        raise ValueError("the time must be in the past")
    return value


Line = Annotated[
    str,
    Limits(strip_whitespace=True, min_length=1, max_length=LONGEST_LINE),
    AfterValidator(_on_one_line),
]
OptionalLine = Annotated[
    str,
    Limits(strip_whitespace=True, max_length=LONGEST_LINE),
    AfterValidator(_on_one_line),
]
Text = Annotated[
    str,
    Limits(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_readable),
]
OptionalText = Annotated[
    str,
    Limits(strip_whitespace=True, max_length=LONGEST_TEXT),
    AfterValidator(_readable),
]
Email = Annotated[
    str,
    Limits(
        strip_whitespace=True,
        max_length=LONGEST_EMAIL,
        pattern=r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$",
    ),
    AfterValidator(_on_one_line),
]
NhsNumber = Annotated[
    str,
    Limits(strip_whitespace=True, max_length=LONGEST_LINE),
    AfterValidator(_nhs_number),
]
Day = Annotated[date, BeforeValidator(_written)]
PastDay = Annotated[Day, AfterValidator(_not_future)]
AnyMoment = Annotated[
    datetime, BeforeValidator(_written_moment), AfterValidator(_zoned)
]
PastMoment = Annotated[
    datetime, BeforeValidator(_written_moment), AfterValidator(_not_ahead)
]
Digest = Annotated[str, Limits(max_length=LONGEST_DIGEST)]
