"""What could tell who somebody is, in something to be shared without names."""

from casework.identifying import could_identify
from domain.content import Individual, Item, Kind
from tests import builders as b

KIM = Individual(b.KIM, "Kim Lowe", other_names="Kimmy")


def item(id: str, text: str, source: str = "register", *, out: bool = False) -> Item:
    return Item(id, text, Kind.FACT, source, "2026-11-16", left_out=out)


def found(*items: Item, purpose: str = "To plan help") -> list[tuple[str, str, bool]]:
    content = b.content(purpose, individuals=(KIM,), items=items)
    return [(each.place, each.text, each.stops) for each in could_identify(content)]


def test_names_stop_it_wherever_they_stand() -> None:
    in_text, in_source = item("a", "Kimmy ran away"), item("b", "Ran away", "Kim Lowe")
    assert found(in_text, in_source) == [("a", "Kimmy", True), ("b", "Kim Lowe", True)]
    assert found(purpose="To help Kim") == [("purpose", "Kim", True)]


def test_everything_else_is_a_prompt() -> None:
    text = "At 12 Mill Lane, ZZ1 2ZZ, on 3 May, with 4 others. Ring 01632 960123."
    texts = {text for _, text, stops in found(item("a", text)) if not stops}
    assert texts == {"12 Mill Lane", "ZZ1 2ZZ", "3 May", "4", "01632 960123"}


def test_what_is_left_out_is_not_looked_at() -> None:
    assert found(item("a", "Kim was away", out=True), item("b", "Was away")) == []


def test_the_same_thing_twice_is_one_prompt() -> None:
    assert found(item("a", "On 3 May, and again on 3 May")) == [("a", "3 May", False)]
