"""What is kept of who did what with a release: steps, from where, and their words.

It holds codes and counts; what a person wrote is sealed apart.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from domain.package import CONDITIONS

RECIPIENT = "recipient"


class Access(StrEnum):
    """One thing that happened to a release, from when it left to when it was gone."""

    RELEASED = "released"
    MADE_READY = "made_ready"
    TAKEN_OUT = "taken_out"
    SEALED_FOR_THEM = "sealed_for_them"
    HANDED_OVER = "handed_over"
    NOTIFIED = "notified"
    NOT_DELIVERED = "not_delivered"
    OPENED = "opened"
    CODE_SENT = "code_sent"
    CODE_WRONG = "code_wrong"
    CODE_RIGHT = "code_right"
    TERMS_ACCEPTED = "terms_accepted"
    READ = "read"
    GRANTED = "granted"
    FETCHED = "fetched"
    ACKNOWLEDGED = "acknowledged"
    PROBLEM = "problem"
    MORE_TIME = "more_time"
    EXTENDED = "extended"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    NEW_WORDS = "new_words"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVOKED = "revoked"
    NOT_FOR_ME = "not_for_me"
    EXPIRED = "expired"
    PURGED = "purged"
    KEY_DESTROYED = "key_destroyed"


ACCESS_LABELS: dict[Access, str] = {
    Access.RELEASED: "The link was made",
    Access.MADE_READY: "It was made ready for its sender to hand over",
    Access.TAKEN_OUT: "Its sender downloaded a file to hand over",
    Access.SEALED_FOR_THEM: "Its sender downloaded the sealed file",
    Access.HANDED_OVER: "Its sender handed it over",
    Access.NOTIFIED: "The email with the link was sent",
    Access.NOT_DELIVERED: "The email with the link did not arrive",
    Access.OPENED: "The link was opened",
    Access.CODE_SENT: "A code was sent",
    Access.CODE_WRONG: "A wrong code was given",
    Access.CODE_RIGHT: "The right code was given",
    Access.TERMS_ACCEPTED: "The rules were accepted",
    Access.READ: "The information was on the screen",
    Access.GRANTED: "A download was begun",
    Access.FETCHED: "A file was downloaded to its end",
    Access.ACKNOWLEDGED: "They said that they have it",
    Access.PROBLEM: "They reported a problem",
    Access.MORE_TIME: "They asked for more time",
    Access.EXTENDED: "They were given more time",
    Access.LOCKED: "The link was locked",
    Access.UNLOCKED: "The link was unlocked",
    Access.NEW_WORDS: "New words were made for the telephone",
    Access.SUSPENDED: "The link was stopped",
    Access.RESUMED: "The link was let go on",
    Access.REVOKED: "The link was closed",
    Access.NOT_FOR_ME: "Somebody said that it was not meant for them",
    Access.EXPIRED: "The link ended",
    Access.PURGED: "The copy for the recipient was deleted",
    Access.KEY_DESTROYED: "Its key was destroyed",
}


class Fault(StrEnum):
    """What a recipient says is wrong with what they were sent."""

    CANNOT_OPEN = "cannot_open"
    INCOMPLETE = "incomplete"


FAULT_LABELS: dict[Fault, str] = {
    Fault.CANNOT_OPEN: "I cannot open a file",
    Fault.INCOMPLETE: "Something is missing",
}


@dataclass(frozen=True)
class Where:
    """From where, as coarsely as will do: a network, and a family of browsers."""

    network: str = ""
    browser: str = ""


NOWHERE = Where()


@dataclass(frozen=True)
class AccessLine:
    """One line, before it has its place. The same `once` twice is one line.

    `words` are the recipient's own, such as their role; nobody's else.
    """

    what: Access
    by: str
    at: datetime
    once: str = ""
    where: Where = NOWHERE
    codes: dict[str, str | int] = field(default_factory=dict)
    words: str = ""


TERMS_VERSION = sha256("\n".join(CONDITIONS).encode()).hexdigest()[:12]
"""Which wording of the conditions a recipient accepted: it changes as they do."""


def fingerprint_of(locator: str) -> str:
    """How a release is named where its address must not stand."""
    return sha256(locator.encode()).hexdigest()[:12]
