"""What in a text could give somebody away."""

import pytest

from domain.giveaways import KIND_LABELS, PERSONAL, Kind, giveaways, holds_an_address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lives at 14 Mill Lane", {Kind.STREET: "14 Mill Lane"}),
        ("in BS1 4DJ now", {Kind.POSTCODE: "BS1 4DJ"}),
        ("bs14dj", {Kind.POSTCODE: "bs14dj"}),
        ("ring 01632 960 001", {Kind.TELEPHONE: "01632 960 001"}),
        ("ring +44 1632 960001", {Kind.TELEPHONE: "+44 1632 960001"}),
        ("NHS 943 476 5919", {Kind.NHS_NUMBER: "943 476 5919"}),
        ("write to sam.a@home.example", {Kind.EMAIL: "sam.a@home.example"}),
        ("born 3/4/2015", {Kind.DATE: "3/4/2015"}),
        ("born 2015-04-03", {Kind.DATE: "2015-04-03"}),
        ("on 5 May", {Kind.DATE: "5 May"}),
        ("on 5th of May", {}),
        ("only 4 children", {Kind.SMALL_NUMBER: "4"}),
        ("60 episodes, at 10.30 on a scale of 9/10", {}),
        ("She seemed tired and hungry.", {}),
    ],
)
def test_it_is_found_as_it_is_written(text: str, found: dict[Kind, str]) -> None:
    assert {each.kind: each.text for each in giveaways(text)} == found


def test_a_text_may_give_away_more_than_one_thing() -> None:
    text = "14 Mill Lane, BS1 4DJ, 01632 960001"
    kinds = {each.kind for each in giveaways(text)}
    assert kinds == {Kind.STREET, Kind.POSTCODE, Kind.TELEPHONE}


def test_only_what_is_asked_for_is_looked_for() -> None:
    assert giveaways("on 5 May with 4 others", PERSONAL) == ()


def test_a_street_and_a_postcode_are_addresses_and_a_number_is_not() -> None:
    assert holds_an_address("14 Mill Lane")
    assert holds_an_address("BS1 4DJ")
    assert not holds_an_address("01632 960001, four times")


def test_every_kind_has_its_words() -> None:
    assert set(KIND_LABELS) == set(Kind)
