"""What is marked in a copy for somebody, what can be chosen, and how it is given."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.access_copy import copy_of, data_of, sections_of
from domain.content import Content, Individual, Item, Kind, Recipient
from domain.errors import NotAccepted, Why
from domain.rights import Kind as Right
from domain.rights import RightsRequest
from domain.rights_pieces import (
    Choice,
    Chosen,
    Exemption,
    Mark,
    Marking,
    Piece,
    PieceKind,
    check_chosen,
)

KIM, LEE = Individual("0", "Kim Doe"), Individual("1", "Lee Roe")
TO = Recipient("Rae Poe", "Nurse", "Quay Clinic", "rae@quay.example", "01632 960002")
BOTH = Content(individuals=(KIM, LEE), recipient=TO)
ITEM = Item("i", "She was late.", Kind.FACT, "", "")
MARKING = Marking(BOTH, frozenset({"0"}))
PIECE = Piece("SR-1", PieceKind.ITEM, "Fact", "Lee saw her.")
REQUEST = RightsRequest(
    "RR-1", "larkhill", Right.ACCESS, date(2026, 1, 5), None, "ada",
    datetime(2026, 1, 5, tzinfo=UTC),
)  # fmt: skip


def test_a_statement_about_somebody_else_too_is_marked() -> None:
    assert MARKING.of_item(ITEM) == (Mark.THIRD_PARTY,)  # it is about everybody
    assert MARKING.of_item(replace(ITEM, about=("0",))) == ()
    assert MARKING.of_item(replace(ITEM, about=("0", "1"))) == (Mark.THIRD_PARTY,)
    assert MARKING.is_about_them(ITEM)
    assert not MARKING.is_about_them(replace(ITEM, about=("1",)))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Nothing of note.", ()),
        ("Lee saw it.", (Mark.THIRD_PARTY,)),
        ("Rae Poe rang.", (Mark.THIRD_PARTY,)),
        ("Ring 01632 960003.", (Mark.THIRD_PARTY,)),
        ("Our solicitor wrote.", (Mark.LEGAL,)),
    ],
)
def test_a_text_is_marked_by_what_stands_in_it(
    text: str, marks: tuple[Mark, ...]
) -> None:
    assert MARKING.of(text) == marks


def test_what_was_told_in_confidence_or_endangers_is_marked() -> None:
    alone = replace(ITEM, about=("0",), confidential=True, endangers=True)
    assert MARKING.of_item(alone) == (Mark.ENDANGERS, Mark.CONFIDENTIAL)


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (Chosen(Choice.LEAVE_OUT), Why.EXEMPTION_NEEDED),
        (Chosen(Choice.EDIT, "Somebody saw her."), Why.EXEMPTION_NEEDED),
        (Chosen(Choice.EDIT, " ", Exemption.OTHERS), Why.NOTHING_BLACKED_OUT),
        (Chosen(Choice.EDIT, PIECE.text, Exemption.OTHERS), Why.NOTHING_BLACKED_OUT),
    ],
)
def test_nothing_is_kept_back_without_a_reason(chosen: Chosen, why: Why) -> None:
    with pytest.raises(NotAccepted) as no:
        check_chosen(chosen, PIECE.text)
    assert no.value.why is why


def test_what_is_kept_back_is_said_to_be_and_not_what_it_was() -> None:
    harm = Chosen(Choice.LEAVE_OUT, "", Exemption.HARM)
    edit = Chosen(Choice.EDIT, "█████ saw her.", Exemption.OTHERS)
    keep = Chosen(Choice.KEEP)
    secret = replace(PIECE, heading="A secret heading", text="A secret.")
    made = copy_of(
        REQUEST,
        "Kim Doe",
        "Larkhill",
        "",
        [(PIECE, edit), (secret, harm), (PIECE, keep)],
    )
    plain = str(data_of(made))
    read = str(sections_of(made))
    for said in (plain, read):
        assert "█████ saw her." in said
        assert "secret" not in said
        assert "The law lets us keep this back." in said
    assert "Something is left out here." in read


def test_a_copy_for_somebody_who_is_nowhere_says_so() -> None:
    read = str(sections_of(copy_of(REQUEST, "Kim Doe", "Larkhill", "", [])))
    assert "we keep nothing about you" in read
