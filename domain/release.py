"""A release as everybody but the recipient's pages knows it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReleaseState(StrEnum):
    AVAILABLE = "available"
    ACKNOWLEDGED = "acknowledged"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_FOR_ME = "not_for_me"
    TELEPHONED = "telephoned"


RELEASE_LABELS: dict[ReleaseState, str] = {
    ReleaseState.AVAILABLE: "Waiting for the recipient",
    ReleaseState.ACKNOWLEDGED: "Received and confirmed",
    ReleaseState.EXPIRED: "Not collected in time",
    ReleaseState.REVOKED: "Closed by the sender",
    ReleaseState.TELEPHONED: "Told by telephone",
    ReleaseState.NOT_FOR_ME: "Closed: it reached the wrong person",
}


@dataclass(frozen=True)
class Release:
    """Exactly what left, by its id, and until when it can be collected."""

    id: str
    at: datetime
    expires_at: datetime
    state: ReleaseState = ReleaseState.AVAILABLE
