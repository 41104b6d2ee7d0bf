"""What a sender writes down who has handed something over themselves."""

from datetime import date, datetime, time
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from domain.calendar import LONDON
from domain.handing_over import CHECKED, NAME, ROLE, SAID, THROUGH
from web.form_fields import NAME_MOST, Short, not_ahead
from web.forms import PageForm, Sentences, written_date
from web.urgent_forms import read_clock

MOST = 1000
TOO_LONG = f"This must be {MOST:,} characters or fewer"


class HandOverForm(PageForm):
    """When it was given to whom, how that was made sure of, and through what."""

    given_on: Annotated[date, written_date("The date"), AfterValidator(not_ahead)]
    given_at: Annotated[time, BeforeValidator(read_clock)]
    name: Short
    role: Short
    checked: Annotated[str, Field(max_length=MOST)]
    through: Annotated[str, Field(max_length=MOST)] = ""
    said: Annotated[str, Field(max_length=MOST)] = ""
    exactly: Literal["yes"]

    sentences: ClassVar[Sentences] = {
        ("given_on", "missing"): "Enter the day on which you gave it to them",
        ("given_at", "missing"): "Enter the time, like 2:20pm",
        ("name", "missing"): "Enter the name of the person who got it",
        ("name", "*"): f"Name must be {NAME_MOST} characters or fewer",
        ("role", "missing"): "Enter what they do, like duty social worker",
        ("role", "*"): f"Role must be {NAME_MOST} characters or fewer",
        ("checked", "missing"): "Enter how you made sure that it was them",
        ("checked", "*"): TOO_LONG,
        ("through", "*"): TOO_LONG,
        ("said", "*"): TOO_LONG,
        ("exactly", "*"): "Tick to say that you gave them exactly this. If you did "
        "not, ring an adviser first",
    }

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.given_on, self.given_at, LONDON)

    @property
    def words(self) -> dict[str, str]:
        said = {
            NAME: self.name,
            ROLE: self.role,
            CHECKED: self.checked,
            THROUGH: self.through,
            SAID: self.said,
        }
        return {name: text for name, text in said.items() if text}
