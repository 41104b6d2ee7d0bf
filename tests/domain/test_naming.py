"""Names in what is to be shared as if nobody could be recognised."""

from dataclasses import replace

import pytest

from domain.content import Individual, Item, Kind
from domain.errors import Why
from domain.naming import all_names, names_in
from domain.stages import Stage
from tests import builders as b


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kim Lowe was away.", ("Kim Lowe",)),
        ("KIM LOWE was away.", ("KIM LOWE",)),
        ("We saw Kim on Monday.", ("Kim",)),
        ("Kim’s mother rang.", ("Kim’s",)),
        ("The Lowe family moved.", ("Lowe",)),
        ("A child was away.", ()),
        ("Lower down the road.", ()),
        ("He was kimble and low.", ()),
    ],
)
def test_a_name_is_found_whole_or_in_part(text: str, found: tuple[str, ...]) -> None:
    assert names_in(text, ("Kim Lowe",)) == found


def test_a_name_that_is_a_word_counts_only_with_its_capital() -> None:
    assert names_in("the rose bush", ("Rose",)) == ()
    assert names_in("Rose came late", ("Rose",)) == ("Rose",)


def test_titles_and_single_letters_name_nobody() -> None:
    assert names_in("Dr A and Mrs B said so", ("Dr A Lowe", "Mrs B Stone")) == ()


def test_other_names_count_and_a_description_is_no_name() -> None:
    assert all_names("Kim Lowe", "Kimmy, K Lowe") == ("Kim Lowe", "Kimmy", "K Lowe")
    assert all_names("Name not known: A boy in a red coat", "") == ()


def test_the_content_says_where_somebody_is_named() -> None:
    items = (
        Item("i1", "Away on Monday", Kind.FACT, "register", "2026-11-16"),
        Item("i2", "Said by Kimmy", Kind.OPINION, "teacher", "2026-11-17"),
        Item("i3", "Seemed upset", Kind.REPORTED, "Jo Lowe", "2026-11-17"),
        Item("i4", "Kim was hurt", Kind.FACT, "nurse", "2026-11-17", left_out=True),
    )
    people = (Individual(b.KIM, "Kim Lowe", other_names="Kimmy"), *_mum())
    found = b.content("So that they can plan", items=items, individuals=people)
    assert found.naming == ("i2", "i3")
    assert b.content("To help Kim", items=items[:1]).naming == ("purpose",)


def _mum() -> tuple[Individual, ...]:
    return (Individual(b.MUM, "Jo Lowe"),)


NAMED = replace(b.STAMP, naming=("i2",))


def test_nobody_confirms_an_anonymous_share_with_a_name_in_it() -> None:
    case = b.after(b.opened(stamp=NAMED), b.an_answer(b.ANONYMOUS))
    refused = b.refusal(case, b.a_confirmation(digest=NAMED.digest))
    assert (refused.why, refused.about) == (Why.NAMES_SOMEBODY, "i2")


def test_a_share_that_names_people_anyway_may_have_names_in_it() -> None:
    case = b.after(b.opened(stamp=NAMED), b.an_answer(b.SURE))
    assert b.confirmed(case).stage is Stage.SHARING


def test_an_adviser_may_leave_out_the_item_with_the_name_and_not_keep_it() -> None:
    unsure = {**b.ANONYMOUS, "Q3": b.UNSURE}
    case = b.after(b.opened(stamp=NAMED), b.an_answer(unsure, send=True))
    said = {"Q3": b.NO}
    kept = b.an_approval(answers=said)
    assert b.why_not(case, kept) is Why.NAMES_SOMEBODY
    left_out = b.an_approval(answers=said, left_out=("i2",))
    assert b.after(case, left_out).stage is Stage.SHARING
