"""What is shown and sent about something that its sender hands over themselves."""

from datetime import datetime

from api.fields import Digest, Line, OptionalText, PastMoment, Sent, Text
from api.models import Recipient, Shown
from domain.content import Kind
from domain.release import Way


class Said(Shown):
    """One thing that goes, as it was approved."""

    text: str
    kind: Kind
    source: str
    observed_on: str


class ReadyFile(Shown):
    """A file that goes; the first is everything in one document."""

    id: str
    number: int
    label: str
    media: str
    size: int
    sha256: str


class SealedOnce(Shown):
    """A sealed file that was downloaded, and the digest of what is inside."""

    at: datetime
    sha256: str
    plain_sha256: str


class ReadyToHandOver(Shown):
    """Exactly what is given to the recipient. `digest` names it when it is recorded."""

    way: Way
    digest: str
    since: datetime
    recipient: Recipient | None
    purpose: str
    marking: str
    handling: str
    people: list[str]
    items: list[Said]
    files: list[ReadyFile]
    sealed: list[SealedOnce]


class GivenHandOver(Sent):
    """That exactly this was given: when, to whom, and how that was made sure of.

    `through` is the number, the address or the tracking number.
    """

    way: Way
    digest: Digest
    given_at: PastMoment
    name: Line
    role: Line
    checked: Text
    through: OptionalText = ""
    said: OptionalText = ""
