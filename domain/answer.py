"""One answer, as a case keeps it."""

from dataclasses import dataclass
from datetime import datetime

from domain.rules import AnswerValue


@dataclass(frozen=True)
class Answer:
    """One answer to one question; `about` is an individual for the inform step."""

    node: str
    value: AnswerValue
    by: str
    at: datetime
    about: str = ""
