"""The Jinja environment, its few filters, and `page`, which answers with a template."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from starlette.responses import HTMLResponse

from domain.calendar import say_clock
from domain.nhs_number import said_nhs_number

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"

LONDON = ZoneInfo("Europe/London")
SOON = timedelta(hours=8)
DAYS_FROM = timedelta(hours=48)

TOLD_EVERYBODY: ContextVar[str] = ContextVar("told_everybody", default="")
"""What stands on every page while this request is answered."""


@dataclass(frozen=True)
class Due:
    """How urgent a time is, and the words that say so without any colour."""

    state: Literal["late", "soon", "ok"]
    words: str


def in_london(at: datetime) -> datetime:
    """The same moment on a clock in the United Kingdom."""
    if at.tzinfo is None:
        raise ValueError("a time on a page needs its time zone")
    return at.astimezone(LONDON)


def clock(at: datetime) -> str:
    """As people say it: "9:32am", "5pm", "midday", "midnight"."""
    return say_clock(in_london(at))


def date(at: datetime) -> str:
    """The whole date: "23 November 2026"."""
    at = in_london(at)
    return f"{at.day} {at:%B} {at.year}"


def short_day(at: datetime) -> str:
    """A day in a list: "Mon 23 Nov"."""
    at = in_london(at)
    return f"{at:%a} {at.day} {at:%b}"


def moment(at: datetime) -> str:
    """Date and time together: "23 November 2026 at 9:30am"."""
    return f"{date(at)} at {clock(at)}"


def due(at: datetime, now: datetime) -> Due:
    """How `at` looks from `now`: late, soon (within 8 hours) or well ahead."""
    # In UTC: two times of one zone are subtracted as if no clock ever changed.
    left = in_london(at).astimezone(UTC) - in_london(now).astimezone(UTC)
    if abs(left) < timedelta(minutes=1):
        return Due("soon", "Due now")
    if left < timedelta():
        return Due("late", f"Overdue by {_span(-left)}")
    return Due("soon" if left <= SOON else "ok", f"Due in {_span(left)}")


def how_long(length: timedelta) -> str:
    """A length of time, not more exact than it means something: "3 days"."""
    return "less than a minute" if length < timedelta(minutes=1) else _span(length)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes < 60:
        return _counted(minutes, "minute")
    if length < DAYS_FROM:
        return _counted(minutes // 60, "hour")
    return _counted(length.days, "day")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@cache
def static_url(name: str) -> str:
    """Where a static file is, marked by its content so that it may be kept for good."""
    mark = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


@cache
def environment() -> Environment:
    """Our templates, and the component macros they are made of."""
    components = PackageLoader("govuk_frontend_jinja")
    jinja = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": components}),
            ]
        ),
        autoescape=True,
        extensions=["jinja2.ext.do"],
    )
    for words in (clock, date, short_day, moment, due, how_long):
        jinja.filters[words.__name__] = words
    jinja.filters["nhs_number"] = said_nhs_number
    jinja.globals["static_url"] = static_url
    jinja.globals["told_everybody"] = TOLD_EVERYBODY.get
    return jinja


def page(name: str, /, status: int = 200, **context: object) -> HTMLResponse:
    """Answer with a template. Pages are about people, so no copy of them is kept."""
    context.setdefault("errors", {})
    html = environment().get_template(name).render(context)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
