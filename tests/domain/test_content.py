"""What would be shared: its digest, its stamp, and what is missing from it."""

from dataclasses import replace

import pytest

from domain.content import KIND_LABELS, VERIFIED_LABELS, Barred, Content, Kind, Verified
from tests.builders import EMPTY_STAMP, KIM, MUM, PLAIN_STAMP, content


def test_the_same_content_has_the_same_digest() -> None:
    assert content().digest == content().digest


@pytest.mark.parametrize(
    "changed",
    [
        content("Another purpose"),
        content(items=content().items[:1]),
        content(items=content().items[::-1]),
        content(individuals=content().individuals[:1]),
        content(recipient=None),
        content(salt="other"),
    ],
)
def test_any_change_gives_another_digest(changed: Content) -> None:
    assert changed.digest != content().digest


def test_the_stamp_holds_ids_and_facts_and_no_word_of_the_content() -> None:
    stamp = content().stamp()
    assert (stamp.individuals, stamp.items) == ((KIM, MUM), ("i1", "i2"))
    assert stamp.has_purpose
    assert stamp.has_recipient
    for word in ("Lowe", "Absent", "Rhea", "school"):
        assert word not in repr(stamp)


def test_what_is_missing_is_named_in_the_order_of_the_form() -> None:
    assert EMPTY_STAMP.missing == ("individuals", "items", "recipient", "purpose")
    assert content(recipient=None).stamp().missing == ("recipient",)
    assert content().stamp().missing == ()


def test_one_sensitive_item_makes_the_whole_sensitive() -> None:
    assert content().stamp().sensitive
    assert not PLAIN_STAMP.sensitive


def test_it_leaves_without_what_was_left_out() -> None:
    leaving = content().without(("i2",))
    assert [item.id for item in leaving.items] == ["i1"]
    assert leaving.individuals == content().individuals


def test_what_was_signed_before_content_knew_more_is_still_what_was_signed() -> None:
    """The digest of this content before any later field existed."""
    before = "22815e058fc4b8c1d84fe1b2a6a47665a362ee80c8c7f8441f2c9e094389eb0d"
    assert content("To keep Kim safe at school").digest == before


@pytest.mark.parametrize(
    "changed",
    [
        content(never=(Barred("n1", "Dan Lowe"),)),
        content(spoken_at="2026-11-23T11:40:00+00:00"),
        content(items=(replace(content().items[0], left_out=True),)),
    ],
)
def test_a_later_field_that_says_something_is_part_of_it(changed: Content) -> None:
    plain = replace(
        changed,
        never=(),
        spoken_at="",
        items=tuple(replace(item, left_out=False) for item in changed.items),
    )
    assert changed.digest != plain.digest


def test_every_kind_of_statement_has_a_label() -> None:
    assert set(KIND_LABELS) == set(Kind)
    assert set(VERIFIED_LABELS) == set(Verified)
