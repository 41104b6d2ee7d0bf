"""A notice for everybody: what it may be, and when it is shown."""

from datetime import datetime, timedelta

from domain.errors import NotAccepted, Why

WORDS_MOST = 300
LONGEST = timedelta(days=31)
"""One that stands for longer is read by nobody any more."""


def check_notice(
    words: str, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    """Whether it can be shown.

    Raises:
        NotAccepted: its times or its words cannot be used.
    """
    if not words.strip() or len(words) > WORDS_MOST:
        raise NotAccepted(Why.NOTICE_OUT_OF_BOUNDS, about="words")
    if ends_at <= at:
        raise NotAccepted(Why.NOTICE_OVER, about="ends")
    if ends_at <= starts_at:
        raise NotAccepted(Why.ENDS_BEFORE_IT_STARTS, about="ends")
    if ends_at - max(starts_at, at) > LONGEST:
        raise NotAccepted(Why.NOTICE_TOO_LASTING, about="ends")


def is_shown(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    return starts_at <= at < ends_at
