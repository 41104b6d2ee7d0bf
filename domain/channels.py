"""The second way to a recipient: how they prove that it is them, besides the email.

Which one it is for a release is settled when it is made. It never changes with the
directory; only its sender can go back to the spoken words.
"""

from enum import StrEnum


class Channel(StrEnum):
    """Where a security code comes from; the strongest that is there is taken."""

    ORGANISATION = "organisation"
    APP = "app"
    TEXT = "text"
    PHRASE = "phrase"


CHANNEL_LABELS: dict[Channel, str] = {
    Channel.ORGANISATION: "They sign in with their own organisation",
    Channel.APP: "A code from the authenticator app on their phone",
    Channel.TEXT: "A code by text message",
    Channel.PHRASE: "Four words that you tell them by telephone",
}


def channel_for(*, signs_in: bool, secret: str, mobile: str) -> Channel:
    """The strongest of what a verified recipient has."""
    if signs_in:
        return Channel.ORGANISATION
    if secret:
        return Channel.APP
    return Channel.TEXT if mobile else Channel.PHRASE


def dialled(number: str) -> str:
    """A number as a carrier takes it, such as +447700900001; empty if it is none."""
    digits = "".join(each for each in number if each.isdigit())
    if digits.startswith("0"):
        digits = f"44{digits[1:]}" if not digits.startswith("00") else digits[2:]
    return f"+{digits}" if 10 <= len(digits) <= 15 else ""


def last_two(number: str) -> str:
    """As much of a number as may be shown or written in a log."""
    return "".join(each for each in number if each.isdigit())[-2:]
