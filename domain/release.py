"""A release as everybody but the recipient's pages knows it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReleaseState(StrEnum):
    PREPARING = "preparing"
    AVAILABLE = "available"
    ACKNOWLEDGED = "acknowledged"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_FOR_ME = "not_for_me"
    TELEPHONED = "telephoned"
    TO_HAND_OVER = "to_hand_over"
    HANDED_OVER = "handed_over"


RELEASE_LABELS: dict[ReleaseState, str] = {
    ReleaseState.PREPARING: "Being made ready",
    ReleaseState.AVAILABLE: "Waiting for the recipient",
    ReleaseState.ACKNOWLEDGED: "Received and confirmed",
    ReleaseState.EXPIRED: "Not collected in time",
    ReleaseState.REVOKED: "Closed by the sender",
    ReleaseState.TELEPHONED: "Told by telephone",
    ReleaseState.TO_HAND_OVER: "Ready for the sender to hand over",
    ReleaseState.HANDED_OVER: "Handed over by the sender",
    ReleaseState.NOT_FOR_ME: "Closed: it reached the wrong person",
}


@dataclass(frozen=True)
class Release:
    """Exactly what left, by its id, and until when it can be collected.

    `digest` is of the document that it was packed into.
    """

    id: str
    at: datetime
    expires_at: datetime
    state: ReleaseState = ReleaseState.AVAILABLE
    received_at: datetime | None = None
    digest: str = ""


class Way(StrEnum):
    """How a sender gets it to the recipient themselves, where no link is sent."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    PORTAL = "portal"
    ACCREDITED_MAIL = "accredited_mail"
    POST = "post"
    SEALED_FILE = "sealed_file"


WAY_LABELS: dict[Way, str] = {
    Way.TELEPHONE: "I ring them and tell them",
    Way.IN_PERSON: "I see them in person",
    Way.PORTAL: "Their own secure portal",
    Way.ACCREDITED_MAIL: "Secure email that both of us have, such as NHSmail or CJSM",
    Way.POST: "Recorded post",
    Way.SEALED_FILE: "A sealed file that only their key opens",
}
"""As its sender chooses between them."""

BY_WAY: dict[Way, str] = {
    Way.TELEPHONE: "by telephone",
    Way.IN_PERSON: "in person",
    Way.PORTAL: "through the recipient’s own portal",
    Way.ACCREDITED_MAIL: "by accredited secure email",
    Way.POST: "by recorded post",
    Way.SEALED_FILE: "as a sealed file",
}
"""As it is told afterwards."""


class RecipientProblem(StrEnum):
    """What keeps the recipient from using what was shared."""

    CANNOT_OPEN = "cannot_open"
    INCOMPLETE = "incomplete"
    MORE_TIME = "more_time"


PROBLEM_LABELS: dict[RecipientProblem, str] = {
    RecipientProblem.CANNOT_OPEN: "They cannot open or read something",
    RecipientProblem.INCOMPLETE: "Something is missing or not clear",
    RecipientProblem.MORE_TIME: "They need more time",
}


class Feedback(StrEnum):
    """What came of it at the recipient."""

    REFERRAL = "referral"
    INFORMATION = "information"
    NO_ACTION = "no_action"
    PASSED_ON = "passed_on"
    OTHER = "other"


FEEDBACK_LABELS: dict[Feedback, str] = {
    Feedback.REFERRAL: "Accepted as a referral",
    Feedback.INFORMATION: "Kept for information only",
    Feedback.NO_ACTION: "No further action",
    Feedback.PASSED_ON: "Passed on to another service",
    Feedback.OTHER: "Something else",
}


class Stopped(StrEnum):
    """Why a release was not made."""

    WITHDRAWN = "withdrawn"
    """It is not to be shared any more."""
    LICENCE = "licence"
    """No approval on record permits it."""
    CONTENT = "content"
    """What is stored is not what was approved."""
    RECIPIENT = "recipient"
    """The directory knows the recipient otherwise than who approved it."""
    PACKAGE = "package"
    """What was made ready before is not what is made ready now."""
    INFECTED = "infected"
    """There is a virus in one of the files."""
    RESTRICTED = "restricted"
    """Somebody asked that it is not used for now."""


STOPPED_BECAUSE: dict[str, str] = {
    Stopped.WITHDRAWN: "it was not to be shared any more",
    Stopped.LICENCE: "no approval on record permits it",
    Stopped.CONTENT: "what is stored is not what was approved",
    Stopped.RECIPIENT: "the recipient in the directory changed after the approval",
    Stopped.PACKAGE: "what was made ready twice was not the same both times",
    Stopped.INFECTED: "there is a virus in one of the files",
    Stopped.RESTRICTED: "this case is restricted",
}


@dataclass(frozen=True)
class Made:
    """What came of one step of sharing: a release, or why there is none."""

    release: Release | None = None
    stopped: Stopped | None = None
