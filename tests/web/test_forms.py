"""Posted fields, however they are written, and the sentences people get back."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

import pytest
from pydantic import Field, ValidationError, field_validator, model_validator
from starlette.datastructures import FormData

from web.forms import (
    LAST_RESORT,
    PageForm,
    Sentences,
    errors_for,
    read,
    written_date,
)

TODAY = date(2026, 11, 23)
BORN = "Date of birth"


class Person(PageForm):
    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter their name",
        ("name", "*"): "Name must be 20 characters or fewer",
        ("known", "missing"): "Select whether they know",
        ("known", "literal_error"): "Select one of the answers",
        ("born", "missing"): "Enter their date of birth",
    }

    name: str = Field(max_length=20)
    known: Literal["yes", "no", "unsure"]
    born: Annotated[date, written_date(BORN, past=True)]
    note: str = ""
    kinds: frozenset[str] = frozenset()

    @field_validator("note")
    @classmethod
    def no_shouting(cls, note: str) -> str:
        if note and note.isupper():
            raise ValueError("Note must not be all in capitals")
        return note

    @model_validator(mode="after")
    def say_why(self) -> Self:
        if self.known == "no" and not self.note:
            raise ValueError("note|Enter why they do not know")
        return self


def posted(**fields: str) -> FormData:
    given = {
        "name": "Child A",
        "known": "yes",
        "born-day": "4",
        "born-month": "3",
        "born-year": "2016",
    } | {name.replace("born_", "born-"): value for name, value in fields.items()}
    return FormData(list(given.items()))


def wrong(**fields: str) -> dict[str, str]:
    form, errors = read(Person, posted(**fields), today=TODAY)
    assert form is None
    return errors


def test_a_right_form_has_no_errors() -> None:
    form, errors = read(Person, posted(other="ignored"), today=TODAY)
    assert errors == {}
    assert form == Person(name="Child A", known="yes", born=date(2016, 3, 4))


def test_what_browsers_add_is_taken_away() -> None:
    form, _ = read(Person, posted(note=" a\r\nb\x00 "), today=TODAY)
    assert form is not None
    assert form.note == "a\nb"


def test_a_field_left_blank_is_missing() -> None:
    form, errors = read(Person, FormData([("name", " ")]), today=TODAY)
    assert form is None
    assert list(errors.items()) == [
        ("name", "Enter their name"),
        ("known", "Select whether they know"),
        ("born", "Enter their date of birth"),
    ]


def test_several_ticks_are_all_read() -> None:
    data = FormData([*posted().multi_items(), ("kinds", "a"), ("kinds", "b")])
    form, _ = read(Person, data, today=TODAY)
    assert form is not None
    assert form.kinds == {"a", "b"}


def test_each_kind_of_error_has_its_own_sentence() -> None:
    assert wrong(name="x" * 21)["name"] == "Name must be 20 characters or fewer"
    assert wrong(known="maybe")["known"] == "Select one of the answers"
    assert wrong(note="LOUD")["note"] == "Note must not be all in capitals"


def test_a_rule_over_several_fields_speaks_at_one_of_them() -> None:
    assert wrong(known="no") == {"note": "Enter why they do not know"}


def test_nobody_ever_reads_the_librarys_own_words() -> None:
    with pytest.raises(ValidationError) as no:
        Person.model_validate({"known": "maybe"}, context={"today": TODAY})
    assert set(errors_for(no.value, {}).values()) == {LAST_RESORT}


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("4", "3", "2016"),
        ("04", "03", "2016"),
        ("4th", "March", "2016"),
        ("4", "mar", "2016"),
        ("4", "Mar.", "2016"),
        ("4 / 3 / 2016", "", ""),
        ("4-3-2016", "", ""),
        ("4.3.2016", "", ""),
        ("4 March 2016", "", ""),
        ("March 4th, 2016", "", ""),
        ("", "", "2016-03-04"),
    ],
)
def test_a_date_may_be_written_any_usual_way(day: str, month: str, year: str) -> None:
    data = posted(born_day=day, born_month=month, born_year=year)
    form, errors = read(Person, data, today=TODAY)
    assert errors == {}
    assert form is not None
    assert form.born == date(2016, 3, 4)


@pytest.mark.parametrize(
    "written", ["3 / 11 / 2026", "3 November 2026", "3rd nov 2026"]
)
def test_a_date_may_be_in_one_box_under_its_own_name(written: str) -> None:
    data = FormData({"name": "A", "known": "yes", "born": written})
    form, errors = read(Person, data, today=TODAY)
    assert errors == {}
    assert form is not None
    assert form.born == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "3", "2016", "Date of birth must include a day"),
        ("4", "", "2016", "Date of birth must include a month"),
        ("4", "", "", "Date of birth must include a month and a year"),
        ("4", "3", "16", "Date of birth must have a year with 4 numbers, like 2026"),
        ("31", "2", "2016", "Date of birth must be a real date, like 27 3 2026"),
        ("4", "13", "2016", "Date of birth must be a real date, like 27 3 2026"),
        ("4", "ma", "2016", "Date of birth must be a real date, like 27 3 2026"),
        ("four", "3", "2016", "Date of birth must be a real date, like 27 3 2026"),
        ("²", "3", "2016", "Date of birth must be a real date, like 27 3 2026"),
        ("23", "11", "2026", "Date of birth must be in the past"),
        ("1 2 3 4", "", "", "Date of birth must have a year with 4 numbers, like 2026"),
    ],
)
def test_a_date_that_cannot_be_says_what_is_wrong(
    day: str, month: str, year: str, sentence: str
) -> None:
    assert wrong(born_day=day, born_month=month, born_year=year) == {"born": sentence}
