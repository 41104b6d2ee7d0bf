"""What would be shared: moved, split, left out, marked, and kept from going astray."""

import re
from collections.abc import Mapping

from tests.live import TOKEN
from tests.web.conftest import Browse
from tests.web.walking import ITEM, PERSON, Walker, begin, begin_clear

MARKS = ("sensitive", "offence", "confidential", "endangers")
ADDRESS = {**ITEM, "text": "She lives at 14 Quayside Road, AB1 2CD."}
WARNING = "Robin Alder’s address must be kept secret"


async def with_items(browse: Browse, *texts: str) -> Walker:
    """A new request with these things to share, at their list."""
    walker = await begin(browse)
    for text in texts:
        await add(walker, "items", {**ITEM, "text": text})
    return await walker.open("/items")


async def add(walker: Walker, kind: str, fields: Mapping[str, str]) -> Walker:
    await walker.open(f"/{kind}/new")
    return await walker.send(fields)


def ids(walker: Walker) -> list[str]:
    """The things on the page, in their order."""
    return re.findall(r'<h3 class="govuk-heading-s" id="([^"]*)"', walker.page.text)


async def move(walker: Walker, id: str, how: str) -> Walker:
    return await walker.send({"item": id, "move": how}, to="/items")


def in_order(walker: Walker, *texts: str) -> bool:
    places = [walker.text.index(text) for text in texts]
    return places == sorted(places)


async def test_things_are_put_into_another_order(browse: Browse) -> None:
    walker = await with_items(browse, "One.", "Two.", "Three.")
    await move(walker, ids(walker)[2], "up")
    assert in_order(walker, "One.", "Three.", "Two.")
    await move(walker, ids(walker)[0], "down")
    assert in_order(walker, "Three.", "One.", "Two.")
    await move(walker, ids(walker)[0], "up")
    assert in_order(walker, "Three.", "One.", "Two.")


async def test_the_first_cannot_go_up_nor_the_last_down(browse: Browse) -> None:
    walker = await with_items(browse, "One.", "Two.")
    assert walker.page.text.count('value="up"') == 1
    assert walker.page.text.count('value="down"') == 1


async def test_an_order_for_what_was_removed_changes_nothing(browse: Browse) -> None:
    walker = await with_items(browse, "One.")
    assert (await move(walker, "i-gone", "up")).page.status_code == 409
    await walker.open("/items")
    assert (await move(walker, ids(walker)[0], "sideways")).path == "/items"
    assert "One." in walker.text


async def test_what_is_left_out_is_kept_and_struck_through(browse: Browse) -> None:
    walker = await with_items(browse, "One.", "Two.")
    await move(walker, ids(walker)[0], "leave_out")
    for page in ("/items", "/preview", "/check"):
        await walker.open(page)
        assert "<del>One.</del>" in walker.page.text, page
        assert "Left out, nobody is sent this:" in walker.text
        assert "1 of 1" in walker.text
    await walker.open("/items")
    await move(walker, ids(walker)[0], "put_back")
    assert "<del>" not in walker.page.text


async def test_with_everything_left_out_there_is_nothing_to_share(
    browse: Browse,
) -> None:
    walker = await with_items(browse, "One.")
    await move(walker, ids(walker)[0], "leave_out")
    assert "Everything is left out" in walker.text
    await walker.open("/check")
    assert "Still missing" in walker.text
    assert "What you want to share" in walker.text.split("Who must never")[0]


async def test_what_is_left_out_stays_so_when_it_is_changed(browse: Browse) -> None:
    walker = await with_items(browse, "One.")
    (id,) = ids(walker)
    await move(walker, id, "leave_out")
    await walker.open(f"/items/{id}")
    await walker.send({**ITEM, "text": "One and a half."})
    assert "<del>One and a half.</del>" in walker.page.text


async def test_one_thing_is_split_where_the_empty_lines_are(browse: Browse) -> None:
    walker = await begin(browse)
    marked = {**ITEM, "text": "One.\n \n\nTwo\nlines.", "confidential": "yes"}
    await add(walker, "items", marked)
    await add(walker, "items", {**ITEM, "text": "Last."})
    await walker.open("/items")
    first = ids(walker)[0]
    await walker.open(f"/items/{first}/split")
    assert "Put an empty line where one thing ends" in walker.text
    await walker.send({"text": "One.\r\n\r\nTwo\r\nlines.\r\n\r\nThree."})
    assert walker.path == "/items"
    assert in_order(walker, "One.", "Two lines.", "Three.", "Last.")
    assert walker.text.count("Told in confidence") == 3
    assert ids(walker)[0] == first
    assert len(set(ids(walker))) == 4


async def test_splitting_twice_names_every_part_anew(browse: Browse) -> None:
    walker = await with_items(browse, "One.")
    (first,) = ids(walker)
    for _ in range(2):
        await walker.open(f"/items/{first}/split")
        await walker.send({"text": "One.\n\nTwo."})
    assert len(set(ids(walker))) == 3


async def test_what_cannot_be_split_says_how_and_keeps_the_text(
    browse: Browse,
) -> None:
    walker = await with_items(browse, "One.")
    page = f"/items/{ids(walker)[0]}/split"
    for text, sentence in (
        ("Only one.", "Put an empty line where the next thing begins"),
        ("", "Enter what you want to share"),
        ("x" * 2001 + "\n\nTwo.", "2,000 characters"),
    ):
        await walker.open(page)
        await walker.send({"text": text})
        assert walker.page.status_code == 422
        assert sentence in walker.text
        assert text[:50] in walker.page.text


async def test_marks_are_kept_and_shown_to_who_set_them(browse: Browse) -> None:
    walker = await begin(browse)
    await add(walker, "items", {**ITEM, **dict.fromkeys(MARKS, "yes")})
    await walker.open("/items")
    for label in ("Sensitive", "Offence", "Told in confidence", "Could endanger"):
        assert label in walker.text
    await walker.open(f"/items/{ids(walker)[0]}")
    assert all(
        re.search(rf'name="{mark}"[^>]* checked', walker.page.text) for mark in MARKS
    )


async def test_each_thing_is_about_everybody_or_about_some(browse: Browse) -> None:
    walker = await begin(browse)
    await add(walker, "people", PERSON)
    await walker.open("/items/new")
    assert 'name="about"' not in walker.page.text
    await add(walker, "people", {"name": "Jo Alder"})
    await walker.open("/items/new")
    jo = re.findall(r'name="about"[^>]*value="([^"]*)"', walker.page.text)[1]
    await walker.send({**ITEM, "about": jo})
    await walker.open("/items")
    assert "About: Jo Alder" in walker.text
    await walker.open(f"/people/{jo}/remove")
    await walker.send()
    await add(walker, "people", {"name": "Kit Alder"})
    await walker.open("/items")
    assert "About:" not in walker.text


async def test_a_draft_keeps_everybody_who_was_ticked(browse: Browse) -> None:
    walker = await begin(browse)
    for name in ("Robin Alder", "Jo Alder"):
        await add(walker, "people", {"name": name})
    await walker.open("/items/new")
    people = re.findall(r'name="about"[^>]*value="([^"]*)"', walker.page.text)
    draft = {**dict(TOKEN.findall(walker.page.text)), "about": people}
    await walker.web.post(f"{walker.home}/drafts/items/new", data=draft)
    await walker.open("/items/new")
    assert len(re.findall(r'name="about"[^>]* checked', walker.page.text)) == 2


async def test_a_secret_address_is_only_kept_if_it_must_go(browse: Browse) -> None:
    walker = await begin(browse)
    await add(walker, "people", {**PERSON, "protected": "yes"})
    await add(walker, "items", ADDRESS)
    assert walker.page.status_code == 422
    assert WARNING in walker.text
    assert ADDRESS["text"] in walker.page.text
    await walker.send({**ADDRESS, "address_goes": "yes"})
    for page in ("/items", "/check"):
        await walker.open(page)
        assert WARNING in walker.text, page
    await walker.open("/items")
    await move(walker, ids(walker)[0], "leave_out")
    assert WARNING not in walker.text


async def test_an_address_of_nobody_who_hides_is_nothing_special(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await add(walker, "people", PERSON)
    await add(walker, "items", ADDRESS)
    assert walker.page.status_code == 200


async def test_with_a_secret_address_in_it_an_adviser_has_to_agree(
    browse: Browse,
) -> None:
    walker = await begin_clear(browse)
    assert "Confirm and share" in walker.text
    await add(walker, "people", {"name": "Jo Alder", "protected": "yes"})
    await add(walker, "items", {**ADDRESS, "address_goes": "yes"})
    await walker.open("/check")
    assert "Send request to an adviser" in walker.text
    assert "Confirm and share" not in walker.text
