"""Commands for accounts that are locked or lost, and for tokens and programs."""

import json

import pytest

from tests.cli.commands import sharewell

EMAIL = "kit@hill.example"
LOST = "Lost on the train."


@pytest.fixture
def kit(place: dict[str, str]) -> dict[str, str]:
    """A place where somebody has an account."""
    sharewell("organisation", "add", "hill", "--name", "Hill School", env=place)
    added = sharewell(
        *("user", "add", EMAIL, "--name", "Kit Dale", "--role", "adviser"),
        *("--organisation", "hill", "--generate"),
        env=place,
    )
    assert added.returncode == 0, added.stderr
    return place


def test_an_account_is_unlocked_signed_out_and_loses_its_second_step(
    kit: dict[str, str],
) -> None:
    for words, said in (
        (("user", "unlock", EMAIL), "Unlocked"),
        (("user", "sign-out", EMAIL), "0 browsers"),
        (("user", "reset-second-step", EMAIL, "--reason", LOST), "Taken away"),
        (("user", "new-password", EMAIL), "on its way"),
    ):
        done = sharewell(*words, env=kit)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("user", "unlock", "nobody@hill.example"), "no account"),
        (("user", "reset-second-step", EMAIL, "--reason", " "), "Say why"),
        (("token", "list", "nobody@hill.example"), "no account"),
        (("token", "create", EMAIL, "--expires", "366d"), "365d"),
        (("token", "create", EMAIL, "--expires", "never"), "90d"),
        (("token", "create", EMAIL, "--scope", "all"), "arrange"),
        (
            ("program", "add", "A", "--role", "adviser", "--organisation", "hill"),
            "nothing else",
        ),
        (
            ("program", "add", "A", "--role", "operations", "--organisation", "x"),
            "no organisation",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    kit: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    refused = sharewell(*words, env=kit)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_a_token_is_printed_once_listed_and_ended(kit: dict[str, str]) -> None:
    made = sharewell("token", "create", EMAIL, "--scope", "read", env=kit)
    assert made.stdout.startswith("shw_")
    listed = sharewell("token", "list", EMAIL, "--json", env=kit)
    assert made.stdout.strip() not in listed.stdout
    token = json.loads(listed.stdout)[0]
    assert (token["scope"], token["over"]) == ("read", False)
    ended = sharewell("token", "end", EMAIL, token["name"], env=kit)
    assert ended.returncode == 0
    assert json.loads(sharewell("token", "list", EMAIL, "--json", env=kit).stdout) == []


def test_a_program_gets_a_token(kit: dict[str, str]) -> None:
    words = ("program", "add", "Case system", "--role", "practitioner")
    made = sharewell(*words, "--organisation", "hill", env=kit)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("shw_")
