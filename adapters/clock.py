"""The time, for everybody who is not told it."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
