"""Pages of a list: each begins where the one before ended, however it has grown."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

PAGE = 25

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    items: list[T]
    next: str | None


def write_cursor(place: tuple[datetime, str]) -> str:
    at, reference = place
    return urlsafe_b64encode(f"{at.isoformat()}|{reference}".encode()).decode()


def read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    """Where a page begins; a cursor that nobody gave out begins at the start."""
    if not cursor:
        return None
    try:
        at, _, reference = urlsafe_b64decode(cursor).decode().partition("|")
        return datetime.fromisoformat(at), reference
    except (NotBase64, UnicodeDecodeError, ValueError):
        return None
