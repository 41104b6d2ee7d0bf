"""Codes of an authenticator app: the one of now, the one of just before, no other."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from adapters.authenticator import EACH, link_of, new_secret, spaced, step_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def shown(secret: str, at: datetime) -> str:
    """What somebody's app shows."""
    return pyotp.TOTP(secret).at(at)


@pytest.mark.parametrize("late", [0, 29, 30, 59])
def test_the_code_of_now_and_the_one_before_are_right(late: int) -> None:
    secret = new_secret()
    code = shown(secret, NOON)
    later = NOON + timedelta(seconds=late)
    assert step_of(secret, code, later) == int(NOON.timestamp()) // EACH


@pytest.mark.parametrize("late", [-1, 60, 3600])
def test_a_code_of_any_other_time_is_wrong(late: int) -> None:
    secret = new_secret()
    code = shown(secret, NOON)
    assert step_of(secret, code, NOON + timedelta(seconds=late)) is None


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "0x12"]
)
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert step_of(new_secret(), typed, NOON) is None


def test_another_persons_code_is_wrong() -> None:
    assert step_of(new_secret(), shown(new_secret(), NOON), NOON) is None


def test_an_app_takes_up_the_secret_without_a_name() -> None:
    secret = new_secret()
    link = urlsplit(link_of(secret, "Security codes"))
    assert (link.scheme, link.netloc) == ("otpauth", "totp")
    assert parse_qs(link.query)["secret"] == [secret]
    assert spaced(secret).replace(" ", "") == secret
    assert len(secret) == 32
