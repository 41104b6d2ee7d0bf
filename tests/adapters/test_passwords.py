"""Passwords, spoken codes, and the names of things."""

import re

from argon2 import extract_parameters

from adapters.passwords import (
    CODE_DECOY,
    DECOY,
    fingerprint,
    hash_code,
    hash_password,
    is_code,
    is_password,
    new_id,
    new_locator,
    new_reference,
    new_secret,
)
from adapters.phrases import WORDS, new_phrase

PASSWORD = "correct horse battery"


def test_only_the_right_password_is_the_password() -> None:
    hashed = hash_password(PASSWORD)
    assert is_password(PASSWORD, hashed)
    assert not is_password(PASSWORD.upper(), hashed)
    assert not is_password("", hashed)


def test_a_password_cannot_be_read_from_its_hash() -> None:
    hashed = hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed
    assert hashed != hash_password(PASSWORD)


def test_a_hash_that_is_none_matches_nothing() -> None:
    assert not is_password(PASSWORD, "")
    assert not is_password(PASSWORD, PASSWORD)


def test_a_spoken_code_may_be_typed_as_people_type() -> None:
    hashed = hash_code("acorn album amber anchor")
    for typed in ("acorn album amber anchor", " Acorn ALBUM\tamber-anchor\n"):
        assert is_code(typed, hashed)
    for wrong in ("acorn album amber", "album acorn amber anchor", "acornalbum", ""):
        assert not is_code(wrong, hashed)


def test_a_phrase_is_four_of_more_than_4_thousand_million() -> None:
    assert len(set(WORDS)) ** 4 > 4_000_000_000
    assert set(new_phrase().split()) <= set(WORDS)
    assert len(new_phrase().split()) == 4


def test_a_reference_can_be_said_and_spells_nothing() -> None:
    for _ in range(200):
        reference = new_reference("SR")
        assert re.fullmatch(r"SR-[0-9B-DF-HJKMNP-TV-Z]{4}-[0-9B-DF-HJKMNP-TV-Z]{4}",
                            reference)  # fmt: skip


def test_names_are_long_enough_that_nobody_guesses_one() -> None:
    assert len(new_secret()) >= 43
    assert len(new_locator()) == 26
    assert len(new_id("u")) == 18
    assert len({new_locator() for _ in range(100)}) == 100


def test_a_secret_is_known_again_by_its_fingerprint_only() -> None:
    secret = new_secret()
    assert fingerprint(secret) == fingerprint(secret)
    assert secret not in fingerprint(secret)
    assert fingerprint(secret) != fingerprint(new_secret())


def test_a_decoy_costs_what_a_real_hash_costs() -> None:
    real = hash_password(PASSWORD), hash_code("four words like these")
    for decoy, hashed in zip((DECOY, CODE_DECOY), real, strict=True):
        assert extract_parameters(decoy) == extract_parameters(hashed)
