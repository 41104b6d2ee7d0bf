"""What would be shared: its digest, its stamp, and what is missing from it."""

import pytest

from domain.content import KIND_LABELS, Content, Kind
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


def test_every_kind_of_statement_has_a_label() -> None:
    assert set(KIND_LABELS) == set(Kind)
