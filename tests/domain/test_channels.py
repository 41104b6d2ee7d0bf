"""The second way to a recipient: the strongest that is there, and a number to dial."""

import pytest

from domain.channels import CHANNEL_LABELS, Channel, channel_for, dialled, last_two


@pytest.mark.parametrize(
    ("signs_in", "secret", "mobile", "channel"),
    [
        (True, "S", "07700 900150", Channel.ORGANISATION),
        (False, "S", "07700 900150", Channel.APP),
        (False, "", "07700 900150", Channel.TEXT),
        (False, "", "", Channel.PHRASE),
    ],
)
def test_the_strongest_way_that_is_there_is_taken(
    signs_in: bool, secret: str, mobile: str, channel: Channel
) -> None:
    assert channel_for(signs_in=signs_in, secret=secret, mobile=mobile) is channel


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("07700 900 150", "+447700900150"),
        ("+44 7700 900150", "+447700900150"),
        ("0044 7700 900150", "+447700900150"),
        ("+353 20 910 1234", "+353209101234"),
        ("999", ""),
        ("", ""),
        ("ring the office", ""),
    ],
)
def test_a_number_is_dialled_however_it_is_written(written: str, number: str) -> None:
    assert dialled(written) == number


def test_only_the_end_of_a_number_is_shown() -> None:
    assert last_two("+447700900150") == "50"


def test_every_way_has_words() -> None:
    assert set(CHANNEL_LABELS) == set(Channel)
