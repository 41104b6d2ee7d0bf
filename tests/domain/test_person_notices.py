"""What one person is told: of nobody else, whatever is in the request."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.content import Barred, Content, Individual, Item, Kind, Recipient
from domain.errors import Why
from domain.person_notices import (
    DEFAULTS,
    Block,
    Ground,
    Version,
    blocks,
    digest_of,
    fault_in,
    generated,
    plain_answer,
    template_faults,
)
from tests.architecture.reading import grade
from tests.builders import content

AGE = 5
OLDEST = {Version.PLAIN: 12, Version.CHILD: 11, Version.EASY: 11}
GROUND = Ground("Wick Hall School", "01632 960888", "SR-7K3M-9QXD", "2026-11-23")

ZOHRA = Individual("zohra", "Zohra Quill", protected_address=True)
ANSELM = Individual("anselm", "Anselm Vane", other_names="Ansi")


def text_for(person: Individual, of: Content, version: Version = Version.PLAIN) -> str:
    return generated(DEFAULTS[version], of, person, GROUND)


def sentences(text: str) -> list[str]:
    lines = [line for block in blocks(text) for line in block.lines]
    found = [s for line in lines for s in re.split(r"(?<=[.?!:])\s+", line)]
    return [each for each in found if len(each.split()) >= 3]


@pytest.mark.parametrize("version", Version)
def test_each_version_reads_for_those_it_is_written_for(version: Version) -> None:
    said = sentences(text_for(ANSELM, content(), version))
    assert grade(said) + AGE <= OLDEST[version]
    longest = 12 if version is Version.EASY else 22
    assert [each for each in said if len(each.split()) > longest] == []


def test_the_easy_version_has_one_idea_on_each_line() -> None:
    for block in blocks(DEFAULTS[Version.EASY]):
        for line in block.lines:
            assert len(re.findall(r"[.?!](?:\s|$)", line)) <= 1, line


@pytest.mark.parametrize("version", Version)
def test_a_usual_text_says_who_what_whom_why_and_how_to_complain(
    version: Version,
) -> None:
    assert template_faults(DEFAULTS[version]) == []
    text = text_for(ANSELM, content(individuals=(ANSELM,)), version)
    for said in (GROUND.organisation, GROUND.telephone, "ico.org.uk", "Anselm Vane"):
        assert said in text
    assert not re.search(r"[{}]", text)


NOTICE_ITSELF = " ".join(DEFAULTS.values()).casefold()


def is_nobodys(word: str) -> bool:
    """Whether no notice says it by itself: somebody called Information is in each."""
    return word.casefold() not in NOTICE_ITSELF


words = st.text(st.characters(categories=["L"]), min_size=5, max_size=12).filter(
    is_nobodys
)
names = st.builds(lambda a, b: f"{a.title()} {b.title()}", words, words)
items = st.builds(
    Item,
    id=words,
    text=st.builds(lambda w: f"Secretword {w}", words),
    kind=st.sampled_from(Kind),
    source=st.builds(lambda w: f"Sourceword {w}", words),
    observed_on=st.just("2026-11-16"),
    about=st.sampled_from([(), ("one",), ("two",), ("one", "two")]),
    endangers=st.booleans(),
    left_out=st.booleans(),
)


@given(
    other=names,
    never=names,
    to=names,
    found=st.lists(items, max_size=4),
    version=st.sampled_from(Version),
)
def test_nobody_elses_data_is_ever_in_a_notice(
    other: str, never: str, to: str, found: list[Item], version: Version
) -> None:
    person = Individual("one", "Xanthe Yewdale")
    shared = Content(
        "Purposeword of the sharing",
        individuals=(person, Individual("two", other, safe_email="o@example.org")),
        recipient=Recipient(to, "Roleword", "Placeword", "r@example.org", "01632"),
        items=tuple(found),
        never=(Barred("n", never),),
    )
    text = text_for(person, shared, version)
    for secret in (other, never, to, "Secretword", "Sourceword", "Purposeword"):
        assert secret not in text
    for place in ("Roleword", "Placeword", "example.org"):
        assert place not in text
    assert fault_in(text, shared, person, GROUND.organisation) is None


def test_the_organisation_is_named_only_when_that_was_chosen() -> None:
    shared = content(individuals=(ANSELM,))
    named = generated(
        DEFAULTS[Version.PLAIN], shared, ANSELM, GROUND, names_recipient=True
    )
    assert "Lead, Hill School" in named
    assert "Rhea Stone" not in named
    assert "Hill School" not in text_for(ANSELM, shared)


def test_what_could_endanger_is_not_even_counted() -> None:
    fact, opinion = content().items
    shared = content(items=(replace(fact, endangers=True), opinion))
    assert "what we have seen" not in text_for(ANSELM, shared)
    assert "what we think" in text_for(ANSELM, shared)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NOTICE_EMPTY),
        ("x" * 8001, Why.NOTICE_TOO_LONG),
        ("Zohra Quill told us.", Why.NOTICE_NAMES_SOMEBODY),
        ("What Zohra said.", Why.NOTICE_NAMES_SOMEBODY),
        ("It went to Rhea Stone.", Why.NOTICE_NAMES_SOMEBODY),
        ("We spoke to Bram Thorn.", Why.NOTICE_NAMES_SOMEBODY),
        ("absent  on MONDAY", Why.NOTICE_ENDANGERS),
        ("She lives at 4 Mill Lane.", Why.NOTICE_ENDANGERS),
        ("Dear Anselm Vane, we shared what we know.", None),
        ("Ansi, this is from Wick Hall School.", None),
    ],
)
def test_what_a_practitioner_adds_is_looked_through(text: str, why: Why | None) -> None:
    fact, opinion = content().items
    shared = content(
        individuals=(ANSELM, ZOHRA),
        never=(Barred("b", "Bram Thorn"),),
        items=(replace(fact, endangers=True), opinion),
    )
    assert fault_in(text, shared, ANSELM, GROUND.organisation) is why


def test_a_family_shares_a_name_and_may_still_be_written_to() -> None:
    shared = content()
    kim, _ = shared.individuals
    assert fault_in("Dear Kim Lowe,", shared, kim, GROUND.organisation) is None
    fault = fault_in("Dear Kim Lowe, Jo Lowe knows.", shared, kim, GROUND.organisation)
    assert fault is Why.NOTICE_NAMES_SOMEBODY


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{person.__class__}", "brace"),
        ("{child}", "{child}"),
        ("{", "brace"),
        ("Nothing is filled in.", "{telephone}"),
        ("No way to complain.", "ico.org.uk"),
    ],
)
def test_a_template_that_cannot_be_used_says_why(text: str, fault: str) -> None:
    assert any(fault in each for each in template_faults(text))


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    person = replace(ANSELM, name="{organisation}")
    assert "Dear {organisation}," in text_for(person, content())


def test_the_digest_is_of_what_is_read_and_not_of_how_it_was_typed() -> None:
    assert digest_of("One\r\ntwo  \n") == digest_of("One\ntwo")
    assert digest_of("One two") != digest_of("One  two")


def test_a_text_is_drawn_as_headings_lists_and_paragraphs() -> None:
    assert blocks("# Who\n\nYou.\nUs.\n- one\n- two") == (
        Block("heading", ("Who",)),
        Block("paragraph", ("You.", "Us.")),
        Block("list", ("one", "two")),
    )


@pytest.mark.parametrize(
    "typed", ["27 3 2008", "27/03/2008", "27 March 2008", "27 mar 2008", "2008-03-27"]
)
def test_a_date_of_birth_is_known_however_it_is_written(typed: str) -> None:
    assert plain_answer(typed) == "2008-03-27"


def test_a_word_is_known_however_it_is_written() -> None:
    assert plain_answer("  Blue   DOOR ") == plain_answer("blue door")
    assert plain_answer("99 99 2008") == "99 99 2008"
    assert plain_answer("1 foo 2008") == "1 foo 2008"
