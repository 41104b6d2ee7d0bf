"""Passkeys: what cannot be one is none, and never an error of ours."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.passkeys import Made, NoPasskey, Owner, Passkeys
from adapters.passwords import new_secret

ASKING = Passkeys("https://share.example/")
CHALLENGE = new_secret()
KNOWN = Made("AAAA", "AAAA", 0)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://share.example", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("", False),
    ],
)
def test_passkeys_need_an_address_with_a_name(address: str, possible: bool) -> None:
    assert Passkeys(address).are_possible is possible


def test_a_browser_is_asked_for_this_site_and_this_challenge() -> None:
    owner = Owner("u-1", "ro@share.example", "Ro")
    asked = json.loads(ASKING.to_make(owner, CHALLENGE, ["AAAA"]))
    assert asked["rp"]["id"] == "share.example"
    assert asked["challenge"] == CHALLENGE
    assert asked["excludeCredentials"][0]["id"] == "AAAA"
    asked = json.loads(ASKING.to_show(CHALLENGE, ["AAAA"]))
    assert asked["rpId"] == "share.example"
    assert asked["allowCredentials"][0]["id"] == "AAAA"


def credentials() -> st.SearchStrategy[str]:
    """Answers that look more or less like one."""
    part = st.text("ABCabc_-=!", max_size=30) | JSON
    answer = st.fixed_dictionaries(
        {"id": part, "rawId": part, "type": st.just("public-key") | part},
        optional={
            "response": st.dictionaries(
                st.sampled_from(
                    ("clientDataJSON", "attestationObject", "authenticatorData",
                     "signature", "userHandle", "transports")
                ),
                part,
            ),
        },
    )  # fmt: skip
    return answer.map(json.dumps) | JSON.map(json.dumps) | st.text(max_size=100)


@given(credentials())
def test_whatever_a_browser_sends_is_a_passkey_or_none(answer: str) -> None:
    with pytest.raises(NoPasskey):
        ASKING.made(answer, CHALLENGE)
    with pytest.raises(NoPasskey):
        ASKING.shown(answer, CHALLENGE, KNOWN)


def test_what_is_far_too_long_is_not_looked_at() -> None:
    with pytest.raises(NoPasskey, match="TooLong"):
        ASKING.made("x" * 20_001, CHALLENGE)
