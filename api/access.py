"""What was seen of a release, by whom: for its sender and their advisers."""

from datetime import datetime

from fastapi import APIRouter

from api.answering import READING
from api.asking import Asking
from api.models import Shown
from domain.access import Access

router = APIRouter(prefix="/releases", tags=["releases"], responses=READING)


class AccessLine(Shown):
    """One line of the log of a release. Only ever added to, and chained."""

    number: int
    at: datetime
    what: Access
    by: str
    role: str
    """`recipient`, `system`, or `staff`."""
    sentence: str
    network: str
    browser: str
    codes: dict[str, str | int]
    words: str
    """What the recipient wrote: their role, or their own reference."""
    hash: str


class FileUse(Shown):
    """How often a file was asked for, of how often it may be."""

    number: int
    label: str
    used: int
    allowed: int


class AccessLog(Shown):
    """The log of a release, newest first. `fingerprint` stands for its address."""

    release: str
    fingerprint: str
    lines: list[AccessLine]
    files: list[FileUse]


@router.get("/{release}/log", summary="What was seen, by whom")
def log(release: str, call: Asking) -> AccessLog:
    """For its sender, or an adviser. Whoever may not see the request finds nothing."""
    reference = call.house.lookup.case_of_release(call.actor, release)
    return AccessLog.model_validate(
        call.house.access_log.of_case(call.actor, reference)
    )
