"""Addresses of recipients: one mailbox, the right domain, and nobody in the case."""

from dataclasses import replace
from typing import Any

import pytest

from domain.content import Individual, Verified
from domain.package import Approval, Sender, packed
from domain.recipient_checks import (
    has_foreign_letters,
    is_named,
    is_one_mailbox,
    is_same_domain,
    is_within,
    is_written_in,
    lookalike,
)
from tests.builders import NOON, content

KNOWN = ("saltmarsh.example",)


@pytest.mark.parametrize("address", ["ann.lee@saltmarsh.example", "a+b@x.y.example"])
def test_one_address_is_one_mailbox(address: str) -> None:
    assert is_one_mailbox(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@saltmarsh",
        "ann@@saltmarsh.example",
        "ann@saltmarsh.example, bo@saltmarsh.example",
        "Ann Lee <ann@saltmarsh.example>",
        "<ann@saltmarsh.example>",
        '"ann lee"@saltmarsh.example',
        "ann@saltmarsh.example\nbcc: bo@saltmarsh.example",
        "ann@[192.0.2.1]",
        "ann@saltmarsh..example",
    ],
)
def test_anything_else_is_none(address: str) -> None:
    assert not is_one_mailbox(address)


@pytest.mark.parametrize(
    ("domain", "like"),
    [
        ("saltmarsh.example", ""),
        ("mail.saltmarsh.example", ""),
        ("harbour.example", ""),
        ("saltmarhs.example", "saltmarsh.example"),  # two changed places
        ("saltmash.example", "saltmarsh.example"),  # one is missing
        ("saltmarrsh.example", "saltmarsh.example"),  # one too many
        ("saltmorsh.example", "saltmarsh.example"),  # another one
        ("sa1tmarsh.example", "saltmarsh.example"),  # a digit
        ("saltrnarsh.example", "saltmarsh.example"),  # r and n
        ("s\u0430ltmarsh.example", "saltmarsh.example"),  # a Cyrillic a
        ("xn--sltmarsh-16g.example", "saltmarsh.example"),  # the same, as it is sent
        ("saltmársh.example", "saltmarsh.example"),
    ],
)
def test_a_domain_that_only_looks_like_a_known_one_is_found(
    domain: str, like: str
) -> None:
    assert lookalike(domain, KNOWN) == like


@pytest.mark.parametrize(
    ("domain", "like"),
    [
        ("saltmarsh.gov.uk", ""),
        ("saltmarsh.co.uk", ""),
        ("saltmarsh.org.uk", ""),
        ("saltmarsh.g0v.uk", "gov.uk"),
        ("saltmarsh.gvo.uk", "gov.uk"),
        ("saltmarsh.nhs.uk.example", "nhs.uk"),
        ("saltmarsh-police-uk.example", "police.uk"),
        ("saltmarsh.polcie.uk", "police.uk"),
        ("hill.shc.uk", "sch.uk"),
    ],
)
def test_so_is_one_that_looks_like_a_public_body(domain: str, like: str) -> None:
    assert lookalike(domain, ()) == like


def test_letters_of_other_alphabets_are_noticed() -> None:
    assert has_foreign_letters("h\u0430rbour.example")
    assert has_foreign_letters("xn--hrbour-2fe.example")
    assert not has_foreign_letters("harbour.example")


def test_a_domain_belongs_to_an_organisation_with_all_below_it() -> None:
    assert is_within("kids.saltmarsh.example", KNOWN)
    assert not is_within("notsaltmarsh.example", KNOWN)


@pytest.mark.parametrize(
    "typed", ["saltmarsh.example", "@Saltmarsh.Example", " saltmarsh.example. "]
)
def test_the_domain_may_be_typed_as_people_do(typed: str) -> None:
    assert is_same_domain(typed, "ann@saltmarsh.example")


@pytest.mark.parametrize("typed", ["", "@", "saltmarsh", "saltmash.example", "example"])
def test_and_not_otherwise(typed: str) -> None:
    assert not is_same_domain(typed, "ann@saltmarsh.example")


@pytest.mark.parametrize(
    ("person", "by"),
    [
        (Individual("p", "Kim Lowe"), ""),
        (Individual("p", "Dr Rhea Stone"), "name"),
        (Individual("p", "Stone Rhea"), "name"),
        (Individual("p", "R", other_names="Bea, Rhea Stone"), "name"),
        (Individual("p", "Kim Lowe", safe_email="RHEA@example.org"), "email"),
        (Individual("p", "Name not known: Rhea Stone, perhaps"), ""),
    ],
)
def test_a_recipient_who_is_in_the_case_is_found(person: Individual, by: str) -> None:
    assert is_named(content(individuals=(person,))) == by


def test_nobody_is_named_before_a_recipient_is_chosen() -> None:
    assert is_named(replace(content(), recipient=None)) == ""


def test_a_telephone_number_is_found_however_it_is_written() -> None:
    assert is_written_in("01632 960777", ["Mum rang from 01632-960 777 at noon."])
    assert is_written_in("+44 1632 960777", ["01632 960777"])
    assert not is_written_in("01632 960777", ["Rang 101."])
    assert not is_written_in("101", ["Rang 101."])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (
            {
                "verified": "Met",
                "verified_how": Verified.DIRECTORY,
                "verified_by": "Ivo",
            },
            "Met, 5 January 2026, by Ivo",
        ),
        ({"verified_how": Verified.NOT_YET}, ""),
        ({}, ""),
    ],
)
def test_the_package_says_how_the_address_was_checked(
    how: dict[str, Any], said: str
) -> None:
    checked: dict[str, Any] = {"verified_on": "2026-01-05"} if said else {}
    to = content().recipient
    assert to is not None
    shared = replace(content(), recipient=replace(to, **checked, **how))
    made = packed("SS-1", shared, Sender("Here"), Approval(NOON), ())
    assert made.address_checked == said
