"""What is sent and answered about telling people: texts, how it stands, templates."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StrictBool

from api.fields import Digest, Line, OptionalLine, Sent, Text
from api.models import Shown
from api.organisation_models import WithManner
from domain.informing import Method, Told
from domain.person_notices import LONGEST, Version

Notice = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class DraftNotice(Shown):
    """A text made from the template. `second_look`: an adviser looks at it first."""

    individual: str
    version: Version
    text: str
    digest: str
    second_look: bool


class GivenNotice(Sent):
    """Exactly this text is approved. `word` is what the person shows they know.

    Without a word it is their date of birth. It is needed only for an e-mail.
    """

    individual: Line
    version: Version
    text: Notice
    digest: Digest
    word: OptionalLine = ""


class GivenLook(Sent):
    """Whether exactly this text may go, and why."""

    individual: Line
    digest: Digest
    agreed: StrictBool
    reason: Text


class GivenAdvice(Sent):
    """Whether somebody should be told, and why. Their practitioner decides."""

    individual: Line
    decision: Told
    advice: Text


class GivenAnswered(Sent):
    individual: Line


class Telling(Shown):
    """How telling one person stands.

    `needs_text`, `waits_for_adviser`: what stands between the decision and the deed.
    `failing`: our e-mail does not get through; what was shared is not affected.
    """

    individual: str
    name: str
    decision: Told | None
    method: Method | None
    reason: str
    review_on: date | None
    text: str
    digest: str
    needs_text: bool
    waits_for_adviser: bool
    sent_back_because: str
    asks_adviser: bool
    advice: Told | None
    advice_words: str
    told_on: date | None
    told_at: datetime | None
    said: str
    failing: bool
    opened_at: datetime | None
    read_at: datetime | None
    stopped_at: datetime | None
    question: str
    question_open: bool


class Tellings(Shown):
    items: list[Telling]


class Withheld(Shown):
    """Somebody who is not told, or not yet; `is_due` once their day has come."""

    reference: str
    individual: str
    decision: Told
    review_on: date
    is_due: bool
    decided_by: str
    decided_at: datetime


class WithheldList(Shown):
    items: list[Withheld]


class GivenTemplate(Sent):
    """A text with words in braces that are filled in for each person."""

    text: Notice


class SettledTemplate(GivenTemplate, WithManner):
    """A text to use, from when, and why."""


class Template(Shown):
    """A text as it is used, and how it reads with invented words."""

    version: Version
    text: str
    is_own: bool
    preview: str


class Templates(Shown):
    items: list[Template]
    filled_in: dict[str, str]
