"""The recipients' directory: how far an entry can be relied upon, and who says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import NotAccepted, NotAllowed, Why
from domain.offices import Office
from domain.people import Actor, Role
from domain.policies import check_office

STALE_AFTER = timedelta(days=180)
"""People change their posts: after this long somebody checks again."""


class Standing(StrEnum):
    """Whether an entry counts as verified now."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    CHECK_AGAIN = "check_again"
    RETIRED = "retired"


STANDING_LABELS: dict[Standing, str] = {
    Standing.UNVERIFIED: "Not checked yet",
    Standing.VERIFIED: "Checked",
    Standing.CHECK_AGAIN: "Check again",
    Standing.RETIRED: "Not in use",
}


class CheckedBy(StrEnum):
    """How somebody made sure that a person and an address belong together."""

    CALL_BACK = "call_back"
    MET = "met"
    KNOWN = "known"


CHECKED_LABELS: dict[CheckedBy, str] = {
    CheckedBy.CALL_BACK: "Rang them back on a published number",
    CheckedBy.MET: "Met them in person",
    CheckedBy.KNOWN: "Knows them from working together",
}


@dataclass(frozen=True)
class Check:
    """A verification: how, and for a call-back where the number was found."""

    how: CheckedBy
    number_found: str = ""

    @property
    def words(self) -> str:
        """How it was verified, as a person reads it."""
        found = f", found here: {self.number_found}" if self.number_found else ""
        return f"{CHECKED_LABELS[self.how]}{found}"


def standing_of(
    verified_at: datetime | None,
    retired_at: datetime | None,
    at: datetime,
    stale_after: timedelta,
) -> Standing:
    """How far an entry that was last verified then can be relied upon at `at`."""
    if retired_at is not None:
        return Standing.RETIRED
    if verified_at is None:
        return Standing.UNVERIFIED
    fresh = at < verified_at + stale_after
    return Standing.VERIFIED if fresh else Standing.CHECK_AGAIN


def check_can_keep(actor: Actor) -> None:
    """Propose an entry, or a change to one."""
    check_office(actor, Office.KEEP_DIRECTORY)


def check_can_verify(actor: Actor, kept_by: str) -> None:
    """Verify an entry that `kept_by` wrote: an adviser, or another administrator."""
    check_office(actor, Office.CHECK_RECIPIENTS)
    if actor.id == kept_by and not actor.has(Role.ADVISER):
        raise NotAllowed(Why.OWN_ENTRY)


def check_can_retire(actor: Actor) -> None:
    """Take an entry out of use."""
    check_office(actor, Office.CHECK_RECIPIENTS)


def check_can_enrol(actor: Actor) -> None:
    """Set up an authenticator app together with somebody, or take it away."""
    check_can_retire(actor)


def check_is_whole(check: Check) -> None:
    """A call-back names where its number was found."""
    if check.how is CheckedBy.CALL_BACK and not check.number_found:
        raise NotAccepted(Why.NUMBER_NOT_FOUND, about="number_found")
