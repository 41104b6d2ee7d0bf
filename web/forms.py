"""Posted fields become a checked form, or one plain sentence for each field."""

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, Protocol, TypeVar, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails

Sentences = Mapping[tuple[str, str], str]
Errors = dict[str, str]

LAST_RESORT = "Check this answer"
PARTS = ("day", "month", "year")
MONTHS = [month.lower() for month in month_name[1:]]
SHORTEST_MONTH = 3


class Posted(Protocol):
    """What was posted: names that may come more than once."""

    def get(self, key: str, /) -> object: ...
    def getlist(self, key: str, /) -> Sequence[object]: ...


class PageForm(BaseModel):
    """The answers of one page. A field left blank counts as missing."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)

    # (field, kind of error) -> what the person is told. The kind "*" stands for
    # every other kind of that field.
    sentences: ClassVar[Sentences] = {}


Form = TypeVar("Form", bound=PageForm)


def read(
    form_class: type[Form], data: Posted, *, today: date | None = None
) -> tuple[Form | None, Errors]:
    """The form, or what is wrong with it. `today` is for dates that must be past."""
    try:
        answers = _answers(form_class, data)
        return form_class.model_validate(answers, context={"today": today}), {}
    except ValidationError as exc:
        return None, errors_for(exc, form_class.sentences)


def errors_for(exc: ValidationError, sentences: Sentences) -> Errors:
    """The first error of each field, in the order of the page, in our own words."""
    errors: Errors = {}
    for error in exc.errors(include_url=False):
        field, sentence = _told(error, sentences)
        errors.setdefault(field, sentence)
    return errors


def written_date(thing: str, *, past: bool = False) -> BeforeValidator:
    """Read a date however it is written, and name `thing` when it cannot be one.

    For a field `Annotated[date, written_date("Date of birth", past=True)]`.
    """

    def reader(value: object, info: ValidationInfo) -> object:
        if value is None or isinstance(value, date):
            return value
        found = _read_date(thing, value)
        if past and found >= (info.context or {})["today"]:
            raise ValueError(f"{thing} must be in the past")
        return found

    return BeforeValidator(reader)


def read_day(thing: str, written: str) -> date:
    """One date on a line, however it is written; it names `thing` if it is none."""
    return _read_date(thing, written)


def _told(error: ErrorDetails, sentences: Sentences) -> tuple[str, str]:
    field = str(error["loc"][0]) if error["loc"] else ""
    raised = error.get("ctx", {}).get("error")
    ours = str(raised) if isinstance(raised, ValueError) else ""
    if "|" in ours:
        field, _, ours = ours.partition("|")
        return field, ours
    known = sentences.get((field, error["type"])) or ours
    return field, known or sentences.get((field, "*")) or LAST_RESORT


def _answers(form_class: type[PageForm], data: Posted) -> dict[str, object]:
    found = {name: _answer(form_class, data, name) for name in form_class.model_fields}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _answer(form_class: type[PageForm], data: Posted, name: str) -> object:
    kind = get_origin(form_class.model_fields[name].annotation)
    if kind in (list, tuple, set, frozenset):
        chosen = [_clean(value) for value in data.getlist(name)]
        return [value for value in chosen if value not in (None, "")] or None
    parts = {part: _clean(data.get(f"{name}-{part}")) for part in PARTS}
    if any(parts.values()):
        return parts
    return _clean(data.get(name))


def _clean(value: object) -> object:
    """Without what a browser or a keyboard adds by itself."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\x00", "").strip()


def _read_date(thing: str, value: object) -> date:
    day, month, year = _parts(value)
    missing = [
        f"a {name}"
        for name, part in zip(PARTS, (day, month, year), strict=True)
        if not part
    ]
    if missing:
        raise ValueError(f"{thing} must include {' and '.join(missing)}")
    if not re.fullmatch(r"\d{4}", year):
        raise ValueError(f"{thing} must have a year with 4 numbers, like 2026")
    try:
        return date(int(year), _month(month), int(day))
    except ValueError:
        raise ValueError(f"{thing} must be a real date, like 27 3 2026") from None


def _parts(value: object) -> tuple[str, str, str]:
    """Day, month and year as written in three boxes, or all in one."""
    if isinstance(value, Mapping):
        day, month, year = (str(value.get(part) or "") for part in PARTS)
        filled = [part for part in (day, month, year) if part]
        if len(filled) > 1:
            return _bare(day), month, year
        value = filled[0] if filled else ""
    return _split(str(value))


def _split(text: str) -> tuple[str, str, str]:
    words = [*re.split(r"[\s/.,\-]+", text.strip(" /.,-")), "", ""][:3]
    first, second, third = words
    if re.fullmatch(r"\d{4}", first):
        return _bare(third), second, first
    if first.isalpha():
        return _bare(second), first, third
    return _bare(first), second, third


def _bare(day: str) -> str:
    return re.sub(r"(?<=\d)(st|nd|rd|th)$", "", day.lower())


def _month(written: str) -> int:
    """The number of a month; its name may be cut short, but not to a guess."""
    name = written.lower().rstrip(".")
    if name.isdigit():
        return int(name)
    for number, month in enumerate(MONTHS, 1):
        if len(name) >= SHORTEST_MONTH and month.startswith(name):
            return number
    raise ValueError(written)
