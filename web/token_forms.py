"""What is asked of a token for a program."""

from typing import Annotated, ClassVar

from pydantic import Field

from casework.tokens import GivenToken
from domain.identity import SCOPE_LABELS, Scope
from web.forms import PageForm, Sentences

DAYS = "Enter a number of days from 1 to 365"
SCOPES = [(scope.value, label) for scope, label in SCOPE_LABELS.items()]


class TokenForm(PageForm):
    """A token: what for, how far it reaches, and for how long."""

    label: Annotated[str, Field(max_length=60)]
    scope: Scope
    days: Annotated[int, Field(ge=1, le=365)]

    sentences: ClassVar[Sentences] = {
        ("label", "missing"): "Enter what it is for",
        ("label", "*"): "Use 60 characters or fewer",
        ("scope", "*"): "Choose what it may do",
        ("days", "*"): DAYS,
    }

    @property
    def given(self) -> GivenToken:
        return GivenToken(self.label, self.scope, self.days)
